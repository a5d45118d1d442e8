package io.muzero.launcher.runs;

import io.muzero.files.Disk;
import io.muzero.files.FileFailure;
import io.muzero.files.WholeFile;
import io.muzero.metrics.MetricsFile;
import io.muzero.storage.Checkpoint;
import io.muzero.storage.CheckpointException;
import io.muzero.storage.CheckpointName;
import io.muzero.storage.CheckpointStore;
import io.muzero.storage.RunFolder;
import io.muzero.storage.RunListing;
import io.muzero.storage.RunLock;
import io.muzero.storage.RunNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.commons.io.file.PathUtils;

/**
 * Takes old runs away. A run that is training is never touched: its lock is held while its files
 * go. A run that goes whole loses its name first, so that one that is left half removed is no run;
 * what is left of it goes the next time.
 *
 * @param catalogue the runs
 * @param rule which
 * @param told is told of what stays, in one line each
 */
public record RunRemoval(RunCatalogue catalogue, Rule rule, Consumer<String> told) {
  /** Begins the name of a run that is being removed. */
  private static final String REMOVED = ".removed-";

  /** What stays of a run whose best checkpoint is kept, beside that one. */
  private static final List<String> KEPT = List.of(RunFolder.CONFIG, MetricsFile.NAME);

  private static final String NONE_WHOLE = " stays: it has no whole checkpoint to keep";

  /**
   * Which runs go.
   *
   * @param olderThan those that have not changed for so long; empty: of any age
   * @param keep of each game so many that changed last stay whatever their age; at least 0
   * @param keepBest whether settings, curves and best checkpoint stay
   */
  public record Rule(Optional<Duration> olderThan, int keep, boolean keepBest) {}

  /**
   * A run that goes.
   *
   * @param run the run
   * @param bytes that are freed
   */
  public record Removed(RunEntry run, long bytes) {}

  /** What would go now, the run that changed last first. */
  public List<Removed> plan(Instant now) {
    List<Removed> plan = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    for (RunEntry run : catalogue.runs()) {
      int newer = seen.merge(run.game(), 1, Integer::sum) - 1;
      boolean old =
          rule.olderThan()
              .map(age -> Duration.between(run.changed(), now).compareTo(age) > 0)
              .orElse(true);
      if (newer >= rule.keep() && old && run.state() != RunState.RUNNING) {
        if (run.state() == RunState.DAMAGED) {
          told.accept(run.folder() + " stays: it is damaged; remove it by hand");
        } else {
          bytes(run)
              .filter(bytes -> bytes > 0)
              .ifPresent(bytes -> plan.add(new Removed(run, bytes)));
        }
      }
    }
    return plan;
  }

  /** What removing a run frees; empty where it stays, which is said. */
  private Optional<Long> bytes(RunEntry run) {
    if (!rule.keepBest()) {
      return Optional.of(run.bytes());
    }
    Optional<List<Path>> doomed = doomed(run.folder());
    if (doomed.isEmpty()) {
      told.accept(run.folder() + NONE_WHOLE);
    }
    return doomed.map(all -> all.stream().mapToLong(RunCatalogue::bytes).sum());
  }

  /**
   * What goes of a run that keeps its best checkpoint; of one that has no best the newest stays, so
   * that an agent does. What is no checkpoint by its name stays beside them: it is somebody's own.
   *
   * @return empty where no checkpoint is whole
   */
  private Optional<List<Path>> doomed(Path run) {
    try {
      Path store = run.resolve(RunFolder.CHECKPOINTS);
      CheckpointStore checkpoints = CheckpointStore.readOnly(store);
      Optional<Checkpoint> kept =
          checkpoints.best(told).or(() -> checkpoints.newest(told)).or(checkpoints::spare);
      if (kept.isEmpty()) {
        return Optional.empty();
      }
      List<Path> doomed = new ArrayList<>();
      for (Path entry : entries(run)) {
        String name = RunListing.name(entry);
        if (!KEPT.contains(name) && !name.equals(RunFolder.CHECKPOINTS)) {
          doomed.add(entry);
        }
      }
      for (Path entry : entries(store)) {
        if (CheckpointName.isOfStore(entry) && !entry.equals(kept.get().folder())) {
          doomed.add(entry);
        }
      }
      return Optional.of(doomed);
    } catch (IOException e) {
      throw new CheckpointException(
          "the run " + run + " cannot be read: " + FileFailure.reason(e), e);
    }
  }

  /**
   * Removes a run. Says so where it stays.
   *
   * @return false when it is training by now, or has no checkpoint to keep, and stays
   * @throws CheckpointException when a file cannot be removed
   */
  public boolean remove(RunEntry run) {
    Path folder = run.folder();
    Optional<RunLock> lock = RunLock.tryHold(folder);
    if (lock.isEmpty()) {
      told.accept(folder + " stays: a run is training in it");
      return false;
    }
    try {
      if (rule.keepBest()) {
        Optional<List<Path>> doomed = doomed(folder);
        if (doomed.isEmpty()) {
          told.accept(folder + NONE_WHOLE);
          return false;
        }
        for (Path path : doomed.get()) {
          PathUtils.delete(path);
        }
      } else {
        Path aside = folder.resolveSibling(REMOVED + run.name());
        delete(aside);
        Files.move(folder, aside);
        renameLatest(folder);
        delete(aside);
      }
      return true;
    } catch (IOException e) {
      throw new CheckpointException(
          "the run " + folder + " cannot be removed: " + FileFailure.reason(e), e);
    } finally {
      lock.get().close();
    }
  }

  private static List<Path> entries(Path folder) throws IOException {
    List<Path> found = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return found;
    }
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      all.forEach(found::add);
    }
    return found;
  }

  /** Lets {@code latest} name the newest run that is left, where it named this one. */
  private static void renameLatest(Path run) throws IOException {
    Path latest = run.resolveSibling(RunFolder.LATEST);
    boolean link = Files.isSymbolicLink(latest);
    boolean there = link || Files.isRegularFile(latest);
    if (!there || !RunFolder.resolve(latest).getFileName().equals(run.getFileName())) {
      return;
    }
    Path game = run.toAbsolutePath().getParent();
    List<Path> left = game == null ? List.of() : RunNames.newestFirst(game);
    Optional<String> newest = left.stream().map(RunListing::name).findFirst();
    if (link || newest.isEmpty()) {
      Files.deleteIfExists(latest);
    }
    if (newest.isPresent()) {
      byte[] text = (newest.get() + "\n").getBytes(StandardCharsets.UTF_8);
      WholeFile.replace(Disk.REAL, latest, out -> out.write(text));
    }
  }

  /** Removes what an earlier removal that was ended has left. */
  public void clearUp() {
    for (Path game : catalogue.games()) {
      for (Path folder : RunListing.folders(game)) {
        if (RunListing.name(folder).startsWith(REMOVED)) {
          try {
            delete(folder);
          } catch (IOException e) {
            throw new CheckpointException(
                folder + ", left of a removed run, cannot be removed: " + FileFailure.reason(e), e);
          }
        }
      }
    }
  }

  /** Removes a folder with all below it, if it is there; no link is followed. */
  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      PathUtils.delete(folder);
    }
  }
}
