package io.muzero.games.frozenlake;

import io.muzero.environment.GameOptions;
import io.muzero.games.table.TableGameProvider;

/**
 * Makes {@code frozenlake} known. Options: {@code size} (4) or 8; {@code is_slippery} (true);
 * {@code success_rate} (1/3); {@code goal_reward} (1), {@code hole_reward} (0), {@code ice_reward}
 * (0); {@code max_steps} (100 for size 4, 200 for size 8), or 0 for no bound; {@code time_aware}
 * (false).
 */
public final class FrozenLakeProvider extends TableGameProvider {
  @Override
  public String name() {
    return "frozenlake";
  }

  @Override
  public String description() {
    return "cross slippery ice between holes (Gymnasium's FrozenLake-v1)";
  }

  @Override
  public FrozenLake create(GameOptions options) {
    options.only(
        "size",
        "is_slippery",
        "success_rate",
        "goal_reward",
        "hole_reward",
        "ice_reward",
        "max_steps",
        "time_aware");
    int size = options.integer("size", 4, 4, 8);
    if (size != 4 && size != 8) {
      throw GameOptions.refusal("size", "must be 4 or 8", size);
    }
    FrozenLake.Rules usual = FrozenLake.Rules.ofSize(size);
    int maxSteps = options.integer("max_steps", usual.maxSteps(), 0, 1_000_000);
    boolean timeAware = options.flag("time_aware", usual.timeAware());
    if (timeAware && (maxSteps == 0 || maxSteps > FrozenLake.Rules.MOST_COUNTED)) {
      throw GameOptions.refusal(
          "max_steps",
          "must be within [1, " + FrozenLake.Rules.MOST_COUNTED + "] with time_aware",
          maxSteps);
    }
    return new FrozenLake(
        new FrozenLake.Rules(
            size,
            options.flag("is_slippery", true),
            options.number("success_rate", usual.successRate(), 0, 1),
            options.number("goal_reward", usual.goalReward(), -1000, 1000),
            options.number("hole_reward", usual.holeReward(), -1000, 1000),
            options.number("ice_reward", usual.iceReward(), -1000, 1000),
            maxSteps,
            timeAware));
  }
}
