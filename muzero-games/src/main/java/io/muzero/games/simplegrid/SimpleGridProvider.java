package io.muzero.games.simplegrid;

import io.muzero.environment.GameOptions;
import io.muzero.games.table.TableGameProvider;

/** Makes {@code simple_grid} known; it has no options. */
public final class SimpleGridProvider extends TableGameProvider {
  @Override
  public String name() {
    return "simple_grid";
  }

  @Override
  public String description() {
    return "walk over 3×3 tiles to the goal, for trying a trainer out";
  }

  @Override
  public SimpleGrid create(GameOptions options) {
    options.only();
    return new SimpleGrid();
  }
}
