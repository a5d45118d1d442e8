package io.muzero.games.gridworld;

import io.muzero.environment.GameOptions;
import io.muzero.games.table.TableGameProvider;

/**
 * Makes {@code gridworld} known. Options: {@code size} (6), tiles a side within [4, 25]; {@code
 * random_start} (true); {@code all_actions} (false), MiniGrid's seven actions instead of three.
 *
 * <p>The player {@code optimal} knows its position and direction, which an agent does not see.
 */
public final class GridWorldProvider extends TableGameProvider {
  @Override
  public String name() {
    return "gridworld";
  }

  @Override
  public String description() {
    return "find the goal of a room seen in part (MiniGrid-Empty-Random-6x6)";
  }

  @Override
  public GridWorld create(GameOptions options) {
    options.only("size", "random_start", "all_actions");
    return new GridWorld(
        options.integer("size", 6, 4, 25),
        options.flag("random_start", true),
        options.flag("all_actions", false));
  }
}
