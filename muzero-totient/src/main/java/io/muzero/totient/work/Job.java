package io.muzero.totient.work;

/**
 * Σφ(n) over every n from 2 up to a bound, for a number of workers.
 *
 * @param to bound, exclusive, within 3 to {@value #GREATEST_BOUND}
 * @param workers how many share the job, within 1 to {@value #MOST_WORKERS}
 * @param deal who gets which numbers when
 */
public record Job(long to, int workers, Deal deal) {
  /** Σφ grows like 3 n² / π²: just above 5.5 · 10<sup>9</sup> it no longer fits 63 bits. */
  public static final long GREATEST_BOUND = 5_000_000_000L;

  /** Most workers: each may be a JVM of its own. */
  public static final int MOST_WORKERS = 256;

  /** The first number. */
  static final long FIRST = 2;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if one is left; the message starts with the parameter's name
   */
  public Job {
    if (to <= FIRST || to > GREATEST_BOUND) {
      throw new IllegalArgumentException(
          "to must be within [3, "
              + GREATEST_BOUND
              + "] (numbers start at 2, and beyond it their sum overflows 63 bits), was "
              + to);
    }
    if (workers < 1 || workers > MOST_WORKERS) {
      throw new IllegalArgumentException(
          "workers must be within [1, " + MOST_WORKERS + "], was " + workers);
    }
  }

  /** How many numbers the job has. */
  public long numbers() {
    return to - FIRST;
  }

  /** The same job for another number of workers. */
  public Job with(int otherWorkers) {
    return new Job(to, otherWorkers, deal);
  }

  /** The same job up to another bound. */
  public Job upTo(long otherBound) {
    return new Job(otherBound, workers, deal);
  }
}
