package io.muzero.launcher.diagnose;

import java.util.Locale;

/** Small pieces of HTML. */
final class Html {
  private Html() {}

  /** Text whose special characters mean nothing. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  static String format(String text, Object... arguments) {
    return String.format(Locale.ROOT, text, arguments);
  }

  /** A number with as many digits as are read: {@code –} where there is none. */
  static String number(double value) {
    if (Double.isNaN(value)) {
      return "–";
    }
    double size = Math.abs(value);
    String digits = size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.3f";
    String text = format(digits, value);
    return text.replaceFirst("^-(0(?:\\.0+)?)$", "$1").replace('-', '−');
  }

  /** A round number at an axis. */
  static String tick(double value) {
    String text = format("%.4f", value).replaceFirst("\\.?0+$", "");
    return (text.equals("-0") ? "0" : text).replace('-', '−');
  }

  /** A share as per cent. */
  static String percent(double share) {
    return Double.isNaN(share) ? "–" : format("%.1f %%", 100 * share);
  }

  /** A mean with half its interval. */
  static String number(Mean.Estimate estimate) {
    return number(estimate.mean())
        + (Double.isNaN(estimate.margin()) ? "" : " ± " + number(estimate.margin()));
  }
}
