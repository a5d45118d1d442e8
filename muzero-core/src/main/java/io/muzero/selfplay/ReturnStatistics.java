package io.muzero.selfplay;

import java.util.Arrays;

/**
 * Returns (undiscounted sums of rewards) of a number of episodes.
 *
 * @param episodes how many, at least 1
 * @param mean their mean
 * @param sd their sample standard deviation; 0 for one episode
 * @param min the least
 * @param max the greatest
 */
public record ReturnStatistics(int episodes, double mean, double sd, double min, double max) {
  /** Statistics of the given returns, at least one. */
  public static ReturnStatistics of(double[] returns) {
    double mean = Arrays.stream(returns).average().orElseThrow();
    double squares = Arrays.stream(returns).map(r -> (r - mean) * (r - mean)).sum();
    return new ReturnStatistics(
        returns.length,
        mean,
        returns.length > 1 ? Math.sqrt(squares / (returns.length - 1)) : 0,
        Arrays.stream(returns).min().orElseThrow(),
        Arrays.stream(returns).max().orElseThrow());
  }
}
