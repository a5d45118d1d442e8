package io.muzero.launcher;

import io.muzero.blackboard.Counter;
import io.muzero.storage.Checkpoint;
import io.muzero.storage.CheckpointException;
import io.muzero.storage.CheckpointName;
import io.muzero.storage.CheckpointStore;
import io.muzero.storage.Manifest;
import io.muzero.storage.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/**
 * A checkpoint of a run as a step of its ladder.
 *
 * @param step training step of its weights
 * @param minutes that the run had trained by then
 * @param checkpoint its folder
 * @param weights the checksum of its weights
 */
record Rung(long step, double minutes, Path checkpoint, String weights) {
  private static final double MILLISECONDS = 60_000;

  /** What results are kept under: another run of the folder has other weights of this step. */
  String key() {
    return label() + " " + weights;
  }

  /** Its name in tables. */
  String label() {
    return String.format(Locale.ROOT, "step %,d", step);
  }

  /**
   * The rungs of a run, the earliest first: the first, the last, and others at equal distances.
   *
   * @param most how many at most, at least 2
   * @throws UsageException when it is no run, or has no whole checkpoint
   */
  static List<Rung> of(Path run, int most, Screen screen) {
    if (!Files.isRegularFile(run.resolve(RunFolder.CONFIG))) {
      throw new UsageException(
          run
              + " is not a run's folder: it has no "
              + RunFolder.CONFIG
              + "; name one such as checkpoints/<game>/latest");
    }
    List<Rung> rungs = new ArrayList<>();
    for (Path path : everyStep(CheckpointStore.readOnly(run.resolve(RunFolder.CHECKPOINTS)))) {
      try {
        Checkpoint found = Checkpoint.open(path);
        long millis = found.manifest().counters().getOrDefault(Counter.WALL_MILLIS.key(), 0L);
        Manifest.Entry weights = found.manifest().files().get(CheckpointStore.WEIGHTS);
        rungs.add(
            new Rung(
                found.manifest().step(),
                millis / MILLISECONDS,
                path,
                weights == null ? "" : weights.sha256()));
      } catch (CheckpointException e) {
        screen.note(String.valueOf(e.getMessage()));
      }
    }
    if (rungs.isEmpty()) {
      throw new UsageException(
          run + " has no checkpoint yet; run.snapshotMinutes keeps some of the way");
    }
    return thinned(rungs, most);
  }

  /** One checkpoint of each step: a snapshot where there are several, else the best. */
  private static Collection<Path> everyStep(CheckpointStore store) {
    TreeMap<Long, Path> bySteps = new TreeMap<>();
    for (CheckpointName.Kind kind : CheckpointName.Kind.values()) {
      for (CheckpointStore.Listed one : store.list()) {
        if (one.name().kind() == kind) {
          bySteps.put(one.name().step(), one.folder());
        }
      }
    }
    return bySteps.values();
  }

  /** The first, the last, and those nearest to equal distances by step between them. */
  static List<Rung> thinned(List<Rung> rungs, int most) {
    if (rungs.size() <= most) {
      return List.copyOf(rungs);
    }
    List<Rung> left = new ArrayList<>(rungs);
    while (left.size() > most) {
      int closest = 1;
      for (int i = 1; i + 1 < left.size(); i++) {
        if (gap(left, i) < gap(left, closest)) {
          closest = i;
        }
      }
      left.remove(closest);
    }
    return left;
  }

  /** Steps between the neighbours of a rung: what its removal would leave. */
  private static long gap(List<Rung> rungs, int i) {
    return rungs.get(i + 1).step - rungs.get(i - 1).step;
  }
}
