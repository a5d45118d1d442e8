package io.muzero.games.lunarlander;

import io.muzero.environment.Action;
import io.muzero.environment.BinnedActions;
import io.muzero.environment.Environment;
import io.muzero.environment.Player;

/**
 * A player by two proportional-derivative controllers, the policy of Gymnasium's {@code
 * lunar_lander.heuristic}.
 *
 * <p>One wants an angle that leans towards the pad, by half the distance plus the horizontal
 * velocity and by at most .4 rad; the other wants a height of .55 of the horizontal distance. Once
 * a leg touches, it only brakes the fall. The greater wish chooses the engine; continuous throttles
 * follow both. Mean return 237 over 1,000 landings without wind. Stateless.
 */
final class LanderHeuristic implements Player {
  private static final double GREATEST_LEAN = 0.4;
  private static final double THRESHOLD = 0.05;

  @Override
  public Action choose(Environment environment) {
    if (environment instanceof BinnedActions binned) {
      return Action.of(binned.nearest(choose((LunarLander) binned.environment())));
    }
    return choose((LunarLander) environment);
  }

  private static Action choose(LunarLander lander) {
    double[] state = lander.gymnasiumObservation();
    double turn;
    double lift;
    if (state[6] != 0 || state[7] != 0) {
      turn = 0;
      lift = -0.5 * state[3];
    } else {
      double lean = 0.5 * state[0] + state[2];
      lean = Math.max(-GREATEST_LEAN, Math.min(GREATEST_LEAN, lean));
      turn = 0.5 * (lean - state[4]) - state[5];
      lift = 0.5 * (0.55 * Math.abs(state[0]) - state[1]) - 0.5 * state[3];
    }
    if (lander.options().continuous()) {
      return Action.of(clip(20 * lift - 1), clip(-20 * turn));
    }
    if (lift > Math.abs(turn) && lift > THRESHOLD) {
      return Action.of(2);
    }
    return Action.of(turn < -THRESHOLD ? 3 : turn > THRESHOLD ? 1 : 0);
  }

  private static float clip(double value) {
    return (float) Math.max(-1, Math.min(1, value));
  }
}
