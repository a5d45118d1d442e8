package io.muzero.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.IntSupplier;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/** The columns of the terminal this process shows itself in; they may change while it runs. */
final class TerminalWidth implements IntSupplier, AutoCloseable {
  /** What is believed of a terminal that does not say. */
  private static final int USUAL = 80;

  private final @Nullable Terminal terminal;

  private TerminalWidth(@Nullable Terminal terminal) {
    this.terminal = terminal;
  }

  /** The width of the screen's terminal; unbounded where there is none. */
  static TerminalWidth of(Screen screen) {
    if (!screen.isLive()) {
      return new TerminalWidth(null);
    }
    try {
      return new TerminalWidth(TerminalBuilder.builder().system(true).dumb(true).build());
    } catch (IOException e) {
      throw new UncheckedIOException("the terminal cannot be used", e);
    }
  }

  @Override
  public int getAsInt() {
    if (terminal == null) {
      return Integer.MAX_VALUE;
    }
    int columns = terminal.getWidth();
    return columns > 0 ? columns : USUAL;
  }

  @Override
  public void close() {
    if (terminal != null) {
      try {
        terminal.close();
      } catch (IOException e) {
        throw new UncheckedIOException("the terminal cannot be given back", e);
      }
    }
  }
}
