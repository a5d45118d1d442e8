package io.muzero.launcher.sweep;

import io.muzero.config.ConfigException;
import io.muzero.config.ConfigLayer;
import io.muzero.config.NearestWord;
import io.muzero.files.FileFailure;
import io.muzero.launcher.sweep.YamlLines.Entry;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * The YAML file that describes a sweep, read and checked; {@code docs/sweeps.md} lists its keys.
 * What it says of settings of a run is checked by {@link Candidates}.
 *
 * @param text the file as it is
 * @param method how candidates are chosen
 * @param count candidates to draw; all of a grid
 * @param samplingSeed of the drawing
 * @param rungs training steps of each rung
 * @param reduction of how many candidates one goes on
 * @param seeds runs of a candidate
 * @param rank how candidates are compared
 * @param parallel runs side by side; 0: as many as the cores allow
 * @param base settings of every run, lowest first
 * @param ranges by key
 * @param places where each range stands, by key
 * @param setsDecay whether anything says how long the learning rate's schedule is
 */
public record SweepFile(
    String text,
    Method method,
    int count,
    long samplingSeed,
    List<Long> rungs,
    int reduction,
    int seeds,
    Rank rank,
    int parallel,
    List<ConfigLayer> base,
    Map<String, Range> ranges,
    Map<String, String> places,
    boolean setsDecay) {
  /** The key of the learning rate's schedule's length. */
  static final String DECAY_STEPS = "learner.decaySteps";

  private static final String GAME = "game";
  private static final String CONFIG = "config";
  private static final String SET = "set";
  private static final String METHOD = "method";
  private static final String CANDIDATES = "candidates";
  private static final String SEEDS = "seeds";
  private static final String SEED = "seed";
  private static final String STEPS = "steps";
  private static final String FIRST_RUNG = "firstRung";
  private static final String REDUCTION = "reduction";
  private static final String RANK = "rank";
  private static final String PARALLEL = "parallel";
  private static final String RANGES = "ranges";

  private static final Set<String> KEYS =
      Set.of(
          GAME,
          CONFIG,
          SET,
          METHOD,
          CANDIDATES,
          SEEDS,
          SEED,
          STEPS,
          FIRST_RUNG,
          REDUCTION,
          RANK,
          PARALLEL,
          RANGES);

  /** Settings that the sweep itself gives to its runs, and what to say instead. */
  private static final Map<String, String> OWN =
      Map.of(
          "run.steps", "say steps and firstRung",
          "run.minutes", "say steps: candidates are compared after as many training steps",
          "run.folder", "runs lie in the sweep's folder",
          "game", "say game at the file's left margin");

  private static final int MOST_CANDIDATES = 10_000;
  private static final int MOST_PARALLEL = 1024;

  /** How candidates are chosen and how far they go. */
  public enum Method {
    /** Drawn, all trained to the end. */
    RANDOM,
    /** Every combination, all trained to the end. */
    GRID,
    /** Drawn, the better ones trained further. */
    ASHA;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static List<String> words() {
      return Arrays.stream(values()).map(Method::word).toList();
    }
  }

  /**
   * Reads a file.
   *
   * @throws ConfigException when it cannot be read or is wrong, with key and line
   */
  public static SweepFile read(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new ConfigException("the sweep's file " + file + " does not exist", e);
    } catch (MalformedInputException e) {
      throw new ConfigException("the sweep's file " + file + " is not UTF-8 text", e);
    } catch (IOException e) {
      throw new ConfigException(
          "the sweep's file " + file + " cannot be read: " + FileFailure.reason(e), e);
    }
    return new Reader(file, text).sweep();
  }

  /** Reads one file. */
  private static final class Reader {
    private final Path file;
    private final String text;
    private final YamlLines yaml;
    private final Map<String, Entry> entries;

    Reader(Path file, String text) {
      this.file = file;
      this.text = text;
      yaml = new YamlLines(file.toString());
      entries = yaml.read(text);
      YamlLines.requireKnown(entries, KEYS);
    }

    SweepFile sweep() {
      Method method = method();
      if (method != Method.ASHA) {
        refuse(FIRST_RUNG, "is for method: asha");
        refuse(REDUCTION, "is for method: asha");
      }
      if (method == Method.GRID) {
        refuse(CANDIDATES, "is not for method: grid, which takes every combination");
      }
      int reduction = (int) whole(REDUCTION, 3, 2, 100);
      int seeds = (int) whole(SEEDS, 1, 1, SeedInterval.MOST_SEEDS);
      Map<String, Entry> settings = below(SET);
      Map<String, Entry> ranged = below(RANGES);
      requireFree(settings, ranged);
      RangeReader reader = new RangeReader(yaml, method == Method.GRID);
      Map<String, Range> ranges = new LinkedHashMap<>();
      Map<String, String> places = new LinkedHashMap<>();
      ranged.forEach(
          (key, entry) -> {
            ranges.put(key, reader.range(entry));
            places.put(key, entry.place());
          });
      List<ConfigLayer> base = new ArrayList<>();
      List<Path> files = files();
      files.forEach(one -> base.add(new ConfigLayer.File(one)));
      settings.forEach(
          (key, entry) -> base.add(new ConfigLayer.Flag(entry.place(), key, entry.yaml())));
      Entry game = entries.get(GAME);
      if (game != null) {
        base.add(ConfigLayer.Flag.ofText(game.place(), "game", game.text("must be a game's name")));
      }
      return new SweepFile(
          text,
          method,
          count(method, ranges),
          whole(SEED, 1, 0, Long.MAX_VALUE),
          rungs(method, reduction),
          reduction,
          seeds,
          rank(seeds),
          (int) whole(PARALLEL, 0, 1, MOST_PARALLEL),
          base,
          ranges,
          places,
          setsDecay(settings, ranged, files));
    }

    private Method method() {
      Entry entry = required(METHOD, "random, grid or asha");
      String rule = "must be one of " + String.join(", ", Method.words());
      String word = entry.text(rule);
      return Arrays.stream(Method.values())
          .filter(one -> one.word().equals(word))
          .findFirst()
          .orElseThrow(
              () ->
                  new ConfigException(
                      entry.refuse(rule).getMessage() + NearestWord.hint(word, Method.words())));
    }

    private Entry required(String key, String what) {
      Entry entry = entries.get(key);
      if (entry == null) {
        throw new ConfigException(
            key + " is missing: say " + key + ": " + what + " (" + file + ")");
      }
      return entry;
    }

    private void refuse(String key, String why) {
      Entry entry = entries.get(key);
      if (entry != null) {
        throw new ConfigException(key + " " + why + " (" + entry.place() + ")");
      }
    }

    private long whole(String key, long byDefault, long least, long most) {
      Entry entry = entries.get(key);
      return entry == null ? byDefault : entry.whole(least, most);
    }

    private Map<String, Entry> below(String key) {
      Entry entry = entries.get(key);
      return entry == null ? Map.of() : yaml.mapping(entry);
    }

    /** A setting is the sweep's own, fixed, or searched for: never two of these. */
    private void requireFree(Map<String, Entry> settings, Map<String, Entry> ranged) {
      if (ranged.isEmpty()) {
        throw new ConfigException(
            "ranges is missing: say which settings to search, for example ranges: {learner.learningRate:"
                + " {logUniform: [1e-4, 1e-2]}} ("
                + file
                + ")");
      }
      Set<Entry> all = new LinkedHashSet<>(settings.values());
      all.addAll(ranged.values());
      for (Entry entry : all) {
        String instead = OWN.get(entry.key());
        if (instead != null) {
          throw new ConfigException(
              entry.key() + " cannot be set in a sweep: " + instead + " (" + entry.place() + ")");
        }
      }
      for (Entry entry : ranged.values()) {
        if (entry.key().equals("seed")) {
          throw new ConfigException(
              "seed cannot be searched for: say seeds, how many each candidate has ("
                  + entry.place()
                  + ")");
        }
        Entry set = settings.get(entry.key());
        if (set != null) {
          throw new ConfigException(
              entry.key()
                  + " is both set and searched for ("
                  + set.place()
                  + " and "
                  + entry.place()
                  + ")");
        }
      }
    }

    private int count(Method method, Map<String, Range> ranges) {
      if (method == Method.GRID) {
        long size = Sampling.gridSize(ranges);
        if (size > MOST_CANDIDATES) {
          throw new ConfigException(
              "the grid must have at most "
                  + MOST_CANDIDATES
                  + " combinations, has "
                  + (size == 1L << 62 ? "far more" : Long.toString(size))
                  + "; take fewer points, or method: random ("
                  + file
                  + ")");
        }
        return (int) size;
      }
      return (int) required(CANDIDATES, "how many to draw").whole(1, MOST_CANDIDATES);
    }

    private List<Long> rungs(Method method, int reduction) {
      long steps = required(STEPS, "training steps of the last rung").whole(1, Long.MAX_VALUE >> 8);
      if (method != Method.ASHA) {
        return List.of(steps);
      }
      Entry entry = entries.get(FIRST_RUNG);
      long first =
          entry == null ? Math.max(1, steps / reduction / reduction) : entry.whole(1, steps);
      List<Long> rungs = new ArrayList<>();
      for (long rung = first; rung < steps; rung *= reduction) {
        rungs.add(rung);
      }
      rungs.add(steps);
      return rungs;
    }

    private Rank rank(int seeds) {
      Entry entry = entries.get(RANK);
      if (entry == null) {
        return Rank.MEAN;
      }
      String word = entry.text("must be mean or lower");
      if (word.equals(Rank.LOWER.word())) {
        if (seeds < 2) {
          throw entry.refuse("must be mean with one seed, which has no interval; say seeds: 3");
        }
        return Rank.LOWER;
      }
      if (!word.equals(Rank.MEAN.word())) {
        throw entry.refuse("must be mean or lower");
      }
      return Rank.MEAN;
    }

    private List<Path> files() {
      Entry entry = entries.get(CONFIG);
      if (entry == null) {
        return List.of();
      }
      String rule = "must be a file's name, or a list of them";
      List<String> names = new ArrayList<>();
      if (entry.node() instanceof SequenceNode) {
        for (Node one : entry.list(rule)) {
          names.add(new Entry(entry.key(), one, entry.place()).text(rule));
        }
      } else {
        names.add(entry.text(rule));
      }
      List<Path> files = new ArrayList<>();
      for (String name : names) {
        Path path = file.resolveSibling(name); // beside the sweep's file, wherever that is
        if (!Files.isRegularFile(path)) {
          throw new ConfigException(
              "config names " + path + ", which does not exist (" + entry.place() + ")");
        }
        files.add(path);
      }
      return files;
    }

    private static boolean setsDecay(
        Map<String, Entry> settings, Map<String, Entry> ranged, List<Path> files) {
      if (settings.containsKey(DECAY_STEPS) || ranged.containsKey(DECAY_STEPS)) {
        return true;
      }
      Entry learner = settings.get("learner");
      if (learner != null && learner.yaml().contains("decaySteps")) {
        return true;
      }
      for (Path path : files) {
        try {
          Entry section =
              new YamlLines(path.toString()).read(Files.readString(path)).get("learner");
          if (section != null && section.yaml().contains("decaySteps")) {
            return true;
          }
        } catch (IOException e) {
          throw new ConfigException(
              "the configuration file " + path + " cannot be read: " + FileFailure.reason(e), e);
        }
      }
      return false;
    }
  }
}
