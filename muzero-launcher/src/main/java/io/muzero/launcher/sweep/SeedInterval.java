package io.muzero.launcher.sweep;

import java.util.Arrays;
import java.util.List;

/**
 * A mean over seeds with its two-sided 95 % interval by Student's t distribution.
 *
 * @param mean the mean
 * @param half half the interval's width; NaN for one seed, which says nothing about others
 */
public record SeedInterval(double mean, double half) {
  /**
   * 97.5 % quantiles of Student's t distribution by degrees of freedom, from 1 (any table of
   * statistics has them).
   */
  private static final double[] QUANTILES = {
    12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281, 2.2010, 2.1788,
    2.1604, 2.1448, 2.1314, 2.1199, 2.1098, 2.1009, 2.0930, 2.0860, 2.0796, 2.0739, 2.0687, 2.0639,
    2.0595, 2.0555, 2.0518, 2.0484, 2.0452
  };

  /** Most seeds that there are quantiles for. */
  static final int MOST_SEEDS = QUANTILES.length + 1;

  /** The interval of some scores, from 1 to {@link #MOST_SEEDS}. */
  static SeedInterval of(List<Double> scores) {
    double[] values = scores.stream().mapToDouble(Double::doubleValue).toArray();
    int n = values.length;
    double mean = Arrays.stream(values).average().orElseThrow();
    if (n == 1) {
      return new SeedInterval(mean, Double.NaN);
    }
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return new SeedInterval(mean, QUANTILES[n - 2] * Math.sqrt(squares / (n - 1) / n));
  }

  /** The interval's lower end; the mean for one seed. */
  double low() {
    return Double.isNaN(half) ? mean : mean - half;
  }

  /** The interval's upper end; the mean for one seed. */
  double high() {
    return Double.isNaN(half) ? mean : mean + half;
  }
}
