package io.muzero.launcher;

import io.muzero.launcher.diagnose.Watcher;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows how far a diagnosis is, with the time left: a line that changes on a terminal, a line after
 * a second and one a minute elsewhere. It is stopped from another thread.
 */
final class DiagnosisProgress implements Watcher {
  private static final double NANOSECONDS = 1e9;
  private static final double SECONDS_LIVE = 0.2;
  private static final double SECONDS_PIPE = 60;

  /** Until then there is hardly anything to tell. */
  private static final double SECONDS_FIRST = 1;

  /** Below this share a digit behind the point shows that something moves. */
  private static final double SMALL_SHARE = 0.1;

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
  public void at(String what, String done, double share) {
    long now = nanoTime.getAsLong();
    if (!stopped && (now - lastShown) / NANOSECONDS >= pause()) {
      shown = true;
      lastShown = now;
      screen.status(line(what, done, share));
    }
  }

  private double pause() {
    if (screen.isLive()) {
      return SECONDS_LIVE;
    }
    return shown ? SECONDS_PIPE : SECONDS_FIRST;
  }

  String line(String what, String done, double share) {
    double seconds = (nanoTime.getAsLong() - start) / NANOSECONDS;
    String left =
        share > 0 ? ", about " + RunBlock.duration(seconds * (1 - share) / share) + " left" : "";
    return String.format(
        Locale.ROOT,
        "diagnosing, %s: %s, about %s %%, %s so far%s",
        what,
        done,
        percent(share),
        RunBlock.duration(seconds),
        left);
  }

  private static String percent(double share) {
    return share < SMALL_SHARE
        ? String.format(Locale.ROOT, "%.1f", Math.floor(1000 * share) / 10)
        : String.format(Locale.ROOT, "%.0f", Math.floor(100 * share));
  }
}
