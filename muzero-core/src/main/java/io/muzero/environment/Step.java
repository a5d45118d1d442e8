package io.muzero.environment;

/**
 * What one step of an environment brought.
 *
 * @param reward reward in the view of the player who made the step
 * @param terminated the episode reached an end of the game: nothing is left to win
 * @param truncated the episode was cut from outside, for example by a time limit: value may be
 *     left. At most one of the two is true: a step that does both is terminated
 */
public record Step(double reward, boolean terminated, boolean truncated) {
  /** Requires that not both ends hold. */
  public Step {
    if (terminated && truncated) {
      throw new IllegalArgumentException("a step is either terminated or truncated, not both");
    }
  }

  /** A step after which the episode goes on. */
  public static Step going(double reward) {
    return new Step(reward, false, false);
  }

  /** A step that ended the game. */
  public static Step terminal(double reward) {
    return new Step(reward, true, false);
  }

  /** Whether the episode is over, for either reason. */
  public boolean ended() {
    return terminated || truncated;
  }
}
