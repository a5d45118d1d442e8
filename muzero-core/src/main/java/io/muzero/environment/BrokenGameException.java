package io.muzero.environment;

/**
 * A game gave something that no game may give while it goes on, or failed; the run cannot use it.
 */
public final class BrokenGameException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private BrokenGameException(String message) {
    super(message);
  }

  private static BrokenGameException faulty(String message) {
    return new BrokenGameException(message + "; check-game looks for such faults");
  }

  /**
   * The failure of a game that runs outside this process.
   *
   * @param game the game's name
   * @param reason what happened and, where there is something, what to do
   */
  public static BrokenGameException failed(String game, String reason) {
    return new BrokenGameException("the game " + game + " failed: " + reason);
  }

  /**
   * Requires numbers that a network can see.
   *
   * @param game the game's name
   * @param observation of a state
   * @param step steps that led there
   * @param seed of the episode
   * @throws BrokenGameException when one is not finite
   */
  public static void requireFinite(String game, float[] observation, int step, long seed) {
    for (int i = 0; i < observation.length; i++) {
      if (!Float.isFinite(observation[i])) {
        throw faulty(
            "number "
                + i
                + " of the observation of the game "
                + game
                + " must be finite, was "
                + observation[i]
                + place(step, seed));
      }
    }
  }

  /**
   * Requires a reward that can be learned: finite in single precision.
   *
   * @param game the game's name
   * @param reward of a step
   * @param step the step's number, from 1
   * @param seed of the episode
   * @throws BrokenGameException when it is not
   */
  public static void requireFinite(String game, double reward, int step, long seed) {
    if (!Float.isFinite((float) reward)) {
      throw faulty(
          "a reward of the game "
              + game
              + " must be finite and below 3.4e38, was "
              + reward
              + place(step, seed));
    }
  }

  /**
   * The failure of a state that goes on and has no legal action.
   *
   * @param game the game's name
   * @param state the state
   * @param step steps that led there
   * @param seed of the episode
   */
  public static BrokenGameException noLegalAction(
      String game, Environment state, int step, long seed) {
    return noLegalAction(game, state.text(), step, seed);
  }

  /** As above, of a state given by its {@link Environment#text}. */
  public static BrokenGameException noLegalAction(String game, String text, int step, long seed) {
    return faulty(
        "the game "
            + game
            + " has no legal action in a state that has not ended"
            + place(step, seed)
            + ": "
            + text.strip().replaceAll("\\s*\\R\\s*", " / "));
  }

  private static String place(int step, long seed) {
    return " (after step " + step + ", seed " + seed + ")";
  }
}
