package io.muzero.launcher.runs;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * The result of an evaluation.
 *
 * @param value score within [0, 1] against an opponent, or a mean return; empty: none was measured
 * @param against the opponent; empty for a mean return
 * @param wrong states that the search decides wrongly; empty where the game is not solved
 */
public record Score(OptionalDouble value, String against, OptionalDouble wrong) {
  /** Nothing was measured. */
  static final Score NONE = of(OptionalDouble.empty(), "");

  /** A result of a game that is not solved. */
  static Score of(OptionalDouble value, String against) {
    return new Score(value, against, OptionalDouble.empty());
  }

  /**
   * For example {@code 98.5 % vs expert}, {@code 0 wrong decisions}, {@code 200.00} or {@code -}.
   */
  public String text() {
    if (wrong.isPresent()) {
      return wrong(wrong.getAsDouble()) + (wrong.getAsDouble() == 1 ? " decision" : " decisions");
    }
    if (value.isEmpty()) {
      return "-";
    }
    return text(value.getAsDouble(), against) + (against.isEmpty() ? "" : " vs " + against);
  }

  /**
   * The score of one of the run's checkpoints, by which checkpoints are compared, as it is meant: a
   * mean return, a mean score, or less a state for each that is decided wrongly.
   */
  public String ofCheckpoint(OptionalDouble score) {
    if (score.isEmpty()) {
      return "-";
    }
    return wrong.isPresent()
        ? wrong(Math.floor(-score.getAsDouble()))
        : text(score.getAsDouble(), against);
  }

  private static String wrong(double states) {
    return String.format(Locale.ROOT, "%,d wrong", (long) states);
  }

  /** The number alone. */
  static String text(double value, String against) {
    return against.isEmpty()
        ? String.format(Locale.ROOT, "%.2f", value)
        : String.format(Locale.ROOT, "%.1f %%", 100 * value);
  }
}
