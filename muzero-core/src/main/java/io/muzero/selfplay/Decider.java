package io.muzero.selfplay;

import java.util.List;

/**
 * Chooses actions without exploration, for many positions at once; the same weights always choose
 * alike. Used by the thread that made it.
 */
public interface Decider extends AutoCloseable {
  /** The action chosen in each position by searching; none may have ended. */
  int[] search(List<Position> positions);

  /** The legal action that the network alone holds likeliest in each position. */
  int[] policy(List<Position> positions);

  /** Frees what it holds. */
  @Override
  void close();
}
