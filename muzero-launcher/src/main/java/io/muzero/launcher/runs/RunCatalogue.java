package io.muzero.launcher.runs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muzero.config.ConfigException;
import io.muzero.config.NearestWord;
import io.muzero.environment.GameFamily;
import io.muzero.files.FileFailure;
import io.muzero.metrics.MetricsFile;
import io.muzero.storage.CheckpointException;
import io.muzero.storage.RunFolder;
import io.muzero.storage.RunLock;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * The runs below a folder, {@code <root>/<game>/<run>/}. It changes nothing on the disk, and holds
 * a run's lock no longer than it takes to see whether another process does.
 */
public final class RunCatalogue {
  private static final String MANIFEST = "manifest.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path root;

  /**
   * A catalogue.
   *
   * @param root folder of all runs
   */
  public RunCatalogue(Path root) {
    this.root = root;
  }

  /**
   * The runs, the one that changed last first.
   *
   * @param game of this game only; empty: of all
   * @throws CheckpointException when a folder cannot be read
   */
  public List<RunEntry> runs(Optional<String> game) {
    List<RunEntry> runs = new ArrayList<>();
    for (Path folder : games()) {
      if (game.isEmpty() || name(folder).equals(GameFamily.folder(game.get()))) {
        for (Path run : folders(folder)) {
          if (isRun(run)) {
            runs.add(entry(run));
          }
        }
      }
    }
    runs.sort(Comparator.comparing(RunEntry::changed).reversed());
    return runs;
  }

  /** The folders of games. */
  List<Path> games() {
    return folders(root);
  }

  private static boolean isRun(Path folder) {
    return Files.isRegularFile(folder.resolve(RunFolder.CONFIG), LinkOption.NOFOLLOW_LINKS)
        && !name(folder).startsWith(".");
  }

  static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  /** The folders in a folder by name; none when it does not exist. */
  static List<Path> folders(Path folder) {
    List<Path> found = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return found;
    }
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(
            folder, path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))) {
      all.forEach(found::add);
    } catch (IOException e) {
      throw new CheckpointException(
          "the folder " + folder + " cannot be read: " + FileFailure.reason(e), e);
    }
    found.sort(null);
    return found;
  }

  /**
   * The run that a user names: its folder, {@code game/run}, {@code game/latest}, or its name alone
   * where no other game has a run of it.
   *
   * @throws ConfigException when there is none, or more than one
   */
  public RunEntry run(String named) {
    for (Path path : List.of(Path.of(named), root.resolve(named))) {
      Path run = RunFolder.resolve(path);
      if (isRun(run)) {
        return entry(run);
      }
    }
    List<RunEntry> all = runs(Optional.empty());
    List<RunEntry> found = all.stream().filter(run -> run.name().equals(named)).toList();
    if (found.size() == 1) {
      return found.get(0);
    }
    if (found.size() > 1) {
      throw new ConfigException(
          named
              + " is the name of "
              + found.size()
              + " runs: name one of "
              + String.join(", ", found.stream().map(RunEntry::id).toList()));
    }
    List<String> ids = all.stream().map(RunEntry::id).toList();
    throw new ConfigException(
        "there is no run "
            + named
            + ", neither as a folder nor in "
            + root
            + (ids.isEmpty() ? "" : NearestWord.hint(named, ids))
            + "; the command runs lists them");
  }

  private RunEntry entry(Path run) {
    Path absolute = run.toAbsolutePath().normalize();
    Evaluations evaluations = Evaluations.read(run.resolve(MetricsFile.NAME));
    List<Saved> saved = checkpoints(run);
    RunEntry.Progress progress = evaluations.last();
    for (Saved one : saved) {
      progress = progress.farther(new RunEntry.Progress(one.step(), one.seconds()));
    }
    Path above = absolute.getParent();
    return new RunEntry(
        above == null ? "" : name(above),
        name(absolute),
        run,
        state(run, progress, saved),
        progress,
        best(evaluations, saved),
        bytes(run),
        changed(run));
  }

  private static Score best(Evaluations evaluations, List<Saved> saved) {
    Score best = evaluations.best();
    if (best.value().isPresent()) {
      return best;
    }
    // Curves that were removed leave the score of the best checkpoint, against whom it was or not.
    OptionalDouble kept =
        saved.stream()
            .filter(one -> one.score().isPresent())
            .mapToDouble(one -> one.score().getAsDouble())
            .max();
    return new Score(kept, "");
  }

  private static RunState state(Path run, RunEntry.Progress progress, List<Saved> saved) {
    if (RunLock.isHeld(run)) {
      return RunState.RUNNING;
    }
    JsonNode bounds = RunSettings.tree(run).path("run");
    long steps = bounds.path("steps").asLong();
    double minutes = bounds.path("minutes").asDouble();
    long stopAt = bounds.path("stopAt").asLong();
    long faultless = saved.stream().mapToLong(Saved::faultless).max().orElse(0);
    boolean finished =
        (steps > 0 && progress.step() >= steps)
            || (minutes > 0 && progress.seconds() >= 60 * minutes)
            || (stopAt > 0 && faultless >= stopAt);
    return finished ? RunState.FINISHED : RunState.INTERRUPTED;
  }

  /** When the curves, or else the folder, changed last. */
  private static Instant changed(Path run) {
    Path file = run.resolve(MetricsFile.NAME);
    try {
      return Files.getLastModifiedTime(Files.isRegularFile(file) ? file : run).toInstant();
    } catch (IOException e) {
      return Instant.EPOCH; // it is being removed
    }
  }

  /** Size of all files below a folder; of one that changes meanwhile nearly so. */
  static long bytes(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.mapToLong(RunCatalogue::size).sum();
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new CheckpointException("the folder " + folder + " cannot be read: " + e, e);
    }
  }

  private static long size(Path file) {
    try {
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Files.size(file) : 0;
    } catch (IOException e) {
      return 0; // a checkpoint that was just removed
    }
  }

  /**
   * A checkpoint as its manifest says, its files unread.
   *
   * @param name its folder's name
   * @param step training step of its weights
   * @param seconds seconds trained by then
   * @param score its evaluation, when it has one
   * @param faultless evaluations in a row up to it that found no wrong decision
   * @param folder its folder
   */
  public record Saved(
      String name, long step, double seconds, OptionalDouble score, long faultless, Path folder) {}

  /** A run's checkpoints by name; those that have no readable manifest are none. */
  public static List<Saved> checkpoints(Path run) {
    List<Saved> found = new ArrayList<>();
    for (Path folder : folders(run.resolve(RunFolder.CHECKPOINTS))) {
      if (name(folder).matches("(step|best|snapshot)-\\d+")) {
        saved(folder).ifPresent(found::add);
      }
    }
    return found;
  }

  /** Empty when it is damaged, or just being removed. */
  private static Optional<Saved> saved(Path checkpoint) {
    JsonNode manifest;
    try {
      manifest = JSON.readTree(Files.readAllBytes(checkpoint.resolve(MANIFEST)));
    } catch (IOException e) {
      return Optional.empty();
    }
    JsonNode score = manifest.path("score");
    boolean scored = score.isNumber() && Double.isFinite(score.asDouble());
    JsonNode counters = manifest.path("counters");
    return Optional.of(
        new Saved(
            name(checkpoint),
            manifest.path("step").asLong(),
            counters.path("wall_millis").asDouble() / 1000,
            scored ? OptionalDouble.of(score.asDouble()) : OptionalDouble.empty(),
            counters.path("faultless_evaluations").asLong(),
            checkpoint));
  }
}
