package io.muzero.launcher.runs;

import io.muzero.launcher.runs.Evaluations.Point;
import io.muzero.metrics.MetricsFile;
import io.muzero.storage.RunSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Two runs side by side.
 *
 * @param settings keys whose values differ, with both; an absent one is {@code -}
 * @param measure what both were measured by; null when the runs have nothing to compare
 * @param against the opponent of {@link Measure#SCORE}: the strongest that both met; else empty
 * @param bySteps results at equal training steps
 * @param byMinutes results after equal times of training, in minutes
 */
public record RunComparison(
    Map<String, Difference> settings,
    @Nullable Measure measure,
    String against,
    List<Pair> bySteps,
    List<Pair> byMinutes) {
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
  public record Pair(double place, OptionalDouble first, OptionalDouble second) {}

  /** What results are, the one that tells most first. */
  public enum Measure {
    /** States that the search decides wrongly, of a solved game: the fewest are the best. */
    WRONG_DECISIONS("wrongDecisions"),
    /** Score within [0, 1] against an opponent. */
    SCORE("score"),
    /** Mean return of a one-player game. */
    MEAN_RETURN("meanReturn");

    private final String key;

    Measure(String key) {
      this.key = key;
    }

    /** For programs, for example {@code meanReturn}. */
    public String key() {
      return key;
    }

    /** A result as it is shown; {@code -} where there is none. */
    public String text(OptionalDouble value) {
      if (value.isEmpty()) {
        return "-";
      }
      return switch (this) {
        case WRONG_DECISIONS -> String.format(Locale.ROOT, "%,.0f", value.getAsDouble());
        case SCORE -> String.format(Locale.ROOT, "%.1f %%", 100 * value.getAsDouble());
        case MEAN_RETURN -> String.format(Locale.ROOT, "%.2f", value.getAsDouble());
      };
    }
  }

  /** What is compared, for example {@code score vs expert}; empty when nothing is. */
  public String title() {
    if (measure == null) {
      return "";
    }
    return switch (measure) {
      case WRONG_DECISIONS -> "wrong decisions with search (fewer is better)";
      case SCORE -> "score vs " + against;
      case MEAN_RETURN -> "mean return";
    };
  }

  /** Compares two runs. */
  public static RunComparison of(RunEntry first, RunEntry second) {
    Evaluations a = Evaluations.read(first.folder().resolve(MetricsFile.NAME));
    Evaluations b = Evaluations.read(second.folder().resolve(MetricsFile.NAME));
    Map<String, Difference> settings =
        differences(RunSettings.of(first.folder()), RunSettings.of(second.folder()));
    if (!a.wrong().isEmpty() && !b.wrong().isEmpty()) {
      return of(settings, Measure.WRONG_DECISIONS, "", a.wrong(), b.wrong());
    }
    List<String> common = new ArrayList<>(a.opponents());
    common.retainAll(b.opponents());
    if (common.isEmpty()) {
      return new RunComparison(settings, null, "", List.of(), List.of());
    }
    String against = common.get(0);
    Measure measure = against.isEmpty() ? Measure.MEAN_RETURN : Measure.SCORE;
    return of(settings, measure, against, a.against(against), b.against(against));
  }

  private static RunComparison of(
      Map<String, Difference> settings,
      Measure measure,
      String against,
      List<Point> a,
      List<Point> b) {
    return new RunComparison(
        settings,
        measure,
        against,
        pairs(a, b, Point::step),
        pairs(a, b, point -> point.seconds() / 60));
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
  private static List<Pair> pairs(List<Point> a, List<Point> b, ToDoubleFunction<Point> where) {
    double endA = where.applyAsDouble(a.get(a.size() - 1));
    double endB = where.applyAsDouble(b.get(b.size() - 1));
    double shorter = Math.min(endA, endB);
    TreeSet<Double> places = new TreeSet<>();
    for (int i = 1; i < ROWS; i++) {
      places.add(nearest(a, shorter * i / ROWS, where));
    }
    places.add(nearest(a, shorter, where));
    places.add(shorter);
    places.add(Math.max(endA, endB));
    List<Pair> pairs = new ArrayList<>();
    for (double place : places) {
      pairs.add(new Pair(place, Evaluations.at(a, place, where), Evaluations.at(b, place, where)));
    }
    return pairs;
  }

  /** The place of the first evaluation from here on, or the place itself. */
  private static double nearest(List<Point> a, double place, ToDoubleFunction<Point> where) {
    return a.stream().mapToDouble(where).filter(one -> one >= place).findFirst().orElse(place);
  }
}
