package io.muzero.launcher;

import io.muzero.selfplay.EvaluationReport;
import io.muzero.selfplay.ExactReport;
import io.muzero.selfplay.ExhaustiveReport;
import io.muzero.selfplay.MatchResult;
import io.muzero.selfplay.ReturnStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What an evaluation found, in words that need no manual. */
final class Strength {
  private Strength() {}

  /**
   * For example {@code 98.0 % against random, 50.0 % against expert; wrong in 4 of 4,520 states}.
   */
  static String of(EvaluationReport report) {
    List<String> parts = new ArrayList<>();
    List<MatchResult> matches = report.matches();
    if (!matches.isEmpty()) {
      List<String> scores = new ArrayList<>();
      for (MatchResult match : matches) {
        scores.add(
            String.format(
                Locale.ROOT, "%.1f %% against %s", 100 * match.score(), match.opponent()));
      }
      parts.add("scores " + String.join(", ", scores));
    }
    ExhaustiveReport walk = report.exhaustive();
    if (walk != null) {
      parts.add(
          String.format(
              Locale.ROOT,
              "wrong in %,d of %,d states (without search %,d), loses %,d of %,d lines",
              walk.badDecisionsSearch(),
              walk.states(),
              walk.badDecisionsPolicy(),
              walk.losses(),
              walk.lines()));
    }
    ReturnStatistics returns = report.returns();
    if (returns != null) {
      parts.add(
          String.format(
              Locale.ROOT,
              "mean return %.2f of %d episodes (%.2f to %.2f)",
              returns.mean(),
              returns.episodes(),
              returns.min(),
              returns.max()));
    }
    ExactReport exact = report.exact();
    if (exact != null) {
      parts.add(
          String.format(
              Locale.ROOT,
              "worth %.4f, the optimum is %.4f (exactly; without search %.4f)",
              exact.search(),
              exact.optimum(),
              exact.policy()));
    }
    return String.join("; ", parts);
  }
}
