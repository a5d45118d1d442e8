package io.muzero.totient.work;

/**
 * Makes the compiler see φ before it is timed, so that no row pays for another's first run.
 *
 * <p>Cold rows (new processes) leave it out on purpose.
 */
public final class WarmUp {
  /** Enough for the optimising compiler, on a core of its own. */
  private static final long NANOS = 600_000_000;

  private static final long BOUND = 1_000_000;

  private WarmUp() {}

  /** Sums a little here and there for 0.6 s, on the calling thread. */
  public static void run(Stopwatch stopwatch) {
    long end = stopwatch.nanos() + NANOS;
    long first = 1;
    while (stopwatch.nanos() < end) {
      Part part = new Part(first, Math.min(BOUND, first + 3000), 3);
      if (part.sum() <= 0) {
        throw new AssertionError("phi is positive, its sum over " + part + " was not");
      }
      first = (first + 3001) % (BOUND - 1) + 1;
    }
  }
}
