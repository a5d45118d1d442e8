package io.muzero.launcher;

import io.muzero.blackboard.Counter;
import io.muzero.storage.Checkpoint;
import io.muzero.storage.CheckpointException;
import io.muzero.storage.CheckpointStore;
import io.muzero.storage.Manifest;
import io.muzero.storage.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
    CheckpointStore store = CheckpointStore.readOnly(run.resolve(RunFolder.CHECKPOINTS));
    Collection<List<Path>> steps = everyStep(store);
    for (List<Path> ofOneStep : steps) {
      firstWhole(ofOneStep, screen).ifPresent(rungs::add);
    }
    if (rungs.isEmpty()) {
      throw new UsageException(
          run
              + (steps.isEmpty()
                  ? " has no checkpoint yet; run.snapshotMinutes keeps some of the way"
                  : " has no whole checkpoint; name another run"));
    }
    return thinned(rungs, most);
  }

  /** The checkpoints of each step: a snapshot before the best, and that before one to resume. */
  private static Collection<List<Path>> everyStep(CheckpointStore store) {
    List<CheckpointStore.Listed> all = new ArrayList<>(store.list());
    all.sort(
        Comparator.comparing(
            (CheckpointStore.Listed one) -> one.name().kind(), Comparator.reverseOrder()));
    TreeMap<Long, List<Path>> bySteps = new TreeMap<>();
    for (CheckpointStore.Listed one : all) {
      bySteps.computeIfAbsent(one.name().step(), step -> new ArrayList<>()).add(one.folder());
    }
    return bySteps.values();
  }

  /** The first of one step's checkpoints that is whole; those before it are told of. */
  private static Optional<Rung> firstWhole(List<Path> ofOneStep, Screen screen) {
    for (int i = 0; i < ofOneStep.size(); i++) {
      Path path = ofOneStep.get(i);
      try {
        Checkpoint found = Checkpoint.open(path);
        long millis = found.manifest().counters().getOrDefault(Counter.WALL_MILLIS.key(), 0L);
        Manifest.Entry weights = found.manifest().files().get(CheckpointStore.WEIGHTS);
        return Optional.of(
            new Rung(
                found.manifest().step(),
                millis / MILLISECONDS,
                path,
                weights == null ? "" : weights.sha256()));
      } catch (CheckpointException e) {
        screen.note(
            e.getMessage()
                + (i + 1 < ofOneStep.size()
                    ? "; trying " + ofOneStep.get(i + 1).getFileName()
                    : ""));
      }
    }
    return Optional.empty();
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
