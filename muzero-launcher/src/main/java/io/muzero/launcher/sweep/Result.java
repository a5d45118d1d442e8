package io.muzero.launcher.sweep;

/** What became of a {@link Job}. */
public sealed interface Result {
  /**
   * It reached its rung.
   *
   * @param score of the evaluation at its end, higher is better
   * @param step training steps done; fewer than the rung's where the run ended by {@code
   *     run.stopAt}
   * @param seconds trained so far, over all rungs
   */
  record Scored(double score, long step, double seconds) implements Result {}

  /**
   * It failed.
   *
   * @param line why, in its own one line
   */
  record Failed(String line) implements Result {}
}
