package io.muzero.selfplay;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one evaluation found.
 *
 * @param matches results against reference players; empty for one player
 * @param returns returns of episodes; null for two players
 * @param exhaustive the walk of a solved game; null where it cannot be walked
 * @param exact exact values of the policies of a small one-player game; null elsewhere
 */
public record EvaluationReport(
    List<MatchResult> matches,
    @Nullable ReturnStatistics returns,
    @Nullable ExhaustiveReport exhaustive,
    @Nullable ExactReport exact) {

  /** Copies the list. */
  public EvaluationReport {
    matches = List.copyOf(matches);
  }

  static EvaluationReport of(ReturnStatistics returns, @Nullable ExactReport exact) {
    return new EvaluationReport(List.of(), returns, null, exact);
  }

  static EvaluationReport of(List<MatchResult> matches, @Nullable ExhaustiveReport exhaustive) {
    return new EvaluationReport(matches, null, exhaustive, null);
  }

  /** Whether the score was computed, not sampled: once more it would be the same. */
  public boolean isExact() {
    return exact != null || exhaustive != null;
  }

  /**
   * Whether every decision was judged and none was wrong: no state in which the search gives value
   * away, or an expected return within 1e-9 of the optimum.
   */
  public boolean isFaultless() {
    if (exhaustive != null) {
      return exhaustive.badDecisionsSearch() == 0;
    }
    return exact != null && exact.search() >= exact.optimum() - 1e-9;
  }

  /**
   * By which checkpoints are compared, higher is better: for one player the exact value of the
   * search's policy or else the mean return; for two the mean score over opponents, unless the game
   * was walked: then 0 is perfect, each state that the search decides wrongly counts −1, and all
   * that the raw policy decides wrongly and all lines lost count less than one such state together.
   */
  public double score() {
    if (exact != null) {
      return exact.search();
    }
    if (returns != null) {
      return returns.mean();
    }
    if (exhaustive != null) {
      double policy = (double) exhaustive.badDecisionsPolicy() / (exhaustive.states() + 1);
      double losses = (double) exhaustive.losses() / (exhaustive.lines() + 1);
      return -exhaustive.badDecisionsSearch() - (policy + losses) / 2;
    }
    return matches.stream().mapToDouble(MatchResult::score).average().orElse(0);
  }
}
