package io.muzero.metrics;

import io.muzero.files.FileFailure;
import io.muzero.files.WireMessage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes an event file for TensorBoard: {@code tensorboard --logdir checkpoints}.
 *
 * <p>A resumed run writes a further file into the same folder, whose name sorts after the earlier
 * ones; TensorBoard reads them in that order as one run. Its first event marks a session's start
 * one step after the checkpoint: what earlier files say of that step and later ones counts no more.
 *
 * <p>Thread-safe.
 */
public final class TensorBoardSink implements MetricSink {
  /** Names as they are given here; of longer numbers a file is not this program's. */
  private static final Pattern NAME =
      Pattern.compile("events\\.out\\.tfevents\\.(\\d{10,15})\\.muzero\\.(\\d{5,15})");

  /** Greatest number of five digits: a longer one would not sort after it. */
  private static final long LAST_NUMBER = 99_999;

  // Fields of an Event and what is in it (TensorFlow, tensorflow/core/util/event.proto).
  private static final int EVENT_WALL_TIME = 1;
  private static final int EVENT_STEP = 2;
  private static final int EVENT_FILE_VERSION = 3;
  private static final int EVENT_SUMMARY = 5;
  private static final int EVENT_SESSION_LOG = 7;
  private static final int SUMMARY_VALUE = 1;
  private static final int SESSION_STATUS = 1;
  private static final int SESSION_START = 1;

  private final Path file;
  private final InstantSource clock;
  private final OutputStream out;

  /** Curves that this file has a point of. */
  private final Set<String> described = ConcurrentHashMap.newKeySet();

  private boolean closed;

  private TensorBoardSink(Path folder, InstantSource clock, OptionalLong resumeStep) {
    this.clock = clock;
    try {
      file = newFile(folder, clock.instant().getEpochSecond());
      out =
          new BufferedOutputStream(
              Files.newOutputStream(file, StandardOpenOption.CREATE_NEW), 1 << 16);
    } catch (IOException e) {
      throw failure(folder, e);
    }
    write(event(0).text(EVENT_FILE_VERSION, "brain.Event:2"));
    if (resumeStep.isPresent()) {
      WireMessage start = new WireMessage().whole(SESSION_STATUS, SESSION_START);
      write(event(resumeStep.getAsLong() + 1).message(EVENT_SESSION_LOG, start));
    }
    flush();
  }

  /**
   * Begins the curves of a new run.
   *
   * @param folder the run's folder
   * @param clock tells the wall time of each point
   */
  public static TensorBoardSink create(Path folder, InstantSource clock) {
    return new TensorBoardSink(folder, clock, OptionalLong.empty());
  }

  /**
   * Goes on with the curves of a run.
   *
   * @param folder the run's folder
   * @param resumeStep step of the checkpoint that the run goes on from: the last that is kept
   * @param clock tells the wall time of each point
   */
  public static TensorBoardSink resume(Path folder, long resumeStep, InstantSource clock) {
    return new TensorBoardSink(folder, clock, OptionalLong.of(resumeStep));
  }

  /**
   * A name that sorts after those of all event files in the folder, even when the clock was set
   * back.
   */
  private static Path newFile(Path folder, long now) throws IOException {
    long second = now;
    long number = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (name.matches()) {
          second = Math.max(second, Long.parseLong(name.group(1)));
          number = Math.max(number, Long.parseLong(name.group(2)) + 1);
        }
      }
    }
    if (number > LAST_NUMBER) {
      second++;
      number = 0;
    }
    return folder.resolve(
        String.format(Locale.ROOT, "events.out.tfevents.%010d.muzero.%05d", second, number));
  }

  /** The event file. */
  public Path file() {
    return file;
  }

  @Override
  public void scalar(String tag, long step, double value) {
    Optional<Metric> metric = described.add(tag) ? Metric.ofTag(tag) : Optional.empty();
    // TensorBoard reads the description of the curve's first point.
    write(
        step,
        metric.isPresent()
            ? SummaryValue.scalar(tag, (float) value, metric.get().meaning())
            : SummaryValue.scalar(tag, (float) value));
  }

  @Override
  public void histogram(String tag, long step, float[] values) {
    write(step, SummaryValue.histogram(tag, values));
  }

  @Override
  public void text(String tag, long step, String markdown) {
    write(step, SummaryValue.text(tag, markdown));
  }

  @Override
  public void hyperparameters(Map<String, ?> settings) {
    write(0, HyperparameterSummary.of(settings, clock.instant()));
  }

  private void write(long step, WireMessage value) {
    write(event(step).message(EVENT_SUMMARY, new WireMessage().message(SUMMARY_VALUE, value)));
  }

  private WireMessage event(long step) {
    return new WireMessage().number(EVENT_WALL_TIME, clock.millis() / 1e3).whole(EVENT_STEP, step);
  }

  private synchronized void write(WireMessage event) {
    try {
      TfRecordWriter.write(event.toBytes(), out);
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  @Override
  public synchronized void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      out.close();
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private static UncheckedIOException failure(Path file, IOException e) {
    return new UncheckedIOException(
        "the event file " + file + " cannot be written: " + FileFailure.reason(e), e);
  }
}
