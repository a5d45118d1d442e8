package io.muzero.protocol;

import java.util.List;

/**
 * A {@link HostedPlayer}'s thinking about one state, done in short pieces by whoever asks for it.
 */
public interface Thinking extends AutoCloseable {
  /**
   * Thinks for about a twentieth of a second.
   *
   * @return false when the effort is made, and there is no more to find
   */
  boolean advance();

  /** The index of the action that it would take now; after one {@link #advance} at least. */
  int action();

  /** What it has found so far, the best first; empty when it does not search. */
  List<Line> lines();

  /** Ends it, and frees what it holds. */
  @Override
  void close();

  /**
   * A move as the player sees it.
   *
   * @param visits simulations that began with it, at least 1
   * @param winRate its value for the player to move, from 0 (lost) to 1 (won)
   * @param prior what the network alone gives it, a probability
   * @param moves indices of the actions that are expected, beginning with the move; those after it
   *     need not be legal
   */
  record Line(int visits, double winRate, double prior, List<Integer> moves) {
    /** Copies the list. */
    public Line {
      moves = List.copyOf(moves);
    }
  }
}
