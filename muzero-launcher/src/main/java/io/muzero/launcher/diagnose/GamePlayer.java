package io.muzero.launcher.diagnose;

import io.muzero.agent.Decision;
import io.muzero.agent.TrainedAgent;
import io.muzero.environment.Episode;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

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
  private final PlayedShare share;
  private final List<PlayedGame> played = new ArrayList<>();

  GamePlayer(TrainedAgent agent, int games, long seed) {
    this.agent = agent;
    this.games = games;
    this.seed = seed;
    int bound = agent.newEnvironment().spec().maxSteps();
    share = new PlayedShare(games, bound > 0 ? Math.min(bound, MOST_MOVES) : MOST_MOVES);
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
      share.moved();
      if (over()) {
        share.over(decisions.size());
      }
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

    boolean begun() {
      return !decisions.isEmpty();
    }

    PlayedGame result() {
      return new PlayedGame(
          number, episode, opening, decisions, kept, over() ? returns() : List.of());
    }

    private List<Double> returns() {
      boolean terminated = episode.lastStep().map(step -> step.terminated()).orElse(false);
      // What is cut has a value left, by the network's word.
      double beyond = terminated ? 0 : agent.imagine(episode, List.of()).root().value();
      return PlayedGame.returns(episode, agent.info().discount(), beyond);
    }
  }

  /**
   * Plays.
   *
   * @param watcher hears of the moves, and may stop the games: those that are going on are then
   *     left as they are
   * @return the games in which the agent has moved
   */
  List<PlayedGame> play(Progress watcher) {
    for (int from = 0; from < games && !watcher.stopped(); from += BATCH) {
      playBatch(from, watcher);
    }
    return played;
  }

  private void playBatch(int from, Progress watcher) {
    // Some games, such as those of Python, take long to begin.
    List<Going> all =
        IntStream.range(from, Math.min(games, from + BATCH))
            .takeWhile(number -> !watcher.stopped())
            .mapToObj(Going::new)
            .toList();
    List<Going> going = new ArrayList<>(all);
    boolean goOn = true;
    while (goOn && !going.isEmpty()) {
      goOn = move(going, watcher);
      going.removeIf(Going::over);
      tell(watcher, 0);
    }
    all.stream().filter(Going::begun).map(Going::result).forEach(played::add);
  }

  /** Makes a move in each game, or in none when it is stopped: then it returns false. */
  private boolean move(List<Going> going, Progress watcher) {
    List<Decision> decisions;
    try {
      decisions =
          agent.decide(
              going.stream().map(one -> one.episode).toList(),
              () -> !watcher.stopped(),
              share -> tell(watcher, share * going.size()));
    } catch (CancellationException e) {
      return false; // the watcher's wish: the games stay as they are
    }
    for (int i = 0; i < decisions.size(); i++) {
      going.get(i).play(decisions.get(i));
    }
    return true;
  }

  /** {@code begun}: moves that are being searched, as the share of them that is done. */
  private void tell(Progress watcher, double begun) {
    watcher.at(share.text(), share.share(begun));
  }
}
