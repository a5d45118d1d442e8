package io.muzero.protocol;

import io.muzero.settings.Excerpt;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
  /** How long an engine that was told to quit may take. */
  private static final long QUIT_MILLISECONDS = 2000;

  /** How long the first answer may take at least: engines with a network load it. */
  private static final Duration START = Duration.ofMinutes(2);

  /** Stands for the end of what the engine says. */
  private static final String END = "\0";

  private final String command;
  private final Process process;
  private final Writer out;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final Thread ender;
  private volatile String complaint = "";
  private Duration patience;
  private @Nullable IOException broken;

  private GtpEngine(String command, Duration patience, Process process) {
    this.command = command;
    this.patience = patience;
    this.process = process;
    out = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    read("engine output", process.getInputStream(), lines::add, () -> lines.add(END));
    read("engine errors", process.getErrorStream(), this::complain, () -> {});
    ender = new Thread(process::destroyForcibly, "engine end");
    Runtime.getRuntime().addShutdownHook(ender);
  }

  /**
   * Starts an engine.
   *
   * @param command its program and options, split at spaces outside quotes; no shell sees it
   * @param patience how long an answer may take; the first may take two minutes at least
   * @throws EngineException when it cannot be started or speaks another protocol
   */
  public static GtpEngine start(String command, Duration patience) {
    List<String> words = CommandWords.of(command);
    Process process;
    try {
      process = new ProcessBuilder(words).start();
    } catch (IOException e) {
      throw new EngineException(
          "the engine "
              + words.get(0)
              + " cannot be started: install it, or give the path of its program ("
              + e.getMessage()
              + ")",
          e);
    }
    GtpEngine engine =
        new GtpEngine(command, patience.compareTo(START) < 0 ? START : patience, process);
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

  private static void read(String name, InputStream in, Consumer<String> sink, Runnable atEnd) {
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader reading =
                  new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                for (String line = reading.readLine(); line != null; line = reading.readLine()) {
                  sink.accept(line);
                }
              } catch (IOException e) {
                // The pipe broke with the process: for who waits for an answer the end like any.
                sink.accept("");
              } finally {
                atEnd.run();
              }
            },
            name);
    reader.setDaemon(true);
    reader.start();
  }

  private void complain(String line) {
    if (!line.isBlank()) {
      complaint = line.strip();
    }
  }

  /** The engine for messages: its command. */
  public String name() {
    return "the engine " + Excerpt.of(command);
  }

  /**
   * Sends a command and waits for the answer.
   *
   * @return what follows {@code =}, several lines joined by line breaks
   * @throws EngineException when the engine refuses the command, ends, or takes too long
   */
  public String send(String line) {
    write(line);
    return answer(line);
  }

  /** Sends several commands at once, then waits for all answers, which say nothing. */
  public void sendAll(List<String> commands) {
    write(String.join("\n", commands));
    commands.forEach(this::answer);
  }

  private void write(String text) {
    try {
      out.write(text);
      out.write('\n');
      out.flush();
    } catch (IOException e) {
      broken = e; // Who waits for the answer learns what the engine said before it ended.
    }
  }

  private String answer(String to) {
    long end = System.nanoTime() + patience.toNanos();
    StringBuilder text = new StringBuilder();
    char kind = 0;
    while (true) {
      String line = next(to, end);
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

  private String next(String to, long end) {
    try {
      String line = lines.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      if (line == null) {
        throw new EngineException(
            name()
                + " did not answer "
                + Excerpt.of(to)
                + " within "
                + patience.toSeconds()
                + " s");
      }
      if (line.equals(END)) {
        lines.add(END);
        throw ended(to);
      }
      return line;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineException("interrupted while " + name() + " was asked " + Excerpt.of(to), e);
    }
  }

  private EngineException ended(String to) {
    String message = name() + " ended instead of answering " + Excerpt.of(to);
    String said = complaint.isEmpty() ? "" : "; its last words: " + Excerpt.of(complaint);
    return new EngineException(message + said, broken);
  }

  /** Asks the engine to quit, and ends it when it does not. */
  @Override
  public void close() {
    try {
      out.write("quit\n");
      out.close();
    } catch (IOException e) {
      process.destroy(); // It has ended already, or does not read.
    }
    try {
      if (!process.waitFor(QUIT_MILLISECONDS, TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(ender);
    } catch (IllegalStateException e) {
      // This process is ending: the hook runs, and ends what is left.
      process.destroyForcibly();
    }
  }
}
