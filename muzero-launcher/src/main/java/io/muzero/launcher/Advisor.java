package io.muzero.launcher;

/** Says what an agent thinks of a state. */
@FunctionalInterface
interface Advisor {
  /** Looks at the state an episode is in, which has not ended. */
  Advice advise(Episode episode);

  /**
   * What it thinks, in the view of the player to move.
   *
   * @param action the move it would make
   * @param value its value of the state after searching
   * @param policy the search's policy [A]
   * @param visits visits of each move [A]
   * @param qValues value of each visited move [A]
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Advice(int action, double value, float[] policy, int[] visits, float[] qValues) {}
}
