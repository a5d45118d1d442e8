package io.muzero.totient.work;

import io.muzero.totient.number.Totient;

/**
 * The numbers first, first + step, first + 2 step … below an end.
 *
 * @param first first number, at least 1
 * @param end bound, exclusive
 * @param step distance, at least 1
 */
public record Part(long first, long end, long step) {
  /** Checks that the numbers exist. */
  public Part {
    if (first < 1 || step < 1 || end > Job.GREATEST_BOUND) {
      throw new IllegalArgumentException(
          "a part needs first and step of at least 1 and an end of at most "
              + Job.GREATEST_BOUND
              + ", was "
              + first
              + ", "
              + end
              + ", "
              + step);
    }
  }

  /** How many numbers it has, 0 if the first is not below the end. */
  public long size() {
    return first >= end ? 0 : (end - first + step - 1) / step;
  }

  /**
   * Σφ over the numbers: the lab's whole computation.
   *
   * @throws ArithmeticException if it exceeds 2<sup>63</sup> − 1
   */
  public long sum() {
    long sum = 0;
    for (long n = first; n < end; n += step) {
      sum = Math.addExact(sum, Totient.of(n));
    }
    return sum;
  }

  /** At most so many numbers from its start. */
  Part head(long numbers) {
    return numbers >= size() ? this : new Part(first, first + numbers * step, step);
  }

  /** What {@link #head} leaves. */
  Part tail(long numbers) {
    return new Part(first + Math.min(numbers, size()) * step, end, step);
  }
}
