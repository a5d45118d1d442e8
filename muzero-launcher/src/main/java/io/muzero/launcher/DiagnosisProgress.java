package io.muzero.launcher;

import io.muzero.launcher.diagnose.Watcher;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows how far a diagnosis is, with the time left: a line that changes on a terminal, a line at
 * first and one a minute elsewhere. It is stopped from another thread.
 */
final class DiagnosisProgress implements Watcher {
  private static final double NANOSECONDS = 1e9;
  private static final double SECONDS_LIVE = 0.2;
  private static final double SECONDS_PIPE = 60;

  /** Below this share an estimate is worth nothing. */
  private static final double LEAST_SHARE = 0.02;

  private final Screen screen;
  private final LongSupplier nanoTime;
  private final long start;
  private long lastShown;
  private boolean shown;
  private volatile boolean stopped;

  /** {@code nanoTime}: as {@link System#nanoTime}. */
  DiagnosisProgress(Screen screen, LongSupplier nanoTime) {
    this.screen = screen;
    this.nanoTime = nanoTime;
    start = nanoTime.getAsLong();
    lastShown = start;
  }

  /** Ends the diagnosis soon; what there is is written. */
  void stop() {
    stopped = true;
    screen.note("stopping: writing what there is (Ctrl-C again ends at once without)");
  }

  @Override
  public boolean stopped() {
    return stopped;
  }

  @Override
  public void at(String what, int done, int of, double share) {
    long now = nanoTime.getAsLong();
    double since = (now - lastShown) / NANOSECONDS;
    if (!shown || since >= (screen.isLive() ? SECONDS_LIVE : SECONDS_PIPE)) {
      shown = true;
      lastShown = now;
      screen.status(line(what, done, of, share));
    }
  }

  String line(String what, int done, int of, double share) {
    double seconds = (nanoTime.getAsLong() - start) / NANOSECONDS;
    String left =
        share < LEAST_SHARE
            ? ""
            : ", about " + RunBlock.duration(seconds * (1 - share) / share) + " left";
    return String.format(
        Locale.ROOT,
        "diagnosing, %s: %,d of %,d, about %.0f %%, %s so far%s",
        what,
        done,
        of,
        Math.floor(100 * share),
        RunBlock.duration(seconds),
        left);
  }
}
