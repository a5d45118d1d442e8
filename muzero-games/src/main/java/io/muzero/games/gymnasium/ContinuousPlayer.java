package io.muzero.games.gymnasium;

import io.muzero.environment.Action;
import io.muzero.environment.BinnedActions;
import io.muzero.environment.Environment;
import io.muzero.environment.Player;
import java.util.function.Function;

/**
 * A reference player of continuous actions, which plays the nearest bin where actions are binned.
 *
 * @param policy the continuous action in a state, which it leaves unchanged
 */
public record ContinuousPlayer(Function<VectorEnvironment, Action> policy) implements Player {

  @Override
  public Action choose(Environment environment) {
    if (environment instanceof BinnedActions binned) {
      return Action.of(binned.nearest(policy.apply((VectorEnvironment) binned.environment())));
    }
    return policy.apply((VectorEnvironment) environment);
  }
}
