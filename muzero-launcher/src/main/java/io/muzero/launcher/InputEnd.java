package io.muzero.launcher;

import java.io.IOException;
import java.io.InputStream;

/**
 * Waits for the end of standard input, which a program that started this one closes, and which the
 * operating system closes when that program is killed. A thread of its own reads.
 */
final class InputEnd {
  /** How long an orderly end may take before the process is ended as it is. */
  private static final long PATIENCE_MILLISECONDS = 300_000;

  private static final int FAILED = 1;

  private InputEnd() {}

  /**
   * Begins to wait.
   *
   * @param input is read to its end; what it holds is ignored
   * @param stop begins the orderly end, once
   */
  static void watch(InputStream input, Screen screen, Runnable stop) {
    Thread thread =
        new Thread(
            () -> {
              awaitEnd(input);
              screen.note("standard input has closed: writing a checkpoint");
              stop.run();
              endAnyway(screen);
            },
            "end of input");
    thread.setDaemon(true);
    thread.start();
  }

  private static void awaitEnd(InputStream input) {
    byte[] ignored = new byte[512];
    try {
      int read;
      do {
        read = input.read(ignored);
      } while (read >= 0);
    } catch (IOException e) {
      return; // a pipe that breaks has ended too
    }
  }

  /** Nobody is there to end a run that hangs. */
  private static void endAnyway(Screen screen) {
    try {
      Thread.sleep(PATIENCE_MILLISECONDS);
    } catch (InterruptedException e) {
      return; // whoever interrupts takes over
    }
    screen.note("muzero: the run did not end within 5 minutes of its input: it ends now");
    Runtime.getRuntime().halt(FAILED);
  }
}
