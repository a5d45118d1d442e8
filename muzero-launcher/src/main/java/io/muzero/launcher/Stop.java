package io.muzero.launcher;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** Whether a command was asked to end, by Ctrl-C or as {@link StopSignals} says. Thread-safe. */
final class Stop {
  private final AtomicBoolean asked = new AtomicBoolean();

  /**
   * Listens to signals from now on.
   *
   * @param what becomes of what there is, as {@code what is measured counts}
   */
  void listen(Screen screen, String what) {
    StopSignals.installSilently(
        screen,
        () -> {
          screen.note("stopping: " + what + " (Ctrl-C again ends at once)");
          ask();
        });
  }

  /** Asks for the end. */
  void ask() {
    asked.set(true);
  }

  /** Whether the end was asked for. */
  boolean asked() {
    return asked.get();
  }

  /** Whether to go on. */
  BooleanSupplier goOn() {
    return () -> !asked.get();
  }
}
