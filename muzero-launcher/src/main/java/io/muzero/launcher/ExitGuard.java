package io.muzero.launcher;

import java.util.Optional;
import java.util.Set;

/**
 * Tells when something else than the launcher ends the process, as a game does that calls {@code
 * System.exit}: that is a failure, whatever code it gave.
 *
 * <p>Thread-safe; its work is done by the JVM's thread of an exit.
 */
final class ExitGuard {
  private static final Set<String> EXITS = Set.of("java.lang.System", "java.lang.Runtime");

  private final Screen screen;
  private volatile boolean released;

  private ExitGuard(Screen screen) {
    this.screen = screen;
  }

  /** Watches from now on. */
  static ExitGuard install(Screen screen) {
    ExitGuard guard = new ExitGuard(screen);
    Runtime.getRuntime().addShutdownHook(new Thread(guard::exiting, "exit guard"));
    return guard;
  }

  /** The launcher is about to end the process itself. */
  void release() {
    released = true;
  }

  private void exiting() {
    if (released) {
      return;
    }
    // Without a caller it is a signal.
    Optional<StackTraceElement> caller =
        Thread.getAllStackTraces().values().stream()
            .map(ExitGuard::exitCaller)
            .flatMap(Optional::stream)
            .findFirst();
    if (caller.isPresent()) {
      screen.endStatus();
      screen.note(
          "muzero: "
              + Diagnosis.place(caller.get())
              + " ended the process by System.exit, which no game may call; checkpoints that were"
              + " written stay");
      Runtime.getRuntime().halt(1);
    }
  }

  /** Who called {@code exit} on a thread with this stack, if anybody did. */
  static Optional<StackTraceElement> exitCaller(StackTraceElement[] stack) {
    for (int i = stack.length - 2; i >= 0; i--) {
      boolean exit =
          EXITS.contains(stack[i].getClassName()) && stack[i].getMethodName().equals("exit");
      if (exit) {
        return Optional.of(stack[i + 1]);
      }
    }
    return Optional.empty();
  }
}
