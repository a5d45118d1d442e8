package io.muzero.launcher;

import io.muzero.run.Evaluated;
import io.muzero.selfplay.EvaluationReport;
import java.util.Arrays;
import java.util.List;

/** How a run's evaluations went, as a row of bars and in a word. */
final class Sparkline {
  private static final String BARS = "▁▂▃▄▅▆▇█";

  /** Differences below this share of what was ever seen are noise. */
  private static final double NOISE = 0.05;

  /** Evaluations that make up "now", and as many before them. */
  private static final int WINDOW = 3;

  private Sparkline() {}

  /** Whether an agent still gets better. */
  enum Trend {
    /** Too few evaluations to say. */
    UNKNOWN("too early to say whether it improves"),
    /** The newest are better than those before. */
    IMPROVING("improving"),
    /** The newest are about as good as those before. */
    STEADY("steady"),
    /** The newest are worse than those before. */
    FALLING("falling"),
    /** The newest found no wrong decision. */
    FAULTLESS("no wrong decision left");

    private final String words;

    Trend(String words) {
      this.words = words;
    }

    /** For people. */
    String words() {
      return words;
    }
  }

  /** The newest evaluations as bars, at most {@code most}, the tallest for the best of them. */
  static String of(List<Evaluated> evaluations, int most) {
    List<Evaluated> shown =
        evaluations.subList(Math.max(0, evaluations.size() - most), evaluations.size());
    double[] heights = shown.stream().mapToDouble(one -> height(one.report())).toArray();
    double low = Arrays.stream(heights).min().orElse(0);
    double high = Arrays.stream(heights).max().orElse(0);
    StringBuilder bars = new StringBuilder();
    for (double height : heights) {
      double share = high > low ? (height - low) / (high - low) : 0.5;
      bars.append(BARS.charAt((int) Math.round(share * (BARS.length() - 1))));
    }
    return bars.toString();
  }

  /**
   * How high an evaluation stands. Wrong decisions run from thousands to none, so their logarithm
   * is taken: otherwise all but the first evaluations would look alike.
   */
  private static double height(EvaluationReport report) {
    double score = report.score();
    return report.exhaustive() == null ? score : -Math.log1p(Math.max(0, -score));
  }

  /** Compares the newest evaluations with those before them. */
  static Trend trend(List<Evaluated> evaluations) {
    int size = evaluations.size();
    if (size < 2) {
      return Trend.UNKNOWN;
    }
    if (evaluations.get(size - 1).report().isFaultless()) {
      return Trend.FAULTLESS;
    }
    double[] heights = evaluations.stream().mapToDouble(one -> height(one.report())).toArray();
    int window = Math.min(WINDOW, size / 2);
    double now = Arrays.stream(heights, size - window, size).average().orElse(0);
    double before = Arrays.stream(heights, size - 2 * window, size - window).average().orElse(0);
    double seen = Arrays.stream(heights).max().orElse(0) - Arrays.stream(heights).min().orElse(0);
    if (Math.abs(now - before) <= NOISE * seen) {
      return Trend.STEADY;
    }
    return now > before ? Trend.IMPROVING : Trend.FALLING;
  }
}
