package io.muzero.metrics;

import com.google.protobuf.ByteString;
import io.muzero.files.FileFailure;
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
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.SessionLog;
import org.tensorflow.proto.Summary;
import org.tensorflow.proto.SummaryMetadata;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

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
    write(event(0).setFileVersion("brain.Event:2"));
    if (resumeStep.isPresent()) {
      SessionLog start = SessionLog.newBuilder().setStatus(SessionLog.SessionStatus.START).build();
      write(event(resumeStep.getAsLong() + 1).setSessionLog(start));
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
    Summary.Value.Builder point =
        Summary.Value.newBuilder().setTag(tag).setSimpleValue((float) value);
    if (described.add(tag)) {
      Metric.ofTag(tag).ifPresent(metric -> point.setMetadata(description(metric)));
    }
    write(step, point);
  }

  /** What TensorBoard shows beside a curve; it reads the one of the curve's first point. */
  private static SummaryMetadata description(Metric metric) {
    return SummaryMetadata.newBuilder()
        .setSummaryDescription(metric.meaning())
        .setPluginData(SummaryMetadata.PluginData.newBuilder().setPluginName("scalars"))
        .build();
  }

  @Override
  public void histogram(String tag, long step, float[] values) {
    write(step, Summary.Value.newBuilder().setTag(tag).setHisto(Histogram.of(values)));
  }

  @Override
  public void text(String tag, long step, String markdown) {
    SummaryMetadata metadata =
        SummaryMetadata.newBuilder()
            .setPluginData(SummaryMetadata.PluginData.newBuilder().setPluginName("text"))
            .build();
    TensorProto tensor =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_STRING)
            .setTensorShape(TensorShapeProto.getDefaultInstance())
            .addStringVal(ByteString.copyFromUtf8(markdown))
            .build();
    write(step, Summary.Value.newBuilder().setTag(tag).setMetadata(metadata).setTensor(tensor));
  }

  @Override
  public void hyperparameters(Map<String, ?> settings) {
    write(event(0).setSummary(HyperparameterSummary.of(settings, clock.instant())));
  }

  private void write(long step, Summary.Value.Builder value) {
    write(event(step).setSummary(Summary.newBuilder().addValue(value)));
  }

  private Event.Builder event(long step) {
    return Event.newBuilder().setWallTime(clock.millis() / 1e3).setStep(step);
  }

  private synchronized void write(Event.Builder event) {
    try {
      RecordWriter.write(event.build().toByteArray(), out);
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
