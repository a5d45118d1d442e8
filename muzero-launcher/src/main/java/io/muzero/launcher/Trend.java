package io.muzero.launcher;

import io.muzero.match.Elo;
import java.util.List;
import java.util.Locale;

/**
 * Whether a run still gets better: the mean of its last checkpoints against the mean of as many
 * just before, each a third of all there are.
 *
 * @param before the first and last of the earlier checkpoints
 * @param last the first and last of the latest checkpoints
 * @param gain what the latest have more, with its 95 % interval
 */
record Trend(Span before, Span last, Elo.Interval gain) {
  /**
   * Some checkpoints in a row.
   *
   * @param first training step of the first
   * @param last training step of the last
   */
  record Span(long first, long last) {
    private static Span of(List<Rung> rungs) {
      return new Span(rungs.get(0).step(), rungs.get(rungs.size() - 1).step());
    }

    private String text() {
      return first == last
          ? String.format(Locale.ROOT, "step %,d", first)
          : String.format(Locale.ROOT, "steps %,d to %,d", first, last);
    }
  }

  /** What is known. */
  enum Answer {
    /** It is. */
    YES,
    /** It gets worse. */
    WORSE,
    /** Chance explains what is seen. */
    NOT_SHOWN
  }

  /** Checkpoints in each of the two groups, of so many in all. */
  static int group(int rungs) {
    return Math.max(1, Math.round(rungs / 3f));
  }

  /**
   * The weights by which the ratings of all rungs give the gain: they add up to 0.
   *
   * @param rungs how many there are, at least 2
   */
  static double[] weights(int rungs) {
    int group = group(rungs);
    double[] weights = new double[rungs];
    for (int i = 0; i < group; i++) {
      weights[rungs - 1 - i] = 1.0 / group;
      weights[rungs - 1 - group - i] = -1.0 / group;
    }
    return weights;
  }

  /**
   * A trend.
   *
   * @param rungs at least 2
   * @param gain the sum of their measures by {@link #weights}
   */
  static Trend of(List<Rung> rungs, Elo.Interval gain) {
    int all = rungs.size();
    int group = group(all);
    return new Trend(
        Span.of(rungs.subList(all - 2 * group, all - group)),
        Span.of(rungs.subList(all - group, all)),
        gain);
  }

  /** Whether it still gets better. */
  Answer answer() {
    if (gain.low() > 0) {
      return Answer.YES;
    }
    return gain.high() < 0 ? Answer.WORSE : Answer.NOT_SHOWN;
  }

  /**
   * The answer in one sentence.
   *
   * @param unit of the measure, for example {@code Elo}
   */
  String sentence(String unit, int decimals) {
    String number = "%+." + decimals + "f";
    String change =
        String.format(
            Locale.ROOT,
            "from "
                + before.text()
                + " to "
                + last.text()
                + " it changed by "
                + number
                + " %s"
                + " (95 %%: "
                + number
                + " to "
                + number
                + ")",
            gain.value(),
            unit,
            gain.low(),
            gain.high());
    return switch (answer()) {
      case YES -> "Is it still getting better? Yes: " + change + ".";
      case WORSE -> "Is it still getting better? No, it is getting worse: " + change + ".";
      case NOT_SHOWN -> "Is it still getting better? Not that these games show: " + change + ".";
    };
  }
}
