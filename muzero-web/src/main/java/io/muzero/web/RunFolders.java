package io.muzero.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.muzero.metrics.MetricsFile;
import io.muzero.storage.CheckpointException;
import io.muzero.storage.CheckpointName;
import io.muzero.storage.CheckpointStore;
import io.muzero.storage.EpisodeFiles;
import io.muzero.storage.RunFolder;
import io.muzero.storage.RunLock;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * The runs below a folder, {@code <root>/<game>/<run>/}, read only. A run or checkpoint is found by
 * looking for its name among those that are there; no text of a request ever becomes a path, and
 * symbolic links are not followed. Thread-safe.
 */
final class RunFolders {
  private static final Logger LOG = LogManager.getLogger(RunFolders.class);
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private final Path root;
  private final InstantSource clock;
  private final Map<Path, Curves> curves = new ConcurrentHashMap<>();

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
   * @param best its best evaluation: the score against its strongest opponent within [0, 1], or its
   *     mean return
   * @param against the opponent whom {@code best} is a score against; empty for a mean return
   * @param age seconds since something changed
   */
  record Progress(long step, double seconds, OptionalDouble best, String against, double age) {}

  /**
   * A checkpoint of a run.
   *
   * @param score its score by evaluation, when it has one
   */
  record Saved(
      String name, CheckpointName.Kind kind, long step, OptionalDouble score, Path folder) {}

  /** All runs, the one changed last first. */
  List<Run> runs() {
    List<Run> runs = new ArrayList<>();
    for (Path game : folders(root)) {
      for (Path run : folders(game)) {
        if (Files.isRegularFile(run.resolve(RunFolder.CONFIG), LinkOption.NOFOLLOW_LINKS)) {
          runs.add(new Run(name(game), name(run), run));
        }
      }
    }
    runs.sort(Comparator.comparingDouble(this::age));
    return runs;
  }

  /**
   * The run of this name.
   *
   * @throws HttpProblem 404 when there is none
   */
  Run run(String game, String name) {
    return runs().stream()
        .filter(run -> run.game().equals(game) && run.name().equals(name))
        .findFirst()
        .orElseThrow(() -> HttpProblem.notFound("there is no run " + game + "/" + name));
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  private static List<Path> folders(Path folder) {
    List<Path> found = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return found;
    }
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(
            folder, path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))) {
      all.forEach(found::add);
    } catch (IOException | DirectoryIteratorException e) {
      throw new HttpProblem(500, "the folder " + folder + " cannot be read: " + e.getMessage());
    }
    found.sort(null);
    return found;
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
      }
      for (MetricsFile.Row row : rows.rows()) {
        step = Math.max(step, row.step());
        seconds = Math.max(seconds, row.seconds());
        last.put(row.tag(), row.value());
        most.merge(row.tag(), row.value(), Math::max);
      }
    }

    private synchronized Map<String, Double> last() {
      return Map.copyOf(last);
    }

    private synchronized Progress progress(double age) {
      Double mean = most.get("evaluation/mean_return");
      if (mean != null) {
        return new Progress(step, seconds, OptionalDouble.of(mean), "", age);
      }
      for (String opponent : List.of("perfect", "expert", "random")) {
        Double score = most.get("evaluation/" + opponent + "/score");
        if (score != null) {
          return new Progress(step, seconds, OptionalDouble.of(score), opponent, age);
        }
      }
      return new Progress(step, seconds, OptionalDouble.empty(), "", age);
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
          500, "the curves of " + run.id() + " cannot be read: " + e.getMessage());
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

  /** The checkpoints of a run, the best first, then the newest first. */
  List<Saved> checkpoints(Run run) {
    return CheckpointStore.readOnly(run.folder().resolve(RunFolder.CHECKPOINTS)).list().stream()
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
          500, "the episodes of " + run.id() + " cannot be read: " + e.getMessage());
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
  Map<String, Object> settings(Run run) {
    try {
      return flat(Files.readString(run.folder().resolve(RunFolder.CONFIG)));
    } catch (IOException e) {
      throw new HttpProblem(
          500, "the configuration of " + run.id() + " cannot be read: " + e.getMessage());
    }
  }

  /** The leaves of a YAML text by dotted key. */
  static Map<String, Object> flat(String yaml) throws IOException {
    Map<String, Object> flat = new TreeMap<>();
    flatten("", YAML.readTree(yaml), flat);
    return flat;
  }

  private static void flatten(String prefix, JsonNode node, Map<String, Object> into) {
    if (node.isObject() && !node.isEmpty()) {
      node.properties()
          .forEach(
              entry ->
                  flatten(
                      prefix.isEmpty() ? entry.getKey() : prefix + "." + entry.getKey(),
                      entry.getValue(),
                      into));
    } else if (!prefix.isEmpty()) {
      into.put(prefix, node.isValueNode() ? node.asText() : node.toString());
    }
  }
}
