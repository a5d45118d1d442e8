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
 * An engine's process, spoken to line by line.
 *
 * <p>What it writes to its error stream is read and thrown away but for the last line, which is
 * told when it ends. The process ends with {@link #close}, and at the latest with this one. Used by
 * one thread.
 */
final class EngineProcess {
  /** How long an engine that was told to quit may take. */
  private static final long QUIT_MILLISECONDS = 2000;

  /** Stands for the end of what the engine says. */
  private static final String END = "\0";

  private final String command;
  private final Process process;
  private final Writer out;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final Thread ender;
  private volatile String complaint = "";
  private @Nullable IOException broken;

  private EngineProcess(String command, Process process) {
    this.command = command;
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
   * @param command for messages
   * @param words its program and options
   * @throws EngineException when it cannot be started
   */
  static EngineProcess start(String command, List<String> words) {
    try {
      return new EngineProcess(command, new ProcessBuilder(words).start());
    } catch (IOException e) {
      throw new EngineException(
          "the engine "
              + words.get(0)
              + " cannot be started: install it, or give the path of its program ("
              + e.getMessage()
              + ")",
          e);
    }
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
  String name() {
    return "the engine " + Excerpt.of(command);
  }

  /** Sends lines; when the process has ended, {@link #next} says so. */
  void write(String text) {
    try {
      out.write(text);
      out.write('\n');
      out.flush();
    } catch (IOException e) {
      broken = e; // Who waits for the answer learns what the engine said before it ended.
    }
  }

  /**
   * Waits for the engine's next line.
   *
   * @param to the command that it answers, for messages
   * @param patience how long the answer may take from {@code since} on
   * @param since as of {@link System#nanoTime}
   * @throws EngineException when it ends, or takes too long
   */
  String next(String to, Duration patience, long since) {
    try {
      long left = since + patience.toNanos() - System.nanoTime();
      String line = lines.poll(Math.max(0, left), TimeUnit.NANOSECONDS);
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

  /**
   * Asks the engine to quit, and ends it when it does not.
   *
   * @param farewell the line that asks it
   */
  void close(String farewell) {
    try {
      out.write(farewell + "\n");
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
