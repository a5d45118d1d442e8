package io.muzero.games.cliff;

import io.muzero.environment.GameOptions;
import io.muzero.games.table.TableGameProvider;

/**
 * Makes {@code cliff} known. Options: {@code is_slippery} (false); {@code max_steps} (200), or 0
 * for no bound.
 */
public final class CliffWalkingProvider extends TableGameProvider {
  @Override
  public String name() {
    return "cliff";
  }

  @Override
  public String description() {
    return "walk along a cliff without falling (Gymnasium's CliffWalking-v1)";
  }

  @Override
  public CliffWalking create(GameOptions options) {
    options.only("is_slippery", "max_steps");
    return new CliffWalking(
        options.flag("is_slippery", false), options.integer("max_steps", 200, 0, 1_000_000));
  }
}
