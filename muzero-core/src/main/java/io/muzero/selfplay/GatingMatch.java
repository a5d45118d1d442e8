package io.muzero.selfplay;

import io.muzero.environment.Environment;
import io.muzero.environment.Episode;
import io.muzero.environment.Player;
import io.muzero.environment.Step;
import io.muzero.random.RandomStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Games between two agents, all played side by side so that each decides for many at once. A
 * candidate plays them for the place of the weights that play (AlphaGo Zero, Nature 550, 2017,
 * Methods, "Evaluator"). Used by one thread, that of both agents.
 *
 * @param game makes environments of a game of two players
 * @param games how many, at least 2; the candidate moves first in every one of even number
 * @param openingMoves random moves that each game begins with, the same for each two games in which
 *     the seats change; fewer where further ones would end it
 * @param mostMoves moves after which a game that does not end counts as it stands then
 * @param watch told when the thread is inside a game
 */
public record GatingMatch(
    Supplier<Environment> game, int games, int openingMoves, int mostMoves, GameWatch watch) {
  private static final String CHAMPION = "the weights that play";

  /** A game between the two. */
  private static final class Duel {
    final Episode episode;

    /** The candidate's seat. */
    final int seat;

    double score;
    boolean over;
    final List<Integer> moves = new ArrayList<>();

    Duel(Episode episode, int seat) {
      this.episode = episode;
      this.seat = seat;
    }

    boolean isCandidatesTurn() {
      return episode.environment().playerToMove() == seat;
    }

    void play(int action, int mostMoves) {
      boolean candidates = isCandidatesTurn();
      Step step = episode.play(action);
      moves.add(action);
      score += candidates ? step.reward() : -step.reward();
      over = step.ended() || moves.size() >= mostMoves;
    }
  }

  /**
   * Plays them.
   *
   * @param seed of the games and their openings
   * @return wins, draws and losses of the candidate
   */
  public MatchResult play(Agent candidate, Agent champion, long seed) {
    List<Duel> duels = new ArrayList<>(games);
    for (int i = 0; i < games; i++) {
      int number = i;
      duels.add(watch.inside(() -> begun(number, seed)));
    }
    List<Duel> going = new ArrayList<>(duels);
    while (!going.isEmpty()) {
      decide(candidate, going.stream().filter(Duel::isCandidatesTurn).toList());
      going.removeIf(duel -> duel.over);
      decide(champion, going.stream().filter(duel -> !duel.isCandidatesTurn()).toList());
      going.removeIf(duel -> duel.over);
    }
    return result(duels);
  }

  /** A game after its opening; {@code number}: which of the match. */
  private Duel begun(int number, long seed) {
    Environment environment = game.get();
    environment.reset((seed + number / 2) & Long.MAX_VALUE);
    Duel duel = new Duel(Episode.owning(environment), number % 2);
    open(duel, new RandomPlayer(RandomStream.create(seed, "gating", number / 2)));
    return duel;
  }

  private void decide(Agent agent, List<Duel> duels) {
    if (duels.isEmpty()) {
      return;
    }
    int[] actions = agent.search(duels.stream().map(duel -> duel.episode).toList());
    for (int i = 0; i < actions.length; i++) {
      watch.enter();
      try {
        duels.get(i).play(actions[i], mostMoves);
      } finally {
        watch.leave();
      }
    }
  }

  /** Plays random moves ({@link RandomOpening}). */
  private void open(Duel duel, Player random) {
    Environment environment = duel.episode.environment();
    for (int action : RandomOpening.draw(environment, openingMoves, random)) {
      duel.play(action, mostMoves);
    }
  }

  private static MatchResult result(List<Duel> duels) {
    int wins = 0;
    int losses = 0;
    Set<List<Integer>> distinct = new HashSet<>();
    for (Duel duel : duels) {
      wins += duel.score > 0 ? 1 : 0;
      losses += duel.score < 0 ? 1 : 0;
      List<Integer> trace = new ArrayList<>(duel.moves);
      trace.add(duel.seat);
      distinct.add(trace);
    }
    return new MatchResult(CHAMPION, wins, duels.size() - wins - losses, losses, distinct.size());
  }
}
