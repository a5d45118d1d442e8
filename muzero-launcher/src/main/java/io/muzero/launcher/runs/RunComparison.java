package io.muzero.launcher.runs;

import io.muzero.metrics.MetricsFile;
import io.muzero.storage.RunSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/**
 * Two runs side by side.
 *
 * @param settings keys whose values differ, with both; an absent one is {@code -}
 * @param against the opponent whom both were measured against: the strongest; empty for a mean
 *     return
 * @param bySteps results at equal training steps; none when the runs have nothing to compare
 * @param byMinutes results after equal times of training, in minutes
 */
public record RunComparison(
    Map<String, Difference> settings, String against, List<Pair> bySteps, List<Pair> byMinutes) {
  /** Rows of a table. */
  private static final int ROWS = 10;

  /**
   * A setting that differs.
   *
   * @param first the first run's value
   * @param second the second run's
   */
  public record Difference(String first, String second) {}

  /**
   * Results of both runs at one place.
   *
   * @param place step, or minutes
   * @param first the first run's newest result up to there; empty when it has none so early
   * @param second the second run's
   */
  public record Pair(double place, OptionalDouble first, OptionalDouble second) {
    /** A result as it is shown. */
    public static String text(OptionalDouble value, String against) {
      return value.isPresent() ? Score.text(value.getAsDouble(), against) : "-";
    }
  }

  /** Compares two runs. */
  public static RunComparison of(RunEntry first, RunEntry second) {
    Evaluations a = Evaluations.read(first.folder().resolve(MetricsFile.NAME));
    Evaluations b = Evaluations.read(second.folder().resolve(MetricsFile.NAME));
    List<String> common = new ArrayList<>(a.opponents());
    common.retainAll(b.opponents());
    Map<String, Difference> settings =
        differences(RunSettings.of(first.folder()), RunSettings.of(second.folder()));
    if (common.isEmpty()) {
      return new RunComparison(settings, "", List.of(), List.of());
    }
    String against = common.get(0);
    return new RunComparison(
        settings,
        against,
        pairs(a, b, against, Evaluations.Point::step),
        pairs(a, b, against, point -> point.seconds() / 60));
  }

  /** The keys that two configurations do not have alike. */
  public static Map<String, Difference> differences(
      Map<String, String> first, Map<String, String> second) {
    Map<String, Difference> found = new TreeMap<>();
    TreeSet<String> keys = new TreeSet<>(first.keySet());
    keys.addAll(second.keySet());
    for (String key : keys) {
      String one = first.getOrDefault(key, "-");
      String other = second.getOrDefault(key, "-");
      if (!one.equals(other)) {
        found.put(key, new Difference(one, other));
      }
    }
    return found;
  }

  /** At evenly spaced places up to the end of the shorter run, and at the end of the longer. */
  private static List<Pair> pairs(
      Evaluations a, Evaluations b, String against, ToDoubleFunction<Evaluations.Point> where) {
    double endA = where.applyAsDouble(last(a, against));
    double endB = where.applyAsDouble(last(b, against));
    double shorter = Math.min(endA, endB);
    TreeSet<Double> places = new TreeSet<>();
    for (int i = 1; i <= ROWS; i++) {
      places.add(nearest(a, against, shorter * i / ROWS, where));
    }
    places.add(shorter);
    places.add(Math.max(endA, endB));
    List<Pair> pairs = new ArrayList<>();
    for (double place : places) {
      pairs.add(new Pair(place, a.at(against, place, where), b.at(against, place, where)));
    }
    return pairs;
  }

  /** The place of the first run's first evaluation from here on, or the place itself. */
  private static double nearest(
      Evaluations a, String against, double place, ToDoubleFunction<Evaluations.Point> where) {
    return a.against(against).stream()
        .mapToDouble(where)
        .filter(one -> one >= place)
        .findFirst()
        .orElse(place);
  }

  private static Evaluations.Point last(Evaluations of, String against) {
    List<Evaluations.Point> points = of.against(against);
    return points.get(points.size() - 1);
  }
}
