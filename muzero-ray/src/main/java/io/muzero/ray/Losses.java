package io.muzero.ray;

import java.util.concurrent.TimeUnit;

/**
 * Losses of actors, and how long no others are started after one. Those that delivered nothing are
 * counted as long as nobody delivers; each such pause is twice as long as the one before. Losses
 * during a pause, as those of a node's actors, are one with what began it.
 *
 * <p>Times are {@link System#nanoTime}. Used by one thread.
 */
final class Losses {
  /** Losses in a row after which there is no use in going on. */
  static final int MOST = 5;

  private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(30);
  private static final int MOST_DOUBLINGS = 10;

  private final long pause;
  private long startsAfter;
  private int inARow;

  /**
   * None yet.
   *
   * @param pauseMillis the shortest pause
   * @param now the time
   */
  Losses(int pauseMillis, long now) {
    pause = TimeUnit.MILLISECONDS.toNanos(pauseMillis);
    startsAfter = now;
  }

  /**
   * An actor is gone.
   *
   * @param delivered whether it had delivered a trajectory
   */
  void lost(boolean delivered, long now) {
    if (now - startsAfter < 0) {
      return;
    }
    inARow += delivered ? 0 : 1;
    int doublings = delivered ? 0 : Math.min(inARow, MOST_DOUBLINGS);
    startsAfter = now + Math.min(pause << doublings, LONGEST_PAUSE);
  }

  /** An actor has delivered a trajectory. */
  void delivered() {
    inARow = 0;
  }

  /** Whether actors may be started. */
  boolean mayStart(long now) {
    return now - startsAfter >= 0;
  }

  /** Losses in a row of actors that had delivered nothing. */
  int inARow() {
    return inARow;
  }
}
