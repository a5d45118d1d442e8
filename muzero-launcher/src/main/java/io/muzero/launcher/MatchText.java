package io.muzero.launcher;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.match.BradleyTerry;
import io.muzero.match.Elo;
import io.muzero.match.MatchReport;
import io.muzero.match.PairCounts;
import io.muzero.match.Sprt;
import io.muzero.selfplay.MatchResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What matches brought, as lines for people and as JSON. Immutable. */
final class MatchText {
  private static final int LONGEST_LABEL = 40;

  /** Below this share of different games it is said what helps. */
  private static final double MANY_DIFFERENT = 0.9;

  private final List<Contestant> players;
  private final @Nullable Sprt sprt;

  MatchText(List<Contestant> players, @Nullable Sprt sprt) {
    this.players = List.copyOf(players);
    this.sprt = sprt;
  }

  /** The lines of one match. */
  List<String> lines(Tournament.Played match) {
    MatchReport report = match.report();
    MatchResult result = match.result(players);
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%s won %,d, drew %,d, lost %,d of %,d games against %s%s",
            shortLabel(match.first()),
            result.wins(),
            result.draws(),
            result.losses(),
            result.games(),
            shortLabel(match.second()),
            result.distinct() < result.games()
                ? String.format(
                    Locale.ROOT,
                    "; %,d games differ, and intervals count each once",
                    result.distinct())
                : ""));
    lines.add(
        String.format(
            Locale.ROOT,
            "score %.1f %% (95 %%: %.1f to %.1f), %.1f %% moving first, %.1f %% moving second",
            100 * result.score(),
            100 * result.scoreLow(),
            100 * result.scoreHigh(),
            100 * report.result("", 0).score(),
            100 * report.result("", 1).score()));
    lines.add("Elo difference " + elo(report.elo()));
    if (sprt != null) {
      lines.add(sprtLine(sprt, report.tested(), match));
    }
    if (result.distinct() < MANY_DIFFERENT * result.games()) {
      lines.add(againstRepeats(match));
    }
    return lines;
  }

  /** What makes more games differ. */
  private String againstRepeats(Tournament.Played match) {
    boolean blind =
        IntStream.of(match.first(), match.second())
            .mapToObj(players::get)
            .anyMatch(player -> player instanceof Contestant.Named named && named.lacksSeed());
    return "many games repeat others: "
        + (blind
            ? "give each process of an engine a seed of its own by {seed} in its command, for"
                + " example gnugo's --seed {seed}, or have more random moves first (--opening-moves)"
            : "more random moves first (--opening-moves) make more of them differ");
  }

  /** For example {@code +35 (95 %: +1 to +69)}. */
  static String elo(Elo.Interval elo) {
    if (Double.isInfinite(elo.value())) {
      return elo.value() > 0
          ? String.format(Locale.ROOT, "above %+.0f (95 %%), every game was won", elo.low())
          : String.format(Locale.ROOT, "below %+.0f (95 %%), every game was lost", elo.high());
    }
    return String.format(
        Locale.ROOT, "%+.0f (95 %%: %+.0f to %+.0f)", elo.value(), elo.low(), elo.high());
  }

  private String sprtLine(Sprt test, PairCounts pairs, Tournament.Played match) {
    double llr = test.llr(pairs);
    String known =
        switch (test.state(llr)) {
          case UNDECIDED -> "undecided";
          case H0 ->
              String.format(
                  Locale.ROOT,
                  "H0 accepted: %s is not %s Elo stronger",
                  shortLabel(match.first()),
                  number(test.elo1()));
          case H1 ->
              String.format(
                  Locale.ROOT,
                  "H1 accepted: %s is more than %s Elo stronger",
                  shortLabel(match.first()),
                  number(test.elo0()));
        };
    return String.format(
        Locale.ROOT,
        "SPRT of %s against %s Elo: LLR %.2f (%.2f to %.2f) after %s, %s",
        number(test.elo0()),
        number(test.elo1()),
        llr,
        test.lower(),
        test.upper(),
        pairs(pairs),
        known);
  }

  /** The number of pairs, and how many of them the test counts. */
  private static String pairs(PairCounts pairs) {
    return String.format(
        Locale.ROOT,
        "%,d %s%s",
        pairs.pairs(),
        pairs.pairs() == 1 ? "pair" : "pairs",
        pairs.distinct() < pairs.pairs()
            ? String.format(Locale.ROOT, ", %,d of them different", pairs.distinct())
            : "");
  }

  private static String number(double value) {
    return value == Math.rint(value) ? String.format(Locale.ROOT, "%.0f", value) : "" + value;
  }

  /** Of a long path its last two names, unless another's are the same. */
  private String shortLabel(int player) {
    String label = players.get(player).label();
    if (label.length() <= LONGEST_LABEL) {
      return label;
    }
    String end = end(label);
    boolean clear = players.stream().filter(other -> end(other.label()).equals(end)).count() == 1;
    return clear ? end : label;
  }

  private static String end(String label) {
    int last = label.lastIndexOf('/');
    int before = label.lastIndexOf('/', last - 1);
    return before < 0 ? label : "…" + label.substring(before);
  }

  /**
   * The table of a tournament: with ratings the strongest first, else as the players were named.
   *
   * @param ratings of all players; null where games do not tie all of them together
   */
  List<String> table(List<Tournament.Played> matches, BradleyTerry.@Nullable Ratings ratings) {
    List<Integer> order =
        IntStream.range(0, players.size())
            .boxed()
            .sorted(Comparator.comparing((Integer i) -> ratings == null ? 0 : -ratings.elo()[i]))
            .toList();
    int width = IntStream.range(0, players.size()).map(i -> shortLabel(i).length()).max().orElse(1);
    List<String> lines = new ArrayList<>();
    StringBuilder head = new StringBuilder("   ").append(padded("", width));
    head.append(ratings == null ? "" : String.format(Locale.ROOT, " %6s %16s", "Elo", "95 %"));
    for (int i = 1; i <= order.size(); i++) {
      head.append(String.format(Locale.ROOT, " %7d", i));
    }
    lines.add(head.toString());
    for (int i = 0; i < order.size(); i++) {
      int player = order.get(i);
      StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%2d ", i + 1));
      line.append(padded(shortLabel(player), width));
      line.append(ratings == null ? "" : rating(ratings.of(player)));
      for (int other : order) {
        line.append(String.format(Locale.ROOT, " %7s", cell(matches, player, other)));
      }
      lines.add(line.toString());
    }
    lines.add("columns: score in % against the player of that number");
    if (ratings == null) {
      lines.add("no Elo: the games do not connect all players");
    }
    return lines;
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - text.length());
  }

  private static String rating(Elo.Interval elo) {
    return String.format(
        Locale.ROOT,
        " %+6.0f %16s",
        elo.value(),
        elo.low() == elo.high()
            ? "anchor"
            : String.format(Locale.ROOT, "%+.0f to %+.0f", elo.low(), elo.high()));
  }

  private static String cell(List<Tournament.Played> matches, int player, int other) {
    for (Tournament.Played match : matches) {
      double score = match.report().result("").score();
      if (match.first() == player && match.second() == other) {
        return String.format(Locale.ROOT, "%.1f", 100 * score);
      }
      if (match.first() == other && match.second() == player) {
        return String.format(Locale.ROOT, "%.1f", 100 * (1 - score));
      }
    }
    return "–";
  }

  /** Puts one match. */
  void put(ObjectNode object, Tournament.Played match) {
    MatchReport report = match.report();
    MatchResult result = match.result(players);
    object.put("first", players.get(match.first()).label());
    object.put("second", players.get(match.second()).label());
    object.put("games", result.games());
    object.put("distinctGames", result.distinct());
    object.put("wins", result.wins());
    object.put("draws", result.draws());
    object.put("losses", result.losses());
    object.put("score", result.score());
    object.put("scoreLow", result.scoreLow());
    object.put("scoreHigh", result.scoreHigh());
    object.put("scoreMovingFirst", report.result("", 0).score());
    object.put("scoreMovingSecond", report.result("", 1).score());
    put(object, "elo", report.elo());
    PairCounts pairs = report.pairs();
    ArrayNode counts = object.putArray("pairs");
    IntStream.of(pairs.none(), pairs.half(), pairs.one(), pairs.oneAndHalf(), pairs.two())
        .forEach(counts::add);
    object.put("distinctPairs", pairs.distinct());
    object.put("ended", report.ended().name().toLowerCase(Locale.ROOT));
    if (sprt == null) {
      object.putNull("sprt");
    } else {
      ObjectNode test = object.putObject("sprt");
      double llr = sprt.llr(report.tested());
      test.put("pairs", report.tested().pairs());
      test.put("distinctPairs", report.tested().distinct());
      test.put("elo0", sprt.elo0());
      test.put("elo1", sprt.elo1());
      test.put("llr", llr);
      test.put("lower", sprt.lower());
      test.put("upper", sprt.upper());
      test.put("state", sprt.state(llr).name().toLowerCase(Locale.ROOT));
    }
  }

  /** Puts an interval under three keys; what is not finite is null. */
  static void put(ObjectNode object, String key, Elo.Interval elo) {
    object.put(key, finite(elo.value()));
    object.put(key + "Low", finite(elo.low()));
    object.put(key + "High", finite(elo.high()));
  }

  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
