package io.muzero.launcher;

import java.util.List;
import java.util.function.LongSupplier;
import org.jline.utils.Signals;

/**
 * Ctrl-C, SIGTERM and SIGHUP, which a terminal that is closed sends: the first asks for an orderly
 * end. A later Ctrl-C or SIGTERM ends at once, but not within a second of the first: terminals,
 * shells and services send several of them for one wish. Thread-safe.
 */
final class StopSignals {
  private static final int ENDED_BY_SIGNAL = 130;
  private static final long ONE_WISH_NANOSECONDS = 1_000_000_000;
  private static final String HANG_UP = "HUP";

  private final Runnable stop;
  private final Runnable endAtOnce;
  private final LongSupplier nanoTime;
  private boolean asked;
  private long askedAt;

  /**
   * Handles signals.
   *
   * @param stop begins the orderly end
   * @param endAtOnce ends the process without
   * @param nanoTime as {@link System#nanoTime}
   */
  StopSignals(Runnable stop, Runnable endAtOnce, LongSupplier nanoTime) {
    this.stop = stop;
    this.endAtOnce = endAtOnce;
    this.nanoTime = nanoTime;
  }

  /**
   * Handles the signals from now on.
   *
   * @param stop begins the orderly end; called on a thread of the JVM's
   */
  static void install(Screen screen, Runnable stop) {
    handle(
        screen,
        () -> {
          screen.note("stopping, with a checkpoint (Ctrl-C again ends at once without one)");
          stop.run();
        });
  }

  /** As {@link #install}, for a command that has nothing to write. */
  static void installSilently(Screen screen, Runnable stop) {
    handle(screen, stop);
  }

  private static void handle(Screen screen, Runnable stop) {
    StopSignals signals =
        new StopSignals(
            () -> {
              screen.stopAsked();
              stop.run();
            },
            // No exit: whatever keeps the orderly end from coming could keep hooks too.
            () -> {
              screen.leaveBlock();
              Runtime.getRuntime().halt(ENDED_BY_SIGNAL);
            },
            System::nanoTime);
    for (String name : List.of("INT", "TERM", HANG_UP)) {
      // Windows has no SIGHUP, which is then not registered.
      Signals.register(name, () -> signals.handle(name));
    }
  }

  /** Takes a signal by its name, for example {@code INT}. */
  void handle(String name) {
    if (isFirst()) {
      stop.run();
    } else if (!name.equals(HANG_UP) && nanoTime.getAsLong() - askedAt > ONE_WISH_NANOSECONDS) {
      endAtOnce.run();
    }
  }

  private synchronized boolean isFirst() {
    if (asked) {
      return false;
    }
    askedAt = nanoTime.getAsLong();
    asked = true;
    return true;
  }
}
