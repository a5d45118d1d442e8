package io.muzero.games.table;

import io.muzero.environment.Environment;
import io.muzero.environment.PolicyEvaluator;
import io.muzero.games.table.TransitionTable.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The exact value of any policy of a world with a bound on its steps: the probability of being in
 * each state is carried forward step by step, and what is paid on the way is summed.
 */
public final class TableEvaluator implements PolicyEvaluator {
  private final Supplier<? extends TableWorld> factory;
  private final TableWorld world;
  private final TransitionTable table;
  private final int[] states;
  private final double optimum;

  /**
   * Evaluates policies of worlds from a factory.
   *
   * @param factory makes a new world on each call, all with the same options
   * @throws IllegalArgumentException when its episodes have no bound
   */
  public TableEvaluator(Supplier<? extends TableWorld> factory) {
    this.factory = factory;
    world = factory.get();
    if (world.spec().maxSteps() == 0) {
      throw new IllegalArgumentException("only episodes with a bound on their steps have values");
    }
    table = world.table();
    states = table.reachable();
    optimum = new OptimalPlan(world).value();
  }

  @Override
  public List<Environment> states() {
    List<Environment> environments = new ArrayList<>(states.length);
    for (int state : states) {
      TableWorld environment = factory.get();
      environment.reset(0);
      environment.setState(state);
      environments.add(environment);
    }
    return environments;
  }

  @Override
  public double value(int[] actions) {
    int[] byState = byState(actions);
    double[] now = new double[table.states()];
    for (int state : states) {
      now[state] = table.start(state);
    }
    double value = 0;
    for (int step = 1; step <= world.spec().maxSteps(); step++) {
      double factor = world.rewardFactor(step);
      double[] then = new double[now.length];
      for (int state : states) {
        if (now[state] > 0) {
          for (Outcome outcome : table.outcomes(state, byState[state])) {
            double probability = now[state] * outcome.probability();
            value += probability * outcome.reward() * factor;
            if (!outcome.terminated()) {
              then[outcome.next()] += probability;
            }
          }
        }
      }
      now = then;
    }
    return value;
  }

  private int[] byState(int[] actions) {
    if (actions.length != states.length) {
      throw new IllegalArgumentException(
          "a policy has an action for each of the "
              + states.length
              + " states, was "
              + actions.length);
    }
    int[] byState = new int[table.states()];
    for (int i = 0; i < states.length; i++) {
      int action = actions[i];
      if (action < 0 || action >= table.actions() || !table.isLegal(states[i], action)) {
        throw new IllegalArgumentException(
            "action " + action + " is not legal in state number " + i + " of states()");
      }
      byState[states[i]] = action;
    }
    return byState;
  }

  @Override
  public double optimum() {
    return optimum;
  }
}
