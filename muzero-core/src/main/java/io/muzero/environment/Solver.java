package io.muzero.environment;

/** Knows the exact value of every state of a two-player game of perfect information. */
public interface Solver {
  /**
   * The value of each legal action under perfect play by both sides: 1 win, 0 draw, −1 loss for the
   * player to move.
   *
   * @param environment the state, not ended, left unchanged
   * @return values [A]; illegal actions have {@link Integer#MIN_VALUE}
   */
  int[] actionValues(Environment environment);

  /** Whether the game is small enough to walk every state ({@code evaluate --exhaustive}). */
  boolean canEnumerate();
}
