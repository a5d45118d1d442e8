package io.muzero.totient.report;

import java.util.Locale;

/** How figures are written. */
public final class Figures {
  private Figures() {}

  /** A duration in the unit that suits it. */
  public static String duration(double seconds) {
    if (seconds == 0) {
      return "0";
    }
    if (Math.abs(seconds) < 1e-3) {
      return String.format(Locale.ROOT, "%.0f µs", seconds * 1e6);
    }
    if (Math.abs(seconds) < 1) {
      return String.format(Locale.ROOT, "%.1f ms", seconds * 1e3);
    }
    return String.format(Locale.ROOT, "%.2f s", seconds);
  }

  /** A share of one as a percentage. */
  public static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }

  /** A whole number with commas between thousands. */
  public static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** A factor with two decimals. */
  public static String factor(double factor) {
    return String.format(Locale.ROOT, "%.2f", factor);
  }
}
