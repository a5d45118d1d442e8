package io.muzero.games;

import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.Player;
import io.muzero.environment.Solver;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * The player {@code perfect}: a move that wins at once where there is one, else any move that keeps
 * the value the solver knows, all of them equally likely.
 *
 * <p>Used by one thread.
 */
public final class PerfectPlayer implements Player {
  private final Solver solver;
  private final UniformRandomProvider random;

  /** Plays by what the solver says. */
  public PerfectPlayer(Solver solver, UniformRandomProvider random) {
    this.solver = solver;
    this.random = random;
  }

  @Override
  public Action choose(Environment environment) {
    int[] values = solver.actionValues(environment);
    int best = Arrays.stream(values).max().orElseThrow();
    int[] keeping = new int[values.length];
    int count = 0;
    for (int action = 0; action < values.length; action++) {
      if (values[action] == best) {
        if (best > 0 && winsAtOnce(environment, action)) {
          return Action.of(action);
        }
        keeping[count++] = action;
      }
    }
    return Action.of(keeping[random.nextInt(count)]);
  }

  private static boolean winsAtOnce(Environment environment, int action) {
    return environment.copy().step(Action.of(action)).terminated();
  }
}
