package io.muzero.ray.cluster;

import io.muzero.ray.wire.ActorSetup;
import io.muzero.ray.wire.DamagedMessageException;
import io.muzero.ray.wire.Frame;
import io.muzero.rayhome.ChildException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Ray cluster through its driver, a child process of this one: native code of Ray ends a JVM that
 * loses its cluster, and this one has a run to finish.
 *
 * <p>{@link Frame}s go through the child's standard input and output. What Ray itself prints there
 * is turned to standard error, whose last line is told when the child ends. The child ends when its
 * input does, so it does not outlive this process however that ends; Ray ends the actors with it. A
 * child that says nothing for {@value #SILENCE_SECONDS} s is ended.
 */
public final class RayDriverProcess implements Cluster {
  /** It says every two seconds how large the cluster is. */
  static final long SILENCE_SECONDS = 60;

  private static final long END_SECONDS = 10;

  /** Between two looks whether it still speaks: short beside the silence that ends it. */
  private static final long WATCH_MILLIS = 1000;

  /** Bytes between this process and the driver's pipe: more than most frames have. */
  private static final int PIPE_BYTES = 1 << 16;

  /**
   * File descriptor 3 is the pipe, and Ctrl-C, which a terminal sends to all of a program's
   * processes, is this one's to answer.
   */
  private static final String WITH_PIPE = "trap '' INT; exec 3>&1 1>&2; exec \"$0\" \"$@\"";

  /** Ray's native log below errors: {@code [2026-11-30 07:37:16,933 I 12211 …}. */
  private static final Pattern CHATTER = Pattern.compile("^\\[[-0-9]+ [:,0-9]+ [DIW] ");

  private final Process process;
  private final DataOutputStream output;
  private final BlockingQueue<ClusterEvent> events = new LinkedBlockingQueue<>();
  private final Thread hook;
  private final Thread errorReader;
  private volatile String lastError = "";
  private volatile long heardNanos = System.nanoTime();
  private volatile boolean closing;
  private volatile boolean gone;

  /**
   * Starts the driver.
   *
   * @param command the JVM's command line
   * @param environment variables that it gets beside this process's own
   * @param setup what its actors need
   * @throws ChildException when it cannot be started
   */
  public RayDriverProcess(List<String> command, Map<String, String> environment, ActorSetup setup) {
    List<String> line = new ArrayList<>(List.of("/bin/sh", "-c", WITH_PIPE));
    line.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().putAll(environment);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new ChildException("cannot start the Ray driver: " + e.getMessage(), e);
    }
    output = new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), PIPE_BYTES));
    hook = new Thread(process::destroyForcibly, "end Ray driver");
    Runtime.getRuntime().addShutdownHook(hook);
    errorReader = daemon("errors of the Ray driver", this::drainErrors);
    daemon("Ray driver", this::readAll);
    daemon("watch of the Ray driver", this::watch);
    send(new Frame(Frame.Type.SETUP, 0, 0, setup.encode()));
  }

  private static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Its process. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  private void drainErrors() {
    try (BufferedReader errors = process.errorReader(StandardCharsets.UTF_8)) {
      for (String line = errors.readLine(); line != null; line = errors.readLine()) {
        if (!line.isBlank() && !CHATTER.matcher(line).find()) {
          lastError = line;
        }
      }
    } catch (IOException e) {
      lastError = String.valueOf(e.getMessage());
    }
  }

  private void readAll() {
    String reason;
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(process.getInputStream(), PIPE_BYTES))) {
      reason = readFrames(in);
    } catch (DamagedMessageException e) {
      reason = String.valueOf(e.getMessage());
    } catch (IOException e) {
      reason = ""; // it ended in the middle of a frame
    }
    String told = reason.isEmpty() ? ending() : reason;
    process.destroyForcibly();
    gone = true;
    events.add(new ClusterEvent.Gone(told));
  }

  /** Reads until the end; returns what the driver said of it. */
  private String readFrames(DataInputStream in) throws IOException {
    for (Frame frame = Frame.read(in); frame != null; frame = Frame.read(in)) {
      heardNanos = System.nanoTime();
      switch (frame.type()) {
        case HELLO -> {
          if (frame.number() != Frame.PROTOCOL) {
            return "the driver speaks protocol " + frame.number() + ", not " + Frame.PROTOCOL;
          }
        }
        case READY -> events.add(new ClusterEvent.Ready());
        case ROOM -> events.add(new ClusterEvent.Room((int) frame.number(), frame.actor()));
        case STARTED -> events.add(new ClusterEvent.Started(frame.actor(), frame.text()));
        case PLAYED -> events.add(new ClusterEvent.Played(frame.actor(), frame.body()));
        case LOST -> events.add(new ClusterEvent.Lost(frame.actor(), frame.text()));
        case STORED -> events.add(new ClusterEvent.Stored(frame.number()));
        case FAILED -> {
          return frame.text();
        }
        case SETUP, START, PLAY, PING, STOP, WEIGHTS -> {
          return "the driver said " + frame.type() + ", which only the learner says";
        }
      }
    }
    return "";
  }

  private String ending() {
    String how = "the driver closed its output";
    try {
      if (process.waitFor(2, TimeUnit.SECONDS)) {
        how = "the driver ended with exit code " + process.exitValue();
        errorReader.join(TimeUnit.SECONDS.toMillis(1)); // what it said last may be on its way
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    String said = lastError;
    return how + (said.isEmpty() ? "" : "; it said: " + said);
  }

  private void watch() {
    while (process.isAlive()) {
      if (System.nanoTime() - heardNanos > TimeUnit.SECONDS.toNanos(SILENCE_SECONDS)) {
        lastError = "nothing for " + SILENCE_SECONDS + " s";
        process.toHandle().destroyForcibly();
        return;
      }
      try {
        Thread.sleep(WATCH_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void send(Frame frame) {
    if (gone || closing) {
      return;
    }
    try {
      frame.write(output);
    } catch (IOException e) {
      // The reading thread sees the end too, and reports why.
      process.toHandle().destroyForcibly(); // the process itself would close what is still read
    }
  }

  @Override
  public void publish(long version, byte[] message) {
    send(new Frame(Frame.Type.WEIGHTS, 0, version, message));
  }

  @Override
  public void start(int actor) {
    send(Frame.of(Frame.Type.START, actor, 0));
  }

  @Override
  public void play(int actor, byte[] request) {
    send(new Frame(Frame.Type.PLAY, actor, 0, request));
  }

  @Override
  public void ping(int actor) {
    send(Frame.of(Frame.Type.PING, actor, 0));
  }

  @Override
  public void stop(int actor) {
    send(Frame.of(Frame.Type.STOP, actor, 0));
  }

  @Override
  public @Nullable ClusterEvent next(long milliseconds) throws InterruptedException {
    return events.poll(milliseconds, TimeUnit.MILLISECONDS);
  }

  /** Ends the driver's input, on which it exits, and kills it if it does not. */
  @Override
  public void close() {
    closing = true;
    try {
      output.close();
    } catch (IOException e) {
      lastError = String.valueOf(e.getMessage()); // it is gone already
    }
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } catch (IllegalStateException e) {
      process.destroyForcibly(); // the JVM is going down, and the hook does the same
    }
  }
}
