package io.muzero.run;

import java.util.function.LongSupplier;

/** Seconds a run has trained, over all its sessions. Thread-safe. */
final class RunClock {
  private static final double NANOSECONDS = 1e9;

  private final LongSupplier nanoTime;
  private final long start;
  private final double before;

  /**
   * A clock that starts now.
   *
   * @param nanoTime as {@link System#nanoTime}
   * @param secondsBefore seconds of earlier sessions
   */
  RunClock(LongSupplier nanoTime, double secondsBefore) {
    this.nanoTime = nanoTime;
    start = nanoTime.getAsLong();
    before = secondsBefore;
  }

  /** Seconds over all sessions. */
  double seconds() {
    return before + session();
  }

  /** Seconds of this session. */
  double session() {
    return (nanoTime.getAsLong() - start) / NANOSECONDS;
  }
}
