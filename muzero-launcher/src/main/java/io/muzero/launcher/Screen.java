package io.muzero.launcher;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Standard output and error, with a block of status lines at the bottom where there is a terminal.
 *
 * <p>The cursor rests at the block's beginning. A terminal that is resized wraps the block's lines
 * anew and takes the cursor along, so that clearing all from the cursor on leaves nothing of the
 * old block, however many rows it takes by then.
 *
 * <p>Thread-safe: a line printed while a block stands appears above it.
 */
final class Screen {
  /**
   * Clears the block and comes back to its beginning. What lies below is cleared from the second
   * row on: from the first, where that is the screen's topmost, tmux would keep it as history.
   */
  private static final String CLEAR = "\r\u001b[K\n\u001b[J\u001b[A";

  private static final String RESET = "\u001b[0m";
  private static final Pattern STYLE = Pattern.compile("\u001b\\[[0-9;]*m");

  private final PrintStream output;
  private final PrintStream errors;
  private final boolean live;
  private final boolean interactive;
  private IntSupplier width = () -> Integer.MAX_VALUE;
  private IntSupplier height = () -> Integer.MAX_VALUE;
  private List<String> block = List.of();

  /** Rows of the block below the cursor; read without the lock when the process is halted. */
  private volatile int rowsBelow;

  private volatile boolean stopAsked;

  /**
   * A screen.
   *
   * @param terminal whether both streams end at a terminal, which shows status lines
   */
  Screen(PrintStream output, PrintStream errors, boolean terminal) {
    this(output, errors, terminal, terminal);
  }

  private Screen(PrintStream output, PrintStream errors, boolean live, boolean interactive) {
    this.output = output;
    this.errors = errors;
    this.live = live;
    this.interactive = interactive;
  }

  /** The streams of this process, as UTF-8. */
  static Screen ofProcess() {
    boolean console = isTerminal() && !"dumb".equals(System.getenv("TERM"));
    return new Screen(
        new PrintStream(System.out, true, StandardCharsets.UTF_8),
        new PrintStream(System.err, true, StandardCharsets.UTF_8),
        console && errorsReachTerminal(),
        console);
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

  /** Java's console knows of standard input and output only; errors may go to a file. */
  private static boolean errorsReachTerminal() {
    for (String place : List.of("/proc/self/fd/2", "/dev/fd/2")) {
      Path stream = Path.of(place);
      if (Files.isSymbolicLink(stream)) {
        try {
          return Files.readSymbolicLink(stream).toString().matches("/dev/(pts/.*|tty.*|console)");
        } catch (IOException e) {
          return false; // escape codes in a file harm more than plain lines on a terminal
        }
      }
    }
    return true;
  }

  /** Fits the block into columns and rows, asked anew each time: what wraps cannot be replaced. */
  synchronized void fitTo(IntSupplier columns, IntSupplier rows) {
    width = columns;
    height = rows;
  }

  /** Columns that a status line may have; unbounded where there is no terminal. */
  int columns() {
    int columns = width.getAsInt();
    return columns == Integer.MAX_VALUE ? columns : Math.max(1, columns - 1);
  }

  /** Whether a person sees status lines change in place. */
  boolean isLive() {
    return live;
  }

  /** Whether a person sees standard output and types at the same terminal. */
  boolean isInteractive() {
    return interactive;
  }

  /** Standard output. */
  PrintStream output() {
    return output;
  }

  /** Who sits before it has asked for the end, by a signal. */
  void stopAsked() {
    stopAsked = true;
  }

  /** Whether the end was asked for. */
  boolean isStopAsked() {
    return stopAsked;
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
    if (!block.isEmpty()) {
      errors.print(CLEAR);
      errors.flush();
    }
    stream.println(line);
    stream.flush();
    draw();
  }

  /** Shows a status line in place of the last ones; elsewhere than on a terminal it is a line. */
  synchronized void status(String line) {
    status(List.of(line));
  }

  /** Shows lines in place of the last ones; elsewhere than on a terminal they are just printed. */
  synchronized void status(List<String> lines) {
    if (!live) {
      lines.forEach(this::note);
      return;
    }
    if (!block.isEmpty()) {
      errors.print(CLEAR);
    }
    block = List.copyOf(lines);
    draw();
  }

  private void draw() {
    if (block.isEmpty()) {
      return;
    }
    int most = Math.max(1, height.getAsInt() - 1);
    List<String> rows = new ArrayList<>();
    for (String line : block.subList(0, Math.min(most, block.size()))) {
      rows.add(cut(line, columns()));
    }
    StringBuilder text = new StringBuilder(String.join("\n", rows)).append('\r');
    if (rows.size() > 1) {
      text.append("\u001b[").append(rows.size() - 1).append('A');
    }
    errors.print(text);
    errors.flush();
    rowsBelow = rows.size();
  }

  /** The beginning of a line that fits, escape codes not counted. */
  static String cut(String line, int columns) {
    String plain = STYLE.matcher(line).replaceAll("");
    if (plain.length() <= columns) {
      return line;
    }
    StringBuilder kept = new StringBuilder();
    int shown = 0;
    Matcher style = STYLE.matcher(line);
    for (int i = 0; i < line.length() && shown < columns - 1; ) {
      if (style.region(i, line.length()).lookingAt()) {
        kept.append(style.group());
        i = style.end();
      } else {
        kept.append(line.charAt(i++));
        shown++;
      }
    }
    return kept.append('…').append(plain.length() < line.length() ? RESET : "").toString();
  }

  /** Takes the status lines away. */
  synchronized void clearStatus() {
    if (!block.isEmpty()) {
      errors.print(CLEAR);
      errors.flush();
      block = List.of();
      rowsBelow = 0;
    }
  }

  /** Leaves the last status lines where they are; what is printed next comes below them. */
  synchronized void endStatus() {
    if (!block.isEmpty()) {
      block = List.of();
      leaveBlock();
    }
  }

  /** Puts the cursor below the block; waits for nobody, so that a halt may call it. */
  void leaveBlock() {
    int rows = rowsBelow;
    rowsBelow = 0;
    if (rows > 0) {
      errors.print("\n".repeat(rows));
      errors.flush();
    }
  }
}
