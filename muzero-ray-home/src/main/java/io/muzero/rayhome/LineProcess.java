package io.muzero.rayhome;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Another program, spoken with in lines through its standard streams.
 *
 * <p>It ends with this JVM: {@link #close} and a shutdown hook end it, and should this JVM be
 * killed, its input ends, on which programs of this project exit at once. One thread speaks with
 * it; any thread may {@link #kill} it.
 */
public final class LineProcess implements AutoCloseable {
  /** Longest line read: rubbish without line breaks must not fill the memory. */
  private static final int LONGEST_LINE = 4096;

  private static final int SHOWN = 60;

  private final String name;
  private final Process process;
  private final Reader input;
  private final Writer output;
  private final Duration patience;
  private final Thread hook;
  private final Thread errorReader;
  private volatile boolean killed;
  private volatile String lastError = "";

  /**
   * Starts a program.
   *
   * @param name what messages call it
   * @param command command line
   * @param environment variables that it gets beside this JVM's own
   * @param patience how long {@link #close} waits for it to end by itself
   * @throws ChildException if it cannot be started
   */
  public LineProcess(
      String name, List<String> command, Map<String, String> environment, Duration patience) {
    this.name = name;
    this.patience = patience;
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new ChildException(
          "cannot start " + name + " (" + command.get(0) + "): " + e.getMessage(), e);
    }
    input = new BufferedReader(process.inputReader(StandardCharsets.UTF_8));
    output = process.outputWriter(StandardCharsets.UTF_8);
    hook = new Thread(this::end, "end " + name);
    Runtime.getRuntime().addShutdownHook(hook);
    errorReader = new Thread(this::drainErrors, "errors of " + name);
    errorReader.setDaemon(true);
    errorReader.start();
  }

  /** Remembers the last line of standard error, for messages. */
  private void drainErrors() {
    try (BufferedReader errors = process.errorReader(StandardCharsets.UTF_8)) {
      for (String line = readLine(errors); line != null; line = readLine(errors)) {
        if (!line.isBlank()) {
          lastError = line;
        }
      }
    } catch (IOException e) {
      lastError = String.valueOf(e.getMessage());
    }
  }

  /** Its process. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  /**
   * Says a line.
   *
   * @throws ChildException if it no longer listens
   */
  public void say(String line) {
    try {
      output.write(line + "\n");
      output.flush();
    } catch (IOException e) {
      throw ended(e);
    }
  }

  /**
   * Hears a line.
   *
   * @throws ChildException if it has ended
   */
  public String hear() {
    try {
      String line = readLine(input);
      if (line != null) {
        return line;
      }
    } catch (IOException e) {
      throw ended(e);
    }
    throw ended(null);
  }

  /**
   * Hears lines until one has an expected text, and returns it.
   *
   * @param text what the line must contain
   * @param patient whether other lines are passed over, or are an error
   * @param limit after which it is killed
   * @throws ChildException if it says something else, has ended, or is late
   */
  public String await(String text, boolean patient, Duration limit) {
    CompletableFuture<Boolean> inTime =
        new CompletableFuture<Boolean>()
            .completeOnTimeout(false, limit.toMillis(), TimeUnit.MILLISECONDS);
    inTime.thenAccept(
        in -> {
          if (!in) {
            kill();
          }
        });
    try {
      while (true) {
        String line = hear();
        if (line.contains(text)) {
          return line;
        }
        if (!patient) {
          throw unexpected(line, "'" + text + "'");
        }
      }
    } catch (ChildException e) {
      if (inTime.getNow(true)) {
        throw e;
      }
      throw new ChildException(
          this + " did not say '" + text + "' within " + limit.toSeconds() + " s", e);
    } finally {
      inTime.complete(true);
    }
  }

  /** The complaint about an answer that makes no sense. */
  public ChildException unexpected(String line, String rule) {
    String shown = line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
    return new ChildException(
        this
            + " answered '"
            + shown.replaceAll("[^\\p{Print}…]", "?")
            + "' where "
            + rule
            + " was expected");
  }

  private ChildException ended(@Nullable IOException cause) {
    String how = "closed its output and goes on";
    try {
      if (process.waitFor(2, TimeUnit.SECONDS)) {
        how = "ended with exit code " + process.exitValue();
        if (process.exitValue() > 128) {
          how += " (killed)";
        }
        // What it said last may still be on its way.
        errorReader.join(TimeUnit.SECONDS.toMillis(1));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    String said = lastError;
    String message =
        this
            + " "
            + how
            + " before its work was done"
            + (said.isEmpty() ? "" : "; it said: " + said);
    return cause == null ? new ChildException(message) : new ChildException(message, cause);
  }

  private static @Nullable String readLine(Reader reader) throws IOException {
    StringBuilder line = new StringBuilder();
    int character = reader.read();
    if (character < 0) {
      return null;
    }
    while (character >= 0 && character != '\n' && line.length() < LONGEST_LINE) {
      if (character != '\r') {
        line.append((char) character);
      }
      character = reader.read();
    }
    return line.toString();
  }

  /** Ends it at once, and what it started. */
  public void kill() {
    killed = true;
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private void end() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // A pipe to a program that is gone: there is nothing left to close.
      lastError = String.valueOf(e.getMessage());
    }
    try {
      if (killed || !process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        kill();
        process.waitFor();
      }
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
  }

  /** Ends its input, on which it should exit, and kills it if it does not. */
  @Override
  public void close() {
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is going down, and the hook does the same as this.
      lastError = String.valueOf(e.getMessage());
    }
  }

  @Override
  public String toString() {
    return name + " (process " + process.pid() + ")";
  }
}
