package io.muzero.protocol;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;

/**
 * The lines that a controller sends, read ahead by a thread of their own, so that whoever thinks
 * sees that there is another. Used by one thread, but for {@link #stop}.
 */
public final class CommandLines {
  /** Stands for the end. */
  private static final String END = "\0";

  private final BlockingDeque<String> lines = new LinkedBlockingDeque<>();
  private volatile boolean stopped;

  /** Reads lines in UTF-8 until the end of the stream. */
  public CommandLines(InputStream in) {
    Thread reader = new Thread(() -> read(in), "protocol input");
    reader.setDaemon(true);
    reader.start();
  }

  private void read(InputStream in) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      // The controller has gone: the end like any.
      stopped = true;
    } finally {
      lines.add(END);
    }
  }

  /** Waits for the next line; empty at the end. */
  Optional<String> next() {
    try {
      String line = stopped ? END : lines.take();
      if (line.equals(END)) {
        lines.addFirst(END);
        return Optional.empty();
      }
      return Optional.of(line);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Waits until there is a next line, or the end. */
  void await() {
    next().ifPresent(lines::addFirst);
  }

  /** Whether there is a next line, or the end. */
  boolean isWaiting() {
    return !lines.isEmpty();
  }

  /** Ends now, whatever is still to be read; by any thread. */
  public void stop() {
    stopped = true;
    lines.addFirst(END);
  }

  /** Whether it was stopped. */
  boolean isStopped() {
    return stopped;
  }
}
