package io.muzero.selfplay;

import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.Player;
import org.apache.commons.rng.UniformRandomProvider;

/** Plays every legal action with equal probability. */
public final class RandomPlayer implements Player {
  private final UniformRandomProvider random;

  /** A player with its own generator. */
  public RandomPlayer(UniformRandomProvider random) {
    this.random = random;
  }

  @Override
  public Action choose(Environment environment) {
    int actions = environment.spec().actionCount();
    int chosen = -1;
    int legal = 0;
    for (int action = 0; action < actions; action++) {
      if (environment.isLegal(action) && random.nextInt(++legal) == 0) {
        chosen = action;
      }
    }
    if (chosen < 0) {
      throw new IllegalStateException("no action is legal, yet the episode has not ended");
    }
    return Action.of(chosen);
  }
}
