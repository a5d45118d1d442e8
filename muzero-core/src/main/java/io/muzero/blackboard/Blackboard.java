package io.muzero.blackboard;

import io.muzero.network.Weights;

/**
 * What the roles of a run share in memory, beside the replay buffer. Thread-safe, as each part is.
 *
 * @param weights the newest weights for those who play
 * @param counters totals
 * @param stop the signal to end, and what failed
 */
public record Blackboard(WeightsBoard weights, Counters counters, StopSignal stop) {
  /** A blackboard with totals of 0. */
  public static Blackboard of(Weights first) {
    return new Blackboard(new WeightsBoard(first), new Counters(), new StopSignal());
  }
}
