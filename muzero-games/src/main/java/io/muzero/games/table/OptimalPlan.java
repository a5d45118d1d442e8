package io.muzero.games.table;

import io.muzero.games.table.TransitionTable.Outcome;

/**
 * The best action in each state at each step of an episode, by backward induction over the steps
 * (R. Bellman, "Dynamic Programming", 1957).
 *
 * <p>A world without a bound on its steps is planned over {@value #HORIZON}, and each step is
 * played as the first of them. Immutable and thread-safe.
 */
public final class OptimalPlan {
  private static final int HORIZON = 1000;

  private final boolean bounded;

  /** By steps made so far, then state. */
  private final byte[][] actions;

  private final double value;

  /** Plans for a world as its options have made it; the world is only looked at. */
  public OptimalPlan(TableWorld world) {
    TransitionTable table = world.table();
    int limit = world.spec().maxSteps();
    bounded = limit > 0;
    int steps = bounded ? limit : HORIZON;
    actions = new byte[steps][table.states()];
    double[] values = new double[table.states()];
    for (int step = steps; step >= 1; step--) {
      values = before(table, world.rewardFactor(step), values, actions[step - 1]);
    }
    double sum = 0;
    for (int state = 0; state < values.length; state++) {
      sum += table.start(state) * values[state];
    }
    value = sum;
  }

  /** The values one step earlier, with the actions that have them; 0 where nothing can be done. */
  private static double[] before(
      TransitionTable table, double factor, double[] after, byte[] best) {
    double[] values = new double[table.states()];
    for (int state = 0; state < values.length; state++) {
      double greatest = Double.NEGATIVE_INFINITY;
      for (int action = 0; action < table.actions(); action++) {
        if (table.isLegal(state, action)) {
          double value = 0;
          for (Outcome outcome : table.outcomes(state, action)) {
            double rest = outcome.terminated() ? 0 : after[outcome.next()];
            value += outcome.probability() * (outcome.reward() * factor + rest);
          }
          if (value > greatest) {
            greatest = value;
            best[state] = (byte) action;
          }
        }
      }
      values[state] = greatest == Double.NEGATIVE_INFINITY ? 0 : greatest;
    }
    return values;
  }

  /** The expected undiscounted return of an episode played by the plan. */
  public double value() {
    return value;
  }

  /**
   * The best action.
   *
   * @param steps steps made so far, from 0
   */
  public int action(int steps, int state) {
    return actions[bounded ? steps : 0][state];
  }
}
