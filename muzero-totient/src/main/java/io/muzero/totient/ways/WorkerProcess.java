package io.muzero.totient.ways;

import io.muzero.rayhome.ChildException;
import io.muzero.rayhome.LineProcess;
import io.muzero.totient.work.Part;
import io.muzero.totient.work.Stopwatch;
import io.muzero.totient.work.Summer;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A JVM that sums parts, seen from here. One thread speaks with it. */
final class WorkerProcess implements Summer, AutoCloseable {
  /** A JVM starts within a second; a machine that swaps gets a minute. */
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private final LineProcess process;

  /**
   * Starts it and waits until it is ready.
   *
   * @param number from 0, for messages
   * @param command what runs {@link WorkerMain}
   * @throws ChildException if it does not start
   */
  WorkerProcess(int number, List<String> command) {
    process =
        new LineProcess("worker process " + (number + 1), command, Map.of(), Duration.ofSeconds(5));
    try {
      process.await("ready", false, START_LIMIT);
    } catch (ChildException e) {
      process.kill();
      process.close();
      throw e;
    }
  }

  /** Lets its compiler see φ. */
  void warmUp() {
    process.say("warm");
    process.await("warm", false, START_LIMIT);
  }

  @Override
  public long sum(Part part) {
    process.say("sum " + part.first() + " " + part.end() + " " + part.step());
    String line = process.hear();
    String[] words = line.split(" ", -1);
    try {
      if (words.length == 2 && words[0].equals("sum")) {
        return Long.parseLong(words[1]);
      }
    } catch (NumberFormatException e) {
      throw process.unexpected(line, "'sum NUMBER'");
    }
    throw process.unexpected(line, "'sum NUMBER'");
  }

  /** CPU time since it was started, the JVM's start included. */
  long cpuNanos() {
    return Stopwatch.cpuNanos(process.handle());
  }

  /** Its process. */
  ProcessHandle handle() {
    return process.handle();
  }

  /** Ends it at once. */
  void kill() {
    process.kill();
  }

  @Override
  public void close() {
    process.close();
  }
}
