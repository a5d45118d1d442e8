package io.muzero.launcher;

import java.io.IOError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.IntSupplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/** The size of the terminal this process shows itself in, which may change while it runs. */
final class TerminalSize implements AutoCloseable {
  private static final Logger LOG = LogManager.getLogger(TerminalSize.class);

  /** What is believed of a terminal that does not say. */
  private static final int USUAL_COLUMNS = 80;

  private static final int USUAL_ROWS = 24;

  private final @Nullable Terminal terminal;

  private TerminalSize(@Nullable Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * The size of the screen's terminal, into which its status lines fit; unbounded where none is.
   */
  static TerminalSize of(Screen screen) {
    if (!screen.isLive()) {
      return new TerminalSize(null);
    }
    try {
      TerminalSize size =
          new TerminalSize(TerminalBuilder.builder().system(true).dumb(true).build());
      screen.fitTo(size::columns, size::rows);
      return size;
    } catch (IOException e) {
      throw new UncheckedIOException("the terminal cannot be used", e);
    }
  }

  /** Of no terminal, which nothing has to fit into. */
  static TerminalSize none() {
    return new TerminalSize(null);
  }

  private int columns() {
    return terminal == null ? Integer.MAX_VALUE : orUsual(terminal::getWidth, USUAL_COLUMNS);
  }

  private int rows() {
    return terminal == null ? Integer.MAX_VALUE : orUsual(terminal::getHeight, USUAL_ROWS);
  }

  /**
   * What the terminal says. One that was closed fails to: a run that only wants to show how far it
   * is must not end by that, but by the signal, with a checkpoint.
   */
  static int orUsual(IntSupplier asked, int usual) {
    try {
      int found = asked.getAsInt();
      return found > 0 ? found : usual;
    } catch (IOError | RuntimeException e) {
      LOG.debug("the terminal does not say its size", e);
      return usual;
    }
  }

  /** Gives the terminal back, if it is still there. */
  @Override
  public void close() {
    if (terminal != null) {
      try {
        terminal.close();
      } catch (IOException | IOError | RuntimeException e) {
        LOG.warn("the terminal cannot be given back: {}", e.toString());
      }
    }
  }
}
