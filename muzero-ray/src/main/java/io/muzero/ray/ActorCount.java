package io.muzero.ray;

/**
 * How many actors play: a number, or as many as the cluster has room for within two.
 *
 * @param least from 1
 * @param most from {@code least} to {@value #LIMIT}
 */
public record ActorCount(int least, int most) {
  /** More than this no learner can feed on. */
  public static final int LIMIT = 4096;

  private static final String BETWEEN = "..";

  /** Checks the range. */
  public ActorCount {
    if (least < 1 || most < least || most > LIMIT) {
      throw new IllegalArgumentException(rule(least + BETWEEN + most));
    }
  }

  /**
   * Reads N or MIN..MAX.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static ActorCount parse(String text) {
    int between = text.indexOf(BETWEEN);
    try {
      if (between < 0) {
        int count = Integer.parseInt(text);
        return new ActorCount(count, count);
      }
      return new ActorCount(
          Integer.parseInt(text.substring(0, between)),
          Integer.parseInt(text.substring(between + BETWEEN.length())));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(rule(text), e);
    }
  }

  private static String rule(String text) {
    return "must be N or MIN..MAX with 1 <= MIN <= MAX <= " + LIMIT + ", was '" + text + "'";
  }

  /** How many there should be where there is room for so many. */
  int wanted(int room) {
    return Math.max(least, Math.min(room, most));
  }

  /** How many a cluster of this machine alone has room for: its processors but the learner's. */
  int ofThisMachine(int processors) {
    return wanted(Math.max(1, processors - 1));
  }

  @Override
  public String toString() {
    return least == most ? Integer.toString(most) : least + BETWEEN + most;
  }
}
