package io.muzero.gymnasium;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muzero.environment.BrokenGameException;
import io.muzero.settings.Excerpt;
import io.muzero.settings.InvalidSettingException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A Python process that answers requests, one at a time, by the protocol that the head of {@code
 * child/streams.py} describes.
 *
 * <p>The script goes through standard input; nothing is written to disk. The process ends when its
 * standard input closes, which it does with this one. Whatever goes wrong with it, {@link #call}
 * throws, and so does every later call.
 *
 * <p>{@link #call} is for one thread at a time; {@link #close} for any.
 */
final class PythonProcess implements AutoCloseable {
  static final int SETUP = 1;
  static final int RESET = 2;
  static final int STEP = 3;
  static final int REPLAY = 4;
  static final int RENDER = 5;

  private static final Logger LOG = LogManager.getLogger(PythonProcess.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Bytes between this process and the child's pipes: the capacity of a pipe on Linux. */
  private static final int PIPE_BYTES = 1 << 16;

  /** The files of the script, each of which uses the names of those before it. */
  private static final List<String> FILES =
      List.of(
          "streams.py",
          "spaces.py",
          "pictures.py",
          "gymnasium_games.py",
          "board_games.py",
          "server.py");

  /** Reads the script exactly, byte by byte of what was sent, and runs its files one by one. */
  private static final String READ_SCRIPT =
      """
      import os,struct
      def take(n):
          b=b''
          while len(b)<n:
              c=os.read(0,n-len(b))
              if not c: raise SystemExit(0)
              b+=c
          return b
      def text():
          return take(struct.unpack('<I',take(4))[0]).decode('utf-8')
      for _ in range(struct.unpack('<I',take(4))[0]):
          exec(compile(text(),text(),'exec'))
      """;

  private static final int REPLY_MARK = 77;
  private static final int DONE = 0;
  private static final int ERROR = 1;
  private static final int REFUSED = 2;
  private static final int HEAD = 6;
  private static final int MOST_REPLY = 1 << 30;
  private static final long WATCH_MILLISECONDS = 50;
  private static final long END_MILLISECONDS = 3000;

  /** Longer than any request is waited for, in nanoseconds: three years. */
  private static final double LONGEST = 1e17;

  private static final ScheduledExecutorService WATCH =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "python timeout");
            thread.setDaemon(true);
            return thread;
          });

  private final PythonSetup setup;
  private final Process process;
  private final OutputStream requests;
  private final DataInputStream replies;
  private final ErrorLines errors;

  /** Ends the process when an answer is late; once it is closed, when it does not end by itself. */
  private volatile ScheduledFuture<?> watch;

  /** When the request under way has failed, in System.nanoTime; 0: none is under way. */
  private volatile long deadline;

  /** Steps and resets that the request under way asks for. */
  private volatile int turns;

  private volatile boolean late;
  private volatile @Nullable RuntimeException failure;

  /**
   * Starts a process that has read its script.
   *
   * @throws InvalidSettingException when there is no such Python
   */
  PythonProcess(PythonSetup setup) {
    this.setup = setup;
    ProcessBuilder builder = new ProcessBuilder(setup.python(), "-c", READ_SCRIPT);
    // Batches of environments are the unit of parallelism, not what is inside one.
    builder.environment().putIfAbsent("OMP_NUM_THREADS", "1");
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new InvalidSettingException(
          "environment.python",
          "must be a Python 3 that runs here: install Python, or name another by --python PATH",
          setup.python());
    }
    requests = new BufferedOutputStream(process.getOutputStream(), PIPE_BYTES);
    replies = new DataInputStream(new BufferedInputStream(process.getInputStream(), PIPE_BYTES));
    errors = new ErrorLines(process.getErrorStream(), setup.game());
    watch =
        WATCH.scheduleAtFixedRate(
            this::endWhenLate, WATCH_MILLISECONDS, WATCH_MILLISECONDS, TimeUnit.MILLISECONDS);
    guarded(
        1,
        () -> {
          requests.write(littleEndian(Integer.BYTES).putInt(FILES.size()).array());
          for (String file : FILES) {
            write(source(file));
            write(file.getBytes(StandardCharsets.UTF_8));
          }
          return new byte[0];
        });
  }

  private void write(byte[] text) throws IOException {
    requests.write(littleEndian(Integer.BYTES).putInt(text.length).array());
    requests.write(text);
  }

  static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] source(String file) {
    try (InputStream in =
        Objects.requireNonNull(PythonProcess.class.getResourceAsStream("child/" + file))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("the packed script " + file + " cannot be read", e);
    }
  }

  private void endWhenLate() {
    long end = deadline;
    if (end != 0 && System.nanoTime() - end > 0) {
      late = true;
      kill();
    }
  }

  /** Ends it and what it started, which may hold its output open. */
  private void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /** What happens on the streams. */
  private interface Exchange {
    byte[] run() throws IOException;
  }

  /**
   * Does something on the streams in time; whatever it throws is this process's end.
   *
   * @param count steps and resets that it takes, each of which may take the timeout
   */
  private byte[] guarded(int count, Exchange exchange) {
    RuntimeException before = failure;
    if (before != null) {
      throw before;
    }
    turns = Math.max(1, count);
    long end = System.nanoTime() + (long) Math.min(LONGEST, setup.timeout() * turns * 1e9);
    deadline = end == 0 ? 1 : end;
    try {
      return exchange.run();
    } catch (IOException e) {
      RuntimeException failed = ended(e);
      fail(failed);
      throw failed;
    } catch (RuntimeException e) {
      fail(e);
      throw e;
    } finally {
      deadline = 0;
    }
  }

  private void fail(RuntimeException e) {
    failure = e;
    close();
  }

  /**
   * Sends a request and waits for its answer.
   *
   * @param payload what follows the kind
   * @param count steps and resets that it asks for; each may take the timeout
   * @throws BrokenGameException when the environment raises, hangs or ends
   * @throws InvalidSettingException when what was asked for cannot be made
   */
  byte[] call(int kind, byte[] payload, int count) {
    return guarded(
        count,
        () -> {
          try {
            requests.write(
                littleEndian(Integer.BYTES + 1)
                    .putInt(payload.length + 1)
                    .put((byte) kind)
                    .array());
            requests.write(payload);
            requests.flush();
          } catch (IOException e) {
            // The process has ended; what it said before tells why.
            LOG.debug("a request was not taken", e);
          }
          return answer();
        });
  }

  private byte[] answer() throws IOException {
    byte[] head = new byte[HEAD];
    replies.readFully(head);
    ByteBuffer numbers = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    int mark = numbers.get() & 0xFF;
    int kind = numbers.get();
    int length = numbers.getInt();
    if (mark != REPLY_MARK || kind < DONE || kind > REFUSED || length < 0 || length > MOST_REPLY) {
      throw BrokenGameException.failed(
          setup.game(),
          "its process wrote something that is no reply ('"
              + Excerpt.of(
                  new String(head, StandardCharsets.ISO_8859_1).replaceAll("\\P{Print}", "?"))
              + "'): environment.python must be a Python 3, and nothing may write to its output");
    }
    byte[] payload = replies.readNBytes(length);
    if (payload.length < length) {
      throw new EOFException();
    }
    return switch (kind) {
      case ERROR -> throw raised(new String(payload, StandardCharsets.UTF_8));
      case REFUSED -> throw refused(payload);
      default -> payload;
    };
  }

  /** An exception in Python: its last line, and where it was raised. */
  private BrokenGameException raised(String traceback) {
    LOG.info("{} raised:\n{}", setup.game(), traceback);
    String last = "";
    String place = "";
    for (String line : traceback.lines().toList()) {
      if (line.startsWith("  File \"")) {
        place = line.strip();
      } else if (!line.isBlank() && !line.startsWith(" ")) {
        last = line.strip();
      }
    }
    BrokenGameException failed =
        BrokenGameException.failed(
            setup.game(), last + (place.isEmpty() ? "" : " (" + place + ")"));
    failed.initCause(new PythonException(traceback)); // for whoever runs elsewhere, and has no log
    return failed;
  }

  private RuntimeException refused(byte[] payload) {
    JsonNode refusal;
    try {
      refusal = JSON.readTree(new String(payload, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      return BrokenGameException.failed(setup.game(), "its process gave no reason why it refused");
    }
    String message = refusal.path("message").asText();
    return switch (refusal.path("cause").asText()) {
      case "package" ->
          new InvalidSettingException(
              "environment.python",
              message.matches("[\\w.\\[\\]-]+")
                  ? "must be a Python that has "
                      + message
                      + ": install it by "
                      + setup.python()
                      + " -m pip install "
                      + (message.contains("[") ? "'" + message + "'" : message)
                  : "must be a Python that has what the environment needs: " + message,
              setup.python());
      case "kwargs" ->
          new InvalidSettingException(
              "environment.kwargs",
              "must be arguments that the environment takes: " + message,
              setup.kwargs());
      case "name" ->
          new InvalidSettingException(
              "game", "must name an environment that is there: " + message, setup.game());
      default ->
          new InvalidSettingException(
              "game", "must have spaces that a network can use: " + message, setup.game());
    };
  }

  /** Why the streams ended. */
  private BrokenGameException ended(IOException e) {
    if (late) {
      return BrokenGameException.failed(
          setup.game(),
          "no answer for "
              + setup.timeout() * turns
              + " s"
              + (turns == 1 ? "" : " to " + turns + " steps or resets")
              + ", and its process was ended; environment.timeout may be longer");
    }
    String code = "";
    try {
      if (process.waitFor(END_MILLISECONDS, TimeUnit.MILLISECONDS)) {
        code = " with exit code " + process.exitValue();
      }
      errors.join(END_MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    String last = errors.last();
    LOG.debug("the streams of {} ended", setup.game(), e);
    return BrokenGameException.failed(
        setup.game(),
        "its process ended" + code + (last.isEmpty() ? ", without a word" : ": " + last));
  }

  /** Whether it still answers. */
  boolean isAlive() {
    return failure == null && process.isAlive();
  }

  /** The operating system's number of the process. */
  long pid() {
    return process.pid();
  }

  /** Ends the process: its input closes, and if that does not end it, it is killed. */
  @Override
  public void close() {
    watch.cancel(false);
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      LOG.debug("the input of {} was closed already", setup.game(), e);
    }
    watch = WATCH.schedule(this::kill, END_MILLISECONDS, TimeUnit.MILLISECONDS);
  }
}
