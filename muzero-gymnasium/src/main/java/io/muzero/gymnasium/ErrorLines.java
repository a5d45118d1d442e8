package io.muzero.gymnasium;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Reads what a process writes to standard error on a thread of its own, so that it never waits:
 * into the log, and the last line for messages. Thread-safe.
 */
final class ErrorLines {
  private static final Logger LOG = LogManager.getLogger(ErrorLines.class);

  private final Thread reader;
  private volatile String last = "";

  /** Begins to read; {@code game} is the name in the log. */
  ErrorLines(InputStream stream, String game) {
    reader = new Thread(() -> read(stream, game), "python errors");
    reader.setDaemon(true);
    reader.start();
  }

  private void read(InputStream stream, String game) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank()) {
          last = line.strip();
          LOG.info("{}: {}", game, line);
        }
      }
    } catch (IOException e) {
      LOG.debug("no more can be read from {}", game, e);
    }
  }

  /** The last line that was not blank; empty when there was none. */
  String last() {
    return last;
  }

  /** Waits until the stream has ended, at most so long. */
  void join(long milliseconds) throws InterruptedException {
    reader.join(milliseconds);
  }
}
