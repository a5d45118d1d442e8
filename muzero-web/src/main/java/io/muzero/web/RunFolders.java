package io.muzero.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.muzero.files.FileFailure;
import io.muzero.metrics.MetOpponents;
import io.muzero.metrics.Metric;
import io.muzero.metrics.MetricsFile;
import io.muzero.storage.CheckpointException;
import io.muzero.storage.CheckpointName;
import io.muzero.storage.CheckpointStore;
import io.muzero.storage.EpisodeFiles;
import io.muzero.storage.RunFolder;
import io.muzero.storage.RunListing;
import io.muzero.storage.RunLock;
import io.muzero.storage.RunSettings;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * The runs below a folder, {@code <root>/<game>/<run>/}, read only. A run or checkpoint is found by
 * looking for its name among those that are there; no text of a request ever becomes a path, and
 * symbolic links are not followed. Thread-safe.
 */
final class RunFolders {
  private static final Logger LOG = LogManager.getLogger(RunFolders.class);

  /** Lines in the log about what is damaged. */
  private static final int MOST_TOLD = 1000;

  private final Path root;
  private final InstantSource clock;
  private final Map<Path, Curves> curves = new ConcurrentHashMap<>();
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  RunFolders(Path root, InstantSource clock) {
    this.root = root;
    this.clock = clock;
  }

  /**
   * A run.
   *
   * @param game folder above it, the game's name
   * @param name its folder's name
   * @param folder its folder
   */
  record Run(String game, String name, Path folder) {
    /** What the page calls it by. */
    String id() {
      return game + "/" + name;
    }
  }

  /**
   * How far a run is.
   *
   * @param step training step of its last row, 0 before the first
   * @param seconds seconds trained
   * @param best its best evaluation
   * @param age seconds since something changed
   */
  record Progress(long step, double seconds, Best best, double age) {}

  /** What a best evaluation is told by. */
  enum BestKind {
    /** Fewest states that are decided wrongly, of a solved game. */
    WRONG,
    /** The score against the strongest opponent, within [0, 1]. */
    SCORE,
    /** The mean return. */
    RETURN
  }

  /**
   * A best evaluation.
   *
   * @param value empty: there was none
   * @param against the opponent of a score; else empty
   */
  record Best(BestKind kind, OptionalDouble value, String against) {}

  /**
   * A checkpoint of a run.
   *
   * @param score its score by evaluation, when it has one
   */
  record Saved(
      String name, CheckpointName.Kind kind, long step, OptionalDouble score, Path folder) {}

  /**
   * What there is below the folder.
   *
   * @param runs all runs, the one changed last first
   * @param damaged folders that cannot be read, with the reason
   */
  record Found(List<Run> runs, Map<String, String> damaged) {}

  /** All runs, the one changed last first; what cannot be read is left out. */
  List<Run> runs() {
    return found().runs();
  }

  /** What there is. */
  Found found() {
    Map<Run, Double> ages = new HashMap<>();
    Map<String, String> damaged = new TreeMap<>();
    for (Path game : readable(RunListing.name(root), root, damaged)) {
      for (Path run : readable(RunListing.name(game), game, damaged)) {
        if (RunListing.isRun(run)) {
          Run found = new Run(RunListing.name(game), RunListing.name(run), run);
          ages.put(found, age(found));
        }
      }
    }
    List<Run> runs = new ArrayList<>(ages.keySet());
    // The ages were taken once: while a clock runs, no order holds.
    runs.sort(
        Comparator.comparingDouble((Run run) -> ages.getOrDefault(run, 0.0))
            .thenComparing(Run::id));
    curves.keySet().retainAll(runs.stream().map(Run::folder).collect(Collectors.toSet()));
    return new Found(runs, damaged);
  }

  private List<Path> readable(String what, Path folder, Map<String, String> damaged) {
    try {
      return folders(folder);
    } catch (HttpProblem e) {
      damaged.put(what, e.line());
      tell(e);
      return List.of();
    }
  }

  /** In the log, once. */
  private void tell(HttpProblem damage) {
    if (told.size() < MOST_TOLD && told.add(damage.line())) {
      LOG.warn("left out of the page: {}", damage.line());
    }
  }

  /**
   * The run of this name.
   *
   * @throws HttpProblem 404 when there is none, 500 when its folder cannot be read
   */
  Run run(String game, String name) {
    return folders(root).stream()
        .filter(folder -> RunListing.name(folder).equals(game))
        .flatMap(folder -> folders(folder).stream())
        .filter(folder -> RunListing.name(folder).equals(name) && RunListing.isRun(folder))
        .findFirst()
        .map(folder -> new Run(game, name, folder))
        .orElseThrow(() -> HttpProblem.notFound("there is no run " + game + "/" + name));
  }

  /** Something of a run; empty when that cannot be read, so that a list goes on without it. */
  <T> Optional<T> unlessDamaged(Run run, Supplier<T> read) {
    try {
      return Optional.of(read.get());
    } catch (HttpProblem e) {
      LOG.debug("{} is damaged", run.id());
      tell(e);
      return Optional.empty();
    }
  }

  /** As {@link RunListing#folders}. */
  private static List<Path> folders(Path folder) {
    try {
      return RunListing.folders(folder);
    } catch (CheckpointException e) {
      throw new HttpProblem(500, String.valueOf(e.getMessage()));
    }
  }

  /** Seconds since the run's curves or its folder changed. */
  private double age(Run run) {
    Path file = run.folder().resolve(MetricsFile.NAME);
    try {
      Path changing = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? file : run.folder();
      long then = Files.getLastModifiedTime(changing).toMillis();
      return Math.max(0, (clock.millis() - then) / 1000.0);
    } catch (IOException e) {
      return Double.MAX_VALUE; // it is being removed
    }
  }

  /** What is known of a run's curves, read on as they grow; one a run. */
  private static final class Curves {
    private final MetricsFile file;
    private long step;
    private double seconds;
    private final Map<String, Double> last = new TreeMap<>();
    private final Map<String, Double> most = new TreeMap<>();
    private final MetOpponents met = new MetOpponents();
    private OptionalDouble wrong = OptionalDouble.empty();

    Curves(Path file) {
      this.file = new MetricsFile(file);
    }

    private synchronized void readOn() throws IOException {
      MetricsFile.Rows rows = file.more();
      if (rows.fromStart()) {
        step = 0;
        seconds = 0;
        last.clear();
        most.clear();
        met.clear();
        wrong = OptionalDouble.empty();
      }
      for (MetricsFile.Row row : rows.rows()) {
        step = Math.max(step, row.step());
        seconds = Math.max(seconds, row.seconds());
        last.put(row.tag(), row.value());
        met.saw(row.tag());
        if (row.tag().equals(Metric.BAD_DECISIONS_SEARCH.tag())) {
          wrong = OptionalDouble.of(Math.min(row.value(), wrong.orElse(row.value())));
        }
        most.merge(row.tag(), row.value(), Math::max);
      }
    }

    private synchronized Map<String, Double> last() {
      return Map.copyOf(last);
    }

    private synchronized Progress progress(double age) {
      return new Progress(step, seconds, best(), age);
    }

    private Best best() {
      if (wrong.isPresent()) {
        return new Best(BestKind.WRONG, wrong, "");
      }
      Double mean = most.get(Metric.EVALUATION_RETURN.tag());
      if (mean != null) {
        return new Best(BestKind.RETURN, OptionalDouble.of(mean), "");
      }
      for (String opponent : met.strongestFirst()) {
        Double score = most.get(Metric.EVALUATION_SCORE.tag(opponent));
        if (score != null) {
          return new Best(BestKind.SCORE, OptionalDouble.of(score), opponent);
        }
      }
      return new Best(BestKind.RETURN, OptionalDouble.empty(), "");
    }
  }

  private Curves curves(Run run) {
    Curves known =
        curves.computeIfAbsent(
            run.folder(), folder -> new Curves(folder.resolve(MetricsFile.NAME)));
    try {
      known.readOn();
    } catch (IOException e) {
      throw new HttpProblem(
          500, "the curves of " + run.id() + " cannot be read: " + FileFailure.reason(e));
    }
    return known;
  }

  /** How far a run is. */
  Progress progress(Run run) {
    return curves(run).progress(age(run));
  }

  /** Whether some process trains in a run's folder; the command {@code runs} asks the same. */
  boolean isLive(Run run) {
    try {
      return RunLock.isHeld(run.folder());
    } catch (CheckpointException e) {
      LOG.debug("taken for a run that does not train: {}", e.getMessage());
      return false;
    }
  }

  /** The newest value of each metric of a run. */
  Map<String, Double> newest(Run run) {
    return curves(run).last();
  }

  /**
   * The checkpoints of a run, the best first, then the newest first.
   *
   * @throws HttpProblem when their folder cannot be read
   */
  List<Saved> checkpoints(Run run) {
    List<CheckpointStore.Listed> listed;
    try {
      listed = CheckpointStore.readOnly(run.folder().resolve(RunFolder.CHECKPOINTS)).list();
    } catch (CheckpointException | DirectoryIteratorException e) {
      throw new HttpProblem(
          500, "the checkpoints of " + run.id() + " cannot be read: " + e.getMessage());
    }
    return listed.stream()
        .map(RunFolders::saved)
        .sorted(
            Comparator.comparing((Saved saved) -> saved.kind() != CheckpointName.Kind.BEST)
                .thenComparing(Comparator.comparingLong(Saved::step).reversed())
                .thenComparing(Saved::name))
        .toList();
  }

  private static Saved saved(CheckpointStore.Listed one) {
    double score = one.manifest().score();
    return new Saved(
        one.name().toString(),
        one.name().kind(),
        one.name().step(),
        Double.isFinite(score) ? OptionalDouble.of(score) : OptionalDouble.empty(),
        one.folder());
  }

  /**
   * The training steps of which a run keeps an episode, ascending.
   *
   * @throws HttpProblem when its folder cannot be read
   */
  List<Long> episodes(Run run) {
    try {
      return new EpisodeFiles(run.folder()).steps();
    } catch (IOException e) {
      throw new HttpProblem(
          500, "the episodes of " + run.id() + " cannot be read: " + FileFailure.reason(e));
    }
  }

  /**
   * The episode of a training step, as {@link EpisodeFiles} has it.
   *
   * @throws HttpProblem 404 when there is none
   */
  JsonNode episode(Run run, long step) {
    try {
      return new EpisodeFiles(run.folder()).read(step);
    } catch (IOException e) {
      LOG.debug("no episode: {}", e.getMessage());
      throw HttpProblem.notFound("there is no episode of step " + step + " in " + run.id());
    }
  }

  /**
   * A run's settings by dotted key.
   *
   * @throws HttpProblem when its configuration cannot be read
   */
  Map<String, String> settings(Run run) {
    try {
      Map<String, String> settings = RunSettings.of(run.folder());
      if (settings.isEmpty()) {
        throw new HttpProblem(500, "the configuration of " + run.id() + " has no settings");
      }
      return settings;
    } catch (CheckpointException e) {
      String line = String.valueOf(e.getMessage());
      String file = run.folder().resolve(RunFolder.CONFIG).toString();
      throw new HttpProblem(500, line.replace(file, "the configuration of " + run.id()));
    }
  }
}
