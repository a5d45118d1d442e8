package io.muzero.match;

/**
 * Differences of strength on Elo's logistic scale: a player who is d Elo stronger scores 1 / (1 +
 * 10<sup>−d/400</sup>) on average, a draw counting ½ (A. Elo, The Rating of Chessplayers, 1978,
 * section 8.4; the logistic curve in place of the normal one is the usual deviation, as of the
 * USCF).
 */
public final class Elo {
  /** Elo of a factor e in the odds. */
  static final double UNIT = 400 / Math.log(10);

  private Elo() {}

  /**
   * An estimate with its 95 % interval.
   *
   * @param low lower end; may be −∞
   * @param value the estimate; −∞ or ∞ when every game was lost or won
   * @param high upper end; may be ∞
   */
  public record Interval(double low, double value, double high) {
    /** The same estimate of the other side. */
    public Interval negated() {
      return new Interval(-high, -value, -low);
    }
  }

  /**
   * The difference that a mean score stands for.
   *
   * @param score within [0, 1]
   * @return −∞ for 0, ∞ for 1
   */
  public static double ofScore(double score) {
    if (!(score >= 0 && score <= 1)) {
      throw new IllegalArgumentException("score must be within [0, 1], was " + score);
    }
    return UNIT * (Math.log(score) - Math.log1p(-score));
  }

  /** The mean score of a player who is so much stronger, within [0, 1]. */
  public static double score(double difference) {
    return 1 / (1 + Math.exp(-difference / UNIT));
  }

  /** The difference that a mean score with its interval stands for. */
  public static Interval ofScore(double low, double score, double high) {
    return new Interval(ofScore(low), ofScore(score), ofScore(high));
  }
}
