package io.muzero.selfplay;

import org.apache.commons.rng.UniformRandomProvider;

/**
 * Draws an action from visit counts: probability ∝ N^(1/T) (MuZero, arXiv:1911.08265, Appendix D).
 */
public final class Temperature {
  private Temperature() {}

  /**
   * Draws an action.
   *
   * @param visits visit counts; row of {@code actions} numbers from {@code offset}, at least one
   *     positive
   * @param offset index of the first
   * @param actions number of actions A
   * @param temperature above 0
   * @param random source of the draw
   */
  public static int sample(
      int[] visits, int offset, int actions, double temperature, UniformRandomProvider random) {
    int most = 0;
    for (int a = 0; a < actions; a++) {
      most = Math.max(most, visits[offset + a]);
    }
    if (most == 0) {
      throw new IllegalArgumentException("an action cannot be drawn: no action was visited");
    }
    double total = 0;
    for (int a = 0; a < actions; a++) {
      total += weight(visits[offset + a], most, temperature);
    }
    double left = random.nextDouble() * total;
    int last = -1;
    for (int a = 0; a < actions; a++) {
      if (visits[offset + a] > 0) {
        last = a;
        left -= weight(visits[offset + a], most, temperature);
        if (left < 0) {
          return a;
        }
      }
    }
    return last;
  }

  /** Relative to the most visited, so that no power overflows at low temperatures. */
  private static double weight(int visits, int most, double temperature) {
    return visits == 0 ? 0 : Math.pow((double) visits / most, 1 / temperature);
  }
}
