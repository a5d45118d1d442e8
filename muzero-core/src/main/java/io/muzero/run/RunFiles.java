package io.muzero.run;

import io.muzero.config.ConfigLayers;
import io.muzero.config.MuZeroConfig;
import io.muzero.config.ResolvedConfig;
import io.muzero.metrics.CsvSink;
import io.muzero.metrics.FanOutSink;
import io.muzero.metrics.MetricSink;
import io.muzero.metrics.MetricsFile;
import io.muzero.metrics.TensorBoardSink;
import io.muzero.storage.CheckpointException;
import io.muzero.storage.CheckpointStore;
import io.muzero.storage.Manifest;
import io.muzero.storage.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens what a run has in its folder beside its checkpoints. Used by one thread. */
final class RunFiles {
  /** In place of a training step: the run has no checkpoint to go on from. */
  static final long NOT_RESUMED = -1;

  private final RunFolder folder;
  private final RunListener listener;

  /** The files in this folder; {@code listener} hears of what is odd. */
  RunFiles(RunFolder folder, RunListener listener) {
    this.folder = folder;
    this.listener = listener;
  }

  /**
   * The run's checkpoints.
   *
   * @param keep how many resumable ones are kept, at least 1
   * @throws CheckpointException when the folder cannot be written
   */
  CheckpointStore checkpoints(int keep) {
    try {
      return new CheckpointStore(folder.resolve(RunFolder.CHECKPOINTS), keep, folder.disk());
    } catch (IOException e) {
      throw CheckpointException.because(
          "the run's folder " + folder.path() + " cannot be written", e);
    }
  }

  /** Says that a run begins anew although it has begun before, where it does. */
  void tellIfBegunBefore() {
    if (Files.exists(folder.resolve(MetricsFile.NAME))) {
      listener.message(folder.path() + " has no checkpoint yet: beginning anew");
    }
  }

  /**
   * Writes the configuration, and says what outputs of a resumed run mean now.
   *
   * @param from header of the checkpoint that the run goes on from, if it does
   */
  void writeConfig(ResolvedConfig resolved, Optional<Manifest> from) {
    from.map(Manifest::supports)
        .map(ranges -> ranges.isEmpty() ? writtenRanges() : ranges)
        .map(ranges -> SupportChange.since(ranges, resolved.config()))
        .ifPresent(lines -> lines.forEach(listener::message));
    folder.writeConfig(resolved.yaml());
  }

  /** What the configuration says that the run was left with: earlier checkpoints do not say it. */
  private Map<String, String> writtenRanges() {
    Path before = folder.resolve(RunFolder.CONFIG);
    return Files.isRegularFile(before)
        ? SupportChange.ranges(new ConfigLayers<>(MuZeroConfig.SCHEMA).file(before).build())
        : Map.of();
  }

  /**
   * The run's curves. What a session wrote after the step that the run goes on from is not this
   * run's.
   *
   * @param step training step that the run goes on from, or {@link #NOT_RESUMED}
   * @param clock tells the time of each row
   */
  MetricSink metrics(long step, RunClock clock) {
    Path csv = folder.resolve(MetricsFile.NAME);
    boolean fresh = step == NOT_RESUMED && !Files.exists(csv);
    InstantSource time = InstantSource.system();
    try (CloseOnFailure opening = new CloseOnFailure()) {
      MetricSink board =
          opening.own(
              fresh
                  ? TensorBoardSink.create(folder.path(), time)
                  : TensorBoardSink.resume(folder.path(), step, time));
      MetricSink rows =
          opening.own(
              fresh
                  ? CsvSink.create(csv, clock::seconds)
                  : CsvSink.resume(csv, step, clock::seconds, folder.disk(), listener::message));
      opening.succeed();
      return new FanOutSink(List.of(board, rows));
    }
  }
}
