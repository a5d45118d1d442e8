package io.muzero.launcher;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.utils.Signals;

/** Ctrl-C and SIGTERM: the first asks for an orderly end, the second ends at once. */
final class StopSignals {
  private static final int ENDED_BY_SIGNAL = 130;

  private StopSignals() {}

  /**
   * Handles the signals from now on.
   *
   * @param stop begins the orderly end; called on a thread of the JVM's
   */
  static void install(Screen screen, Runnable stop) {
    AtomicBoolean asked = new AtomicBoolean();
    for (String name : List.of("INT", "TERM")) {
      Signals.register(
          name,
          () -> {
            if (asked.getAndSet(true)) {
              // No exit: whatever keeps the orderly end from coming could keep hooks too.
              screen.leaveBlock();
              Runtime.getRuntime().halt(ENDED_BY_SIGNAL);
            }
            screen.note("stopping: writing a checkpoint (once more ends at once, without)");
            stop.run();
          });
    }
  }
}
