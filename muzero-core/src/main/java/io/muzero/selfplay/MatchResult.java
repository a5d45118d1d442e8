package io.muzero.selfplay;

/**
 * Games against one opponent, in the agent's view.
 *
 * @param opponent the reference player's name
 * @param wins games won
 * @param draws games drawn
 * @param losses games lost
 * @param distinct different games among them, from 1: players without chance repeat themselves, and
 *     a game told twice is one observation, which the interval counts once
 */
public record MatchResult(String opponent, int wins, int draws, int losses, int distinct) {
  /** 97.5 % quantile of the normal distribution. */
  private static final double Z = 1.959963984540054;

  /** Games of which no two are alike. */
  public MatchResult(String opponent, int wins, int draws, int losses) {
    this(opponent, wins, draws, losses, wins + draws + losses);
  }

  /** Games played. */
  public int games() {
    return wins + draws + losses;
  }

  /** Mean score within [0, 1]: a win counts 1, a draw ½. */
  public double score() {
    return (wins + 0.5 * draws) / games();
  }

  /**
   * Lower end of the score's 95 % interval (Wilson's, which for scores with draws is on the safe
   * side), in which each different game counts once.
   */
  public double scoreLow() {
    return wilson(-1);
  }

  /** Upper end of the score's 95 % interval. */
  public double scoreHigh() {
    return wilson(1);
  }

  private double wilson(int side) {
    double n = distinct;
    double p = score();
    double z2 = Z * Z / n;
    double bound = (p + z2 / 2 + side * Z * Math.sqrt(p * (1 - p) / n + z2 / (4 * n))) / (1 + z2);
    return Math.min(1, Math.max(0, bound));
  }
}
