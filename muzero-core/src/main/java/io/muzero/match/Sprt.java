package io.muzero.match;

import io.muzero.settings.Check;

/**
 * Wald's sequential test of two differences of strength, H0: {@code elo0} and H1: {@code elo1}, on
 * pairs of games: it ends as soon as one of them can be dropped.
 *
 * <p>The log-likelihood ratio is that of the generalised test (M. Van den Bergh, "The generalized
 * maximum likelihood ratio for the expectation value of a distribution", 2021, and "A practical
 * introduction to the GSPRT", 2019, which Fishtest uses): of all distributions over the five
 * outcomes of a pair, the likeliest with the mean score of H1 against the likeliest with that of
 * H0. That with mean s is p<sub>i</sub> = p̂<sub>i</sub> / (1 + x (a<sub>i</sub> − s)), where x
 * solves Σ p̂<sub>i</sub> (a<sub>i</sub> − s) / (1 + x (a<sub>i</sub> − s)) = 0. The test ends at
 * Wald's bounds ln(β / (1 − α)) and ln((1 − β) / α) (A. Wald, Sequential Analysis, 1947, section
 * 3.2).
 *
 * <p>A pair that was played before counts once, as in the score's interval: the outcomes' shares
 * are those of all pairs, their number is that of the different ones.
 *
 * @param elo0 the difference of H0
 * @param elo1 the difference of H1, above {@code elo0}
 * @param alpha greatest share of tests that accept H1 where H0 is true, within (0, ½)
 * @param beta greatest share of tests that accept H0 where H1 is true, within (0, ½)
 */
public record Sprt(double elo0, double elo1, double alpha, double beta) {
  /** Stands for outcomes that were not seen, as in Fishtest: none is impossible. */
  private static final double UNSEEN = 1e-3;

  private static final int BISECTIONS = 100;

  /** What is known. */
  public enum State {
    /** Neither can be dropped yet. */
    UNDECIDED,
    /** The difference is nearer to elo0. */
    H0,
    /** The difference is nearer to elo1. */
    H1
  }

  /** Checks the ranges. */
  public Sprt {
    Check.within("elo0", elo0, -1000, 1000);
    Check.within("elo1", elo1, -1000, 1000);
    Check.that(elo0 < elo1, "elo1", "must be above elo0 = " + elo0, elo1);
    Check.above("alpha", alpha, 0);
    Check.within("alpha", alpha, 0, 0.5);
    Check.above("beta", beta, 0);
    Check.within("beta", beta, 0, 0.5);
  }

  /** The usual test, wrong in 5 % of cases on either side. */
  public static Sprt of(double elo0, double elo1) {
    return new Sprt(elo0, elo1, 0.05, 0.05);
  }

  /** At or below this log-likelihood ratio H0 is accepted. */
  public double lower() {
    return Math.log(beta / (1 - alpha));
  }

  /** At or above this log-likelihood ratio H1 is accepted. */
  public double upper() {
    return Math.log((1 - beta) / alpha);
  }

  /** What a log-likelihood ratio says. */
  public State state(double llr) {
    if (llr >= upper()) {
      return State.H1;
    }
    return llr <= lower() ? State.H0 : State.UNDECIDED;
  }

  /** The log-likelihood ratio of H1 to H0 given pairs; 0 when there are none. */
  public double llr(PairCounts pairs) {
    if (pairs.pairs() == 0) {
      return 0;
    }
    double[] counts = pairs.weights();
    double total = 0;
    for (int i = 0; i < counts.length; i++) {
      counts[i] = Math.max(counts[i], UNSEEN);
      total += counts[i];
    }
    double[] p0 = likeliest(counts, total, Elo.score(elo0));
    double[] p1 = likeliest(counts, total, Elo.score(elo1));
    double llr = 0;
    for (int i = 0; i < counts.length; i++) {
      llr += counts[i] * Math.log(p1[i] / p0[i]);
    }
    return llr;
  }

  /** The likeliest distribution with the mean score s, given counts of the scores 0, ¼ … 1. */
  private static double[] likeliest(double[] counts, double total, double s) {
    // 1 + x (a − s) is positive for all scores a within these ends, and the sum falls from ∞ to −∞.
    double low = -1 / (1 - s);
    double high = 1 / s;
    for (int i = 0; i < BISECTIONS; i++) {
      double x = (low + high) / 2;
      double sum = 0;
      for (int k = 0; k < counts.length; k++) {
        double distance = score(k, counts) - s;
        sum += counts[k] * distance / (1 + x * distance);
      }
      if (sum > 0) {
        low = x;
      } else {
        high = x;
      }
    }
    double x = (low + high) / 2;
    double[] p = new double[counts.length];
    for (int k = 0; k < counts.length; k++) {
      p[k] = counts[k] / total / (1 + x * (score(k, counts) - s));
    }
    return p;
  }

  private static double score(int outcome, double[] counts) {
    return outcome / (counts.length - 1.0);
  }
}
