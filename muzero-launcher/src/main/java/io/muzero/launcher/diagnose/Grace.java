package io.muzero.launcher.diagnose;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A watcher who, when it is stopped, lets a quick part go on for a moment: otherwise a page about
 * games that were stopped early had nothing to say of their positions. Used by one thread.
 */
final class Grace implements Watcher {
  private static final long NANOSECONDS = TimeUnit.MILLISECONDS.toNanos(250);

  private final Watcher watcher;
  private final LongSupplier nanoTime;
  private boolean noticed;
  private long since;

  /** {@code nanoTime}: as {@link System#nanoTime}. */
  Grace(Watcher watcher, LongSupplier nanoTime) {
    this.watcher = watcher;
    this.nanoTime = nanoTime;
  }

  @Override
  public void at(String what, String done, double share) {
    watcher.at(what, done, share);
  }

  @Override
  public boolean stopped() {
    if (!noticed && watcher.stopped()) {
      noticed = true;
      since = nanoTime.getAsLong();
    }
    return noticed && nanoTime.getAsLong() - since >= NANOSECONDS;
  }
}
