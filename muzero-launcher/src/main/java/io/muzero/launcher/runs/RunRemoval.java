package io.muzero.launcher.runs;

import io.muzero.files.Disk;
import io.muzero.files.FileFailure;
import io.muzero.files.WholeFile;
import io.muzero.metrics.MetricsFile;
import io.muzero.storage.CheckpointException;
import io.muzero.storage.RunFolder;
import io.muzero.storage.RunLock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes old runs away. A run that is training is never touched: its lock is held while its files
 * go. A run that goes whole loses its name first, so that one that is left half removed is no run;
 * what is left of it goes the next time.
 *
 * @param catalogue the runs
 * @param rule which
 */
public record RunRemoval(RunCatalogue catalogue, Rule rule) {
  /** Begins the name of a run that is being removed. */
  private static final String REMOVED = ".removed-";

  /** What stays of a run whose best checkpoint is kept, beside that one. */
  private static final List<String> KEPT = List.of(RunFolder.CONFIG, MetricsFile.NAME);

  private static final String BEST = "best-";

  /**
   * Which runs go.
   *
   * @param olderThan those that have not changed for so long; empty: of any age
   * @param keep of each game so many that changed last stay whatever their age; at least 0
   * @param game of this game only; empty: of all
   * @param keepBest whether settings, curves and best checkpoint stay
   */
  public record Rule(
      Optional<Duration> olderThan, int keep, Optional<String> game, boolean keepBest) {}

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
    for (RunEntry run : catalogue.runs(rule.game())) {
      int newer = seen.merge(run.game(), 1, Integer::sum) - 1;
      boolean old =
          rule.olderThan()
              .map(age -> Duration.between(run.changed(), now).compareTo(age) > 0)
              .orElse(true);
      if (newer >= rule.keep() && old && run.state() != RunState.RUNNING) {
        long bytes = run.bytes() - (rule.keepBest() ? keptBytes(run.folder()) : 0);
        if (bytes > 0) {
          plan.add(new Removed(run, bytes));
        }
      }
    }
    return plan;
  }

  private static long keptBytes(Path run) {
    long bytes = 0;
    for (String name : KEPT) {
      Path file = run.resolve(name);
      bytes += Files.isRegularFile(file) ? RunCatalogue.bytes(file) : 0;
    }
    for (Path checkpoint : keptCheckpoints(run)) {
      bytes += RunCatalogue.bytes(checkpoint);
    }
    return bytes;
  }

  /** The best checkpoint; of a run that has none the newest, so that an agent stays. */
  private static List<Path> keptCheckpoints(Path run) {
    List<RunCatalogue.Saved> whole = RunCatalogue.checkpoints(run);
    List<Path> best =
        whole.stream().map(RunCatalogue.Saved::folder).filter(RunRemoval::isBest).toList();
    return best.isEmpty()
        ? whole.stream()
            .max(Comparator.comparingLong(RunCatalogue.Saved::step))
            .map(RunCatalogue.Saved::folder)
            .stream()
            .toList()
        : best;
  }

  private static boolean isBest(Path checkpoint) {
    return RunCatalogue.name(checkpoint).startsWith(BEST);
  }

  /**
   * Removes a run.
   *
   * @return false when it is training by now, and stays
   * @throws CheckpointException when a file cannot be removed
   */
  public boolean remove(RunEntry run) {
    Path folder = run.folder();
    Optional<RunLock> lock = RunLock.tryHold(folder);
    if (lock.isEmpty()) {
      return false;
    }
    try {
      if (rule.keepBest()) {
        slim(folder);
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

  private static void slim(Path run) throws IOException {
    List<Path> kept = keptCheckpoints(run);
    for (Path entry : entries(run)) {
      String name = RunCatalogue.name(entry);
      if (name.equals(RunFolder.CHECKPOINTS)) {
        for (Path checkpoint : entries(entry)) {
          if (!kept.contains(checkpoint)) {
            delete(checkpoint);
          }
        }
      } else if (!KEPT.contains(name)) {
        delete(entry);
      }
    }
  }

  private static List<Path> entries(Path folder) throws IOException {
    List<Path> found = new ArrayList<>();
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
    List<Path> left = game == null ? List.of() : RunCatalogue.folders(game);
    Optional<String> newest =
        left.stream()
            .filter(folder -> Files.isRegularFile(folder.resolve(RunFolder.CONFIG)))
            .map(RunCatalogue::name)
            .filter(name -> !name.startsWith("."))
            .reduce((older, newer) -> newer);
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
      for (Path folder : RunCatalogue.folders(game)) {
        if (RunCatalogue.name(folder).startsWith(REMOVED)) {
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

  /** Removes a file, or a folder with all below it; no link is followed. */
  private static void delete(Path path) throws IOException {
    if (!Files.exists(path, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path folder, @org.jspecify.annotations.Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
