package io.muzero.launcher.diagnose;

import java.util.HashMap;
import java.util.Map;

/**
 * The mean of numbers that come in games, with its 95 % interval. Numbers of one game are no
 * independent measurements, so the interval is that of the games: each contributes the sum of its
 * deviations (a cluster-robust standard error). Used by one thread.
 */
final class Mean {
  private static final double NORMAL_95 = 1.96;

  private final Map<Integer, double[]> games = new HashMap<>();
  private double sum;
  private int count;

  void add(int game, double value) {
    double[] of = games.computeIfAbsent(game, key -> new double[2]);
    of[0] += value;
    of[1]++;
    sum += value;
    count++;
  }

  int count() {
    return count;
  }

  /** NaN without numbers. */
  double mean() {
    return sum / count;
  }

  /** Half the interval's width; NaN with fewer than two games. */
  double margin() {
    if (games.size() < 2) {
      return Double.NaN;
    }
    double squares = 0;
    for (double[] game : games.values()) {
      double deviation = game[0] - mean() * game[1];
      squares += deviation * deviation;
    }
    double corrected = squares * games.size() / (games.size() - 1);
    return NORMAL_95 * Math.sqrt(corrected) / count;
  }

  /** It as part of a report. */
  Estimate estimate() {
    return new Estimate(count, mean(), margin());
  }

  /**
   * A mean.
   *
   * @param count numbers in it
   * @param mean NaN without numbers
   * @param margin half the width of its 95 % interval; NaN when that is not known
   */
  record Estimate(int count, double mean, double margin) {}
}
