package io.muzero.blackboard;

import io.muzero.network.Weights;

/**
 * What the roles of a run share in memory, beside the replay buffer. Thread-safe, as each part is.
 *
 * @param weights the weights for those who play
 * @param learned the newest weights that the learner has handed out; the same board as {@code
 *     weights} where they play at once, another where they must win first
 * @param counters totals
 * @param stop the signal to end, and what failed
 */
public record Blackboard(
    WeightsBoard weights, WeightsBoard learned, Counters counters, StopSignal stop) {
  /** A blackboard with totals of 0, whose newest weights play at once. */
  public static Blackboard of(Weights first) {
    WeightsBoard both = new WeightsBoard(first);
    return new Blackboard(both, both, new Counters(), new StopSignal());
  }

  /** A blackboard with totals of 0, on which somebody decides which of the newest weights play. */
  public static Blackboard gated(Weights first) {
    return new Blackboard(
        new WeightsBoard(first), new WeightsBoard(first), new Counters(), new StopSignal());
  }
}
