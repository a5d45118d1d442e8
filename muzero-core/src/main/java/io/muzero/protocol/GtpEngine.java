package io.muzero.protocol;

import io.muzero.settings.Excerpt;
import java.time.Duration;
import java.util.List;

/**
 * An engine in a process of its own, spoken to in the Go Text Protocol, version 2 (G. Farnebäck,
 * 2002): a command a line, answers that begin with {@code =} or, refused, with {@code ?} and end at
 * an empty line.
 *
 * <p>What it writes to its error stream is read and thrown away but for the last line, which is
 * told when it ends. The process ends with {@link #close}, and at the latest with this one. Used by
 * one thread.
 */
public final class GtpEngine implements AutoCloseable {
  /** How long the first answer may take at least: engines with a network load it. */
  private static final Duration START = Duration.ofMinutes(2);

  private final EngineProcess process;
  private Duration patience;

  private GtpEngine(EngineProcess process, Duration patience) {
    this.process = process;
    this.patience = patience;
  }

  /**
   * Starts an engine.
   *
   * @param command its program and options, split at spaces outside quotes; no shell sees it
   * @param patience how long an answer may take; the first may take two minutes at least
   * @throws EngineException when it cannot be started or speaks another protocol
   */
  public static GtpEngine start(String command, Duration patience) {
    EngineProcess process = EngineProcess.start(command, CommandWords.of(command));
    GtpEngine engine = new GtpEngine(process, patience.compareTo(START) < 0 ? START : patience);
    try {
      String version = engine.send("protocol_version");
      engine.patience = patience;
      if (!version.equals("2")) {
        throw new EngineException(
            engine.name() + " must speak version 2 of GTP, says " + Excerpt.of(version));
      }
    } catch (EngineException e) {
      engine.close();
      throw e;
    }
    return engine;
  }

  /** The engine for messages: its command. */
  public String name() {
    return process.name();
  }

  /**
   * Sends a command and waits for the answer.
   *
   * @return what follows {@code =}, several lines joined by line breaks
   * @throws EngineException when the engine refuses the command, ends, or takes too long
   */
  public String send(String line) {
    process.write(line);
    return answer(line);
  }

  /** Sends several commands at once, then waits for all answers, which say nothing. */
  public void sendAll(List<String> commands) {
    process.write(String.join("\n", commands));
    commands.forEach(this::answer);
  }

  private String answer(String to) {
    long since = System.nanoTime();
    StringBuilder text = new StringBuilder();
    char kind = 0;
    while (true) {
      String line = process.next(to, patience, since);
      if (kind == 0 && (line.startsWith("=") || line.startsWith("?"))) {
        kind = line.charAt(0);
        // A number may follow at once; we send none, so none comes back.
        text.append(line.substring(1).strip());
      } else if (kind != 0 && line.isBlank()) {
        break;
      } else if (kind != 0) {
        text.append('\n').append(line.stripTrailing());
      } else if (!line.isBlank()) {
        throw new EngineException(
            name()
                + " must answer "
                + Excerpt.of(to)
                + " by a line that begins with = or ?, was "
                + Excerpt.of(line)
                + ": is it started in its GTP mode?");
      }
    }
    if (kind == '?') {
      throw new EngineException(
          name() + " refuses the command " + Excerpt.of(to) + ": " + Excerpt.of(text));
    }
    return text.toString();
  }

  /** Asks the engine to quit, and ends it when it does not. */
  @Override
  public void close() {
    process.close("quit");
  }
}
