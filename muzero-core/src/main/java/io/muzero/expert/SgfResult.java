package io.muzero.expert;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The result that an SGF tree's root names, its property RE. */
final class SgfResult {
  private static final Pattern WON = Pattern.compile("([BW])\\+(.*)");
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,6}(\\.\\d{1,6})?");

  private SgfResult() {}

  /**
   * The result in the first player's view: 1, 0 or −1; empty where none is named.
   *
   * @param komi that is played with here; a margin reckoned with another is changed by the
   *     difference
   */
  static OptionalInt of(Map<String, List<String>> root, double komi) {
    String result = SgfMoves.value(root, "RE", "").toUpperCase(Locale.ROOT);
    if (result.equals("0") || result.equals("DRAW") || result.equals("JIGO")) {
      return won(0, root, komi);
    }
    Matcher matcher = WON.matcher(result);
    if (!matcher.matches()) {
      return OptionalInt.empty();
    }
    int winner = matcher.group(1).equals("B") ? 1 : -1;
    String margin = matcher.group(2).strip();
    return NUMBER.matcher(margin).matches()
        ? won(winner * Double.parseDouble(margin), root, komi)
        : OptionalInt.of(winner);
  }

  private static OptionalInt won(double margin, Map<String, List<String>> root, double komi) {
    String written = SgfMoves.value(root, "KM", "");
    double change = NUMBER.matcher(written).matches() ? Double.parseDouble(written) - komi : 0;
    return OptionalInt.of((int) Math.signum(margin + change));
  }

  /** The result as it is written. */
  static String written(int result) {
    return result == 0 ? "0" : result > 0 ? "B+" : "W+";
  }
}
