package io.muzero.launcher.sweep;

import io.muzero.config.ConfigException;
import io.muzero.config.NearestWord;
import io.muzero.launcher.sweep.YamlLines.Entry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads the ranges of a sweep's file. Immutable. */
final class RangeReader {
  private static final String CHOICE = "choice";
  private static final String UNIFORM = "uniform";
  private static final String LOG_UNIFORM = "logUniform";
  private static final String INTEGER = "integer";
  private static final String POINTS = "points";
  private static final List<String> KINDS = List.of(CHOICE, UNIFORM, LOG_UNIFORM, INTEGER);
  private static final int MOST_POINTS = 10_000;

  private final YamlLines yaml;
  private final boolean grid;

  /** A reader for a grid, where lengths are counted in points, or for drawing. */
  RangeReader(YamlLines yaml, boolean grid) {
    this.yaml = yaml;
    this.grid = grid;
  }

  /** The range that an entry such as {@code learner.batchSize: {choice: [64, 128]}} says. */
  Range range(Entry entry) {
    Map<String, Entry> parts = new LinkedHashMap<>(yaml.mapping(entry));
    Entry points = parts.remove(POINTS);
    if (parts.size() != 1) {
      throw entry.refuse("must have one of " + String.join(", ", KINDS));
    }
    Entry kind = parts.values().iterator().next();
    if (!KINDS.contains(kind.key())) {
      throw new ConfigException(
          entry.key()
              + " must have one of "
              + String.join(", ", KINDS)
              + ", was "
              + kind.key()
              + " ("
              + kind.place()
              + ")"
              + NearestWord.hint(kind.key(), KINDS));
    }
    Entry named = new Entry(entry.key() + "." + kind.key(), kind.node(), kind.place());
    if (kind.key().equals(CHOICE)) {
      if (points != null) {
        throw new ConfigException(
            entry.key()
                + ".points is not for choice, whose values are all taken ("
                + points.place()
                + ")");
      }
      return new Range.Choice(
          named.list("must be a list of values such as [64, 128]").stream()
              .map(value -> YamlLines.yaml(named, value))
              .distinct()
              .toList());
    }
    double[] ends = ends(named);
    return switch (kind.key()) {
      case UNIFORM -> new Range.Uniform(ends[0], ends[1], points(entry, points, true));
      case LOG_UNIFORM -> {
        if (ends[0] <= 0) {
          throw named.refuse("must have ends above 0");
        }
        yield new Range.LogUniform(ends[0], ends[1], points(entry, points, true));
      }
      default -> {
        if (ends[0] != Math.rint(ends[0]) || ends[1] != Math.rint(ends[1])) {
          throw named.refuse("must have whole numbers as ends");
        }
        if (Math.max(Math.abs(ends[0]), Math.abs(ends[1])) > 1e15) {
          throw named.refuse("must have ends within [-1e15, 1e15]");
        }
        boolean many = grid && ends[1] - ends[0] >= MOST_POINTS;
        yield new Range.Whole((long) ends[0], (long) ends[1], points(entry, points, many));
      }
    };
  }

  private int points(Entry entry, @Nullable Entry points, boolean needed) {
    if (points != null) {
      return (int)
          new Entry(entry.key() + ".points", points.node(), points.place()).whole(2, MOST_POINTS);
    }
    if (grid && needed) {
      throw entry.refuse("needs points in a grid, for example points: 4");
    }
    return 0;
  }

  private static double[] ends(Entry range) {
    String rule = "must be two numbers, the lower one first, such as [1, 10]";
    List<Node> nodes = range.list(rule);
    if (nodes.size() != 2) {
      throw range.refuse(rule);
    }
    double[] ends = new double[2];
    for (int i = 0; i < 2; i++) {
      try {
        ends[i] =
            nodes.get(i) instanceof ScalarNode scalar
                ? Double.parseDouble(scalar.getValue())
                : Double.NaN;
      } catch (NumberFormatException e) {
        throw range.refuse(rule);
      }
    }
    if (!(ends[0] < ends[1]) || Double.isInfinite(ends[0]) || Double.isInfinite(ends[1])) {
      throw range.refuse(rule);
    }
    return ends;
  }
}
