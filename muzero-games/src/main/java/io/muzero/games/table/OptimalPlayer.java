package io.muzero.games.table;

import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.Player;

/** The player {@code optimal}: knows the state, the step and all chances, and plays the best. */
public final class OptimalPlayer implements Player {
  private final OptimalPlan plan;

  /** Plays in worlds made with the same options as this one. */
  public OptimalPlayer(TableWorld world) {
    plan = new OptimalPlan(world);
  }

  @Override
  public Action choose(Environment environment) {
    TableWorld world = (TableWorld) environment;
    return Action.of(plan.action(world.steps(), world.state()));
  }
}
