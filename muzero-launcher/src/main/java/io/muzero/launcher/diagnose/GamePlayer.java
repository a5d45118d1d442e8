package io.muzero.launcher.diagnose;

import io.muzero.agent.Decision;
import io.muzero.agent.TrainedAgent;
import io.muzero.environment.Episode;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Lets an agent play games against itself, many at once. Used by one thread. */
final class GamePlayer {
  /** Games that are played side by side. */
  private static final int BATCH = 16;

  /** Random moves that a game begins with, at most: otherwise all games were the same. */
  private static final int MOST_OPENING = 6;

  /** Moves of a game, after which it is left as it is. */
  private static final int MOST_MOVES = 2000;

  /** Positions that are kept of all games together, about. */
  private static final int KEPT = 1200;

  private final TrainedAgent agent;
  private final int games;
  private final long seed;
  private final List<PlayedGame> played = new ArrayList<>();

  GamePlayer(TrainedAgent agent, int games, long seed) {
    this.agent = agent;
    this.games = games;
    this.seed = seed;
  }

  /** A game that is being played. */
  private final class Going {
    final int number;
    final SplittableRandom random;
    final List<Decision> decisions = new ArrayList<>();
    final List<PlayedGame.Kept> kept = new ArrayList<>();
    Episode episode;
    int opening;

    Going(int number) {
      this.number = number;
      random = new SplittableRandom(seed + number);
      episode = agent.newEpisode(seed + number);
      open();
    }

    /** Random moves, none of which ends the game. */
    private void open() {
      int wanted = random.nextInt(MOST_OPENING + 1);
      while (opening < wanted) {
        Episode next = episode.copy();
        int[] legal = next.legalActions();
        if (next.play(legal[random.nextInt(legal.length)]).ended()) {
          return;
        }
        episode = next;
        opening++;
      }
    }

    void play(Decision decision) {
      keep();
      decisions.add(decision);
      episode.play(decision.action());
    }

    /** Keeps some of the positions, each as likely as the others. */
    private void keep() {
      int most = Math.max(4, KEPT / games);
      int seen = decisions.size();
      int place = seen < most ? seen : random.nextInt(seen + 1);
      if (place < most) {
        PlayedGame.Kept one = new PlayedGame.Kept(opening + seen, episode.copy());
        if (place < kept.size()) {
          kept.set(place, one);
        } else {
          kept.add(one);
        }
      }
    }

    boolean over() {
      return episode.ended() || decisions.size() >= MOST_MOVES;
    }

    PlayedGame result() {
      boolean terminated = episode.lastStep().map(step -> step.terminated()).orElse(false);
      // What is cut has a value left, by the network's word.
      double beyond = terminated ? 0 : agent.imagine(episode, List.of()).root().value();
      return new PlayedGame(
          number,
          episode,
          opening,
          decisions,
          kept,
          PlayedGame.returns(episode, agent.info().discount(), beyond));
    }
  }

  /**
   * Plays.
   *
   * @param watcher hears of the games, and may stop them: games that are going on are then dropped
   */
  List<PlayedGame> play(Progress watcher) {
    for (int from = 0; from < games; from += BATCH) {
      List<Going> going = new ArrayList<>();
      for (int i = from; i < Math.min(games, from + BATCH); i++) {
        going.add(new Going(i));
      }
      List<Going> all = List.copyOf(going);
      while (!going.isEmpty() && !watcher.stopped()) {
        List<Decision> decisions = agent.decide(going.stream().map(one -> one.episode).toList());
        for (int i = 0; i < decisions.size(); i++) {
          going.get(i).play(decisions.get(i));
        }
        going.removeIf(Going::over);
        watcher.at(from + all.size() - going.size(), games);
      }
      all.stream().filter(Going::over).map(Going::result).forEach(played::add);
      if (watcher.stopped()) {
        return played;
      }
    }
    return played;
  }
}
