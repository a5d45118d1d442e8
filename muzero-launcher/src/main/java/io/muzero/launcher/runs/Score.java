package io.muzero.launcher.runs;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * The result of an evaluation.
 *
 * @param value score within [0, 1] against an opponent, or a mean return; empty: none was measured
 * @param against the opponent; empty for a mean return
 */
public record Score(OptionalDouble value, String against) {
  /** Nothing was measured. */
  static final Score NONE = new Score(OptionalDouble.empty(), "");

  /** For example {@code 98.5 % vs expert}, {@code 200.00} or {@code -}. */
  public String text() {
    if (value.isEmpty()) {
      return "-";
    }
    return text(value.getAsDouble(), against) + (against.isEmpty() ? "" : " vs " + against);
  }

  /** The number alone. */
  static String text(double value, String against) {
    return against.isEmpty()
        ? String.format(Locale.ROOT, "%.2f", value)
        : String.format(Locale.ROOT, "%.1f %%", 100 * value);
  }
}
