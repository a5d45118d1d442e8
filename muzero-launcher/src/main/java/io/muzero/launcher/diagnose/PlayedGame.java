package io.muzero.launcher.diagnose;

import io.muzero.agent.Decision;
import io.muzero.environment.Episode;
import java.util.ArrayList;
import java.util.List;

/**
 * A game that the agent played, at every seat, after some random moves; to its end unless it was
 * stopped.
 *
 * @param number its number, from 0
 * @param end the game after its last move
 * @param opening random moves that it began with
 * @param decisions what the agent thought before each move behind these
 * @param kept some of the positions, by the number of moves before them
 * @param returns the discounted return from each position on, in the view of its player to move;
 *     none where the game was stopped
 */
record PlayedGame(
    int number,
    Episode end,
    int opening,
    List<Decision> decisions,
    List<Kept> kept,
    List<Double> returns) {

  /** A position that was kept. */
  record Kept(int ply, Episode episode) {}

  /** Whether it has a result. */
  boolean finished() {
    return !returns.isEmpty();
  }

  /** The kept positions with what was thought and what came of it. */
  List<Sample> samples() {
    List<Sample> samples = new ArrayList<>();
    for (Kept one : kept) {
      samples.add(
          new Sample(
              number,
              one.ply,
              one.episode,
              decisions.get(one.ply - opening),
              finished() ? returns.get(one.ply) : Double.NaN));
    }
    return samples;
  }

  /**
   * Returns of every position of a game.
   *
   * @param end the game at its end
   * @param discount γ
   * @param beyond value of the last state in the view of the player to move there; 0 where the game
   *     is over
   */
  static List<Double> returns(Episode end, double discount, double beyond) {
    List<Episode.Move> moves = end.moves();
    Double[] returns = new Double[moves.size()];
    double value = beyond;
    int player = end.environment().playerToMove();
    for (int i = moves.size() - 1; i >= 0; i--) {
      Episode.Move move = moves.get(i);
      double seen = move.player() == player ? value : -value;
      value = move.step().reward() + discount * seen;
      player = move.player();
      returns[i] = value;
    }
    return List.of(returns);
  }
}
