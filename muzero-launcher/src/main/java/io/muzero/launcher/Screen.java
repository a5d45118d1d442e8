package io.muzero.launcher;

import java.io.Console;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Standard output and error, with one status line at the bottom where there is a terminal.
 *
 * <p>Thread-safe: a line printed while a status stands appears above it.
 */
final class Screen {
  private static final String CLEAR = "\r\u001b[K";

  private final PrintStream output;
  private final PrintStream errors;
  private final boolean terminal;
  private IntSupplier width = () -> Integer.MAX_VALUE;
  private @Nullable String status;

  /**
   * A screen.
   *
   * @param terminal whether both streams end at a terminal, which shows a status line
   */
  Screen(PrintStream output, PrintStream errors, boolean terminal) {
    this.output = output;
    this.errors = errors;
    this.terminal = terminal;
  }

  /** The streams of this process, as UTF-8. */
  static Screen ofProcess() {
    return new Screen(
        new PrintStream(System.out, true, StandardCharsets.UTF_8),
        new PrintStream(System.err, true, StandardCharsets.UTF_8),
        isTerminal() && !"dumb".equals(System.getenv("TERM")));
  }

  private static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      // From Java 22 on there is a console without a terminal too.
      return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot ask the console whether it is a terminal", e);
    }
  }

  /** Cuts status lines to a width, asked anew for each: one that wraps could not be replaced. */
  synchronized void fitTo(IntSupplier columns) {
    width = columns;
  }

  /** Whether a person sees this live. */
  boolean isLive() {
    return terminal;
  }

  /** Standard output. */
  PrintStream output() {
    return output;
  }

  /** Whether some of the result could not be written. */
  boolean outputFailed() {
    return output.checkError();
  }

  /** Standard error. */
  PrintStream errors() {
    return errors;
  }

  /** Prints a line of the result. */
  synchronized void print(String line) {
    above(output, line);
  }

  /** Prints a line that is not part of the result. */
  synchronized void note(String line) {
    above(errors, line);
  }

  private void above(PrintStream stream, String line) {
    if (status != null) {
      errors.print(CLEAR);
      errors.flush();
    }
    stream.println(line);
    stream.flush();
    if (status != null) {
      errors.print(status);
      errors.flush();
    }
  }

  /** Shows a status line in place of the last one; elsewhere than on a terminal it is a line. */
  synchronized void status(String line) {
    if (terminal) {
      int most = Math.max(1, width.getAsInt() - 1);
      status = line.length() <= most ? line : line.substring(0, most - 1) + "…";
      errors.print(CLEAR + status);
      errors.flush();
    } else {
      note(line);
    }
  }

  /** Leaves the last status line where it is; what is printed next comes below it. */
  synchronized void endStatus() {
    if (status != null) {
      status = null;
      errors.println();
      errors.flush();
    }
  }
}
