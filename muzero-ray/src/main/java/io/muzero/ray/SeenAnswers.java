package io.muzero.ray;

/**
 * Which of an actor's numbered answers have come, so that none is taken twice. They come nearly in
 * order: two requests are played one after the other, but may be answered together. Used by one
 * thread.
 */
final class SeenAnswers {
  private long newest = -1;

  /** Bit i: answer {@code newest - i} has come. */
  private long bits;

  /**
   * Takes note of an answer.
   *
   * @param number counts an actor's answers, from 0
   * @return whether it comes for the first time; false too where it is {@value Long#SIZE} or more
   *     answers late, or negative
   */
  boolean isNew(long number) {
    if (number < 0) {
      return false;
    }
    if (number > newest) {
      long ahead = number - newest;
      bits = ahead >= Long.SIZE ? 1 : bits << ahead | 1;
      newest = number;
      return true;
    }
    long behind = newest - number;
    if (behind >= Long.SIZE || (bits >>> behind & 1) != 0) {
      return false;
    }
    bits |= 1L << behind;
    return true;
  }

  /** Whether no answer has come yet. */
  boolean isEmpty() {
    return newest < 0;
  }
}
