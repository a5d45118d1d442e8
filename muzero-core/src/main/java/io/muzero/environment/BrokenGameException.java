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
    int bad = notFinite(observation, 0, observation.length);
    if (bad >= 0) {
      throw notFinite(game, bad, observation[bad], place(step, seed));
    }
  }

  /**
   * As above, of a state that a search came to by the game's rules. Allocates nothing where all is
   * well.
   *
   * @param numbers hold the observation
   * @param offset of its first number
   * @param count its numbers
   */
  public static void requireFinite(
      String game, float[] numbers, int offset, int count, Environment state) {
    int bad = notFinite(numbers, offset, count);
    if (bad >= 0) {
      throw notFinite(game, bad, numbers[offset + bad], place(state));
    }
  }

  /** The first number that is not finite, counted from the offset; −1 when there is none. */
  private static int notFinite(float[] numbers, int offset, int count) {
    for (int i = 0; i < count; i++) {
      if (!Float.isFinite(numbers[offset + i])) {
        return i;
      }
    }
    return -1;
  }

  private static BrokenGameException notFinite(String game, int index, float number, String where) {
    return faulty(
        "number "
            + index
            + " of the observation of the game "
            + game
            + " must be finite, was "
            + number
            + where);
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
      throw notFinite(game, reward, place(step, seed));
    }
  }

  /**
   * As above, of a step that a search made by the game's rules.
   *
   * @param state where the step led to
   */
  public static void requireFinite(String game, double reward, Environment state) {
    if (!Float.isFinite((float) reward)) {
      throw notFinite(game, reward, place(state));
    }
  }

  private static BrokenGameException notFinite(String game, double reward, String where) {
    return faulty(
        "a reward of the game " + game + " must be finite and below 3.4e38, was " + reward + where);
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
    return noLegalAction(game, place(step, seed) + ": " + oneLine(text));
  }

  /** As above, of a state that a search came to by the game's rules. */
  public static BrokenGameException noLegalAction(String game, Environment state) {
    return noLegalAction(game, place(state));
  }

  private static BrokenGameException noLegalAction(String game, String where) {
    return faulty(
        "the game " + game + " has no legal action in a state that has not ended" + where);
  }

  private static String place(int step, long seed) {
    return " (after step " + step + ", seed " + seed + ")";
  }

  /** A search knows no step and no seed, so the state itself says where it is. */
  private static String place(Environment state) {
    return " (in a search by its rules): " + oneLine(state.text());
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " / ");
  }
}
