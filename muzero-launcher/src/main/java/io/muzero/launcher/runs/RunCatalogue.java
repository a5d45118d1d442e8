package io.muzero.launcher.runs;

import com.fasterxml.jackson.databind.JsonNode;
import io.muzero.blackboard.Counter;
import io.muzero.config.ConfigException;
import io.muzero.config.NearestWord;
import io.muzero.environment.GameFamily;
import io.muzero.metrics.MetricsFile;
import io.muzero.storage.CheckpointException;
import io.muzero.storage.CheckpointName;
import io.muzero.storage.CheckpointStore;
import io.muzero.storage.Manifest;
import io.muzero.storage.RunFolder;
import io.muzero.storage.RunListing;
import io.muzero.storage.RunLock;
import io.muzero.storage.RunSettings;
import java.io.IOException;
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
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The runs below a folder, {@code <root>/<game>/<run>/}. It changes nothing on the disk, and holds
 * a run's lock no longer than it takes to see whether another process does.
 */
public final class RunCatalogue {
  private final Path root;
  private final Optional<String> game;
  private final Consumer<String> notes;

  /**
   * A catalogue.
   *
   * @param root folder of all runs
   * @param game of this game only; empty: of all
   * @param notes is told of what cannot be read, in one line each
   */
  public RunCatalogue(Path root, Optional<String> game, Consumer<String> notes) {
    this.root = root;
    this.game = game;
    this.notes = notes;
  }

  /**
   * The runs, the one that changed last first.
   *
   * @throws CheckpointException when the folder of all runs cannot be read
   */
  public List<RunEntry> runs() {
    List<RunEntry> runs = new ArrayList<>();
    for (Path folder : games()) {
      for (Path run : readable(folder)) {
        if (RunListing.isRun(run)) {
          runs.add(entry(run));
        }
      }
    }
    runs.sort(Comparator.comparing(RunEntry::changed).reversed());
    return runs;
  }

  /** The folders of games. */
  List<Path> games() {
    return RunListing.folders(root).stream().filter(this::isOfGame).toList();
  }

  private boolean isOfGame(Path folder) {
    return game.isEmpty() || RunListing.name(folder).equals(GameFamily.folder(game.get()));
  }

  /** What lies in a game's folder; one that cannot be read must not hide the others. */
  private List<Path> readable(Path folder) {
    try {
      return RunListing.folders(folder);
    } catch (CheckpointException e) {
      notes.accept(e.getMessage());
      return List.of();
    }
  }

  /**
   * The run that a user names: its folder, {@code game/run}, {@code game/latest}, or its name alone
   * where no other game has a run of it.
   *
   * @throws ConfigException when there is none, or more than one
   */
  public RunEntry run(String named) {
    for (Path path : List.of(Path.of(named), root.resolve(named))) {
      Path run = RunFolder.resolve(path, notes);
      if (RunListing.isRun(run)) {
        requireOfGame(named, run);
        return entry(run);
      }
    }
    List<RunEntry> all = runs();
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

  private void requireOfGame(String named, Path run) {
    Path above = run.toAbsolutePath().normalize().getParent();
    if (above != null && !isOfGame(above)) {
      throw new ConfigException(
          named + " is a run of " + RunListing.name(above) + ", not of " + game.get());
    }
  }

  private RunEntry entry(Path run) {
    try {
      return read(run);
    } catch (CheckpointException e) {
      notes.accept(run + " is damaged: " + e.getMessage());
      return entry(run, RunState.DAMAGED, new RunEntry.Progress(0, 0), Score.NONE);
    }
  }

  private static RunEntry entry(Path run, RunState state, RunEntry.Progress progress, Score best) {
    Path absolute = run.toAbsolutePath().normalize();
    Path above = absolute.getParent();
    return new RunEntry(
        above == null ? "" : RunListing.name(above),
        RunListing.name(absolute),
        run,
        state,
        progress,
        best,
        state == RunState.DAMAGED ? knownBytes(run) : bytes(run),
        changed(run));
  }

  private static long knownBytes(Path run) {
    try {
      return bytes(run);
    } catch (CheckpointException e) {
      return 0; // that it cannot be read has been said
    }
  }

  private static RunEntry read(Path run) {
    Evaluations evaluations = Evaluations.read(run.resolve(MetricsFile.NAME));
    List<Saved> saved = checkpoints(run);
    boolean trains = RunLock.isHeld(run);
    // Others may be of a way that was left: the run goes on from the newest of these.
    List<Saved> steps =
        saved.stream().filter(one -> one.name().kind() == CheckpointName.Kind.STEP).toList();
    List<Saved> own = steps.isEmpty() ? saved : steps;
    RunEntry.Progress progress =
        trains || steps.isEmpty() ? evaluations.last() : new RunEntry.Progress(0, 0);
    for (Saved one : own) {
      progress = progress.farther(new RunEntry.Progress(one.step(), one.seconds()));
    }
    RunState state = trains ? RunState.RUNNING : state(run, progress, own);
    return entry(run, state, progress, best(evaluations, saved));
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
    return Score.of(kept, "");
  }

  private static RunState state(Path run, RunEntry.Progress progress, List<Saved> saved) {
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
   * @param seconds seconds trained by then
   * @param score its evaluation, when it has one
   * @param faultless evaluations in a row up to it that found no wrong decision
   */
  public record Saved(CheckpointName name, double seconds, OptionalDouble score, long faultless) {
    /** Training step of its weights. */
    public long step() {
      return name.step();
    }

    private static Saved of(CheckpointStore.Listed listed) {
      Manifest manifest = listed.manifest();
      return new Saved(
          listed.name(),
          counter(manifest, Counter.WALL_MILLIS) / 1000.0,
          Double.isFinite(manifest.score())
              ? OptionalDouble.of(manifest.score())
              : OptionalDouble.empty(),
          counter(manifest, Counter.FAULTLESS_EVALUATIONS));
    }

    private static long counter(Manifest manifest, Counter counter) {
      return manifest.counters().getOrDefault(counter.key(), 0L);
    }
  }

  /** A run's checkpoints by name; those that have no readable manifest are none. */
  public static List<Saved> checkpoints(Path run) {
    return CheckpointStore.readOnly(run.resolve(RunFolder.CHECKPOINTS)).list().stream()
        .map(Saved::of)
        .toList();
  }
}
