package io.muzero.games.mountaincar;

import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Player;
import io.muzero.games.PackedConfiguration;
import java.util.List;
import java.util.Optional;

/**
 * Makes {@code mountaincar} known. Options: {@code goal_velocity} (0), least velocity at the goal,
 * within [−.07, .07]; {@code normalise} (false), the observation brought to [−1, 1].
 */
public final class MountainCarProvider implements GameProvider {

  @Override
  public String name() {
    return "mountaincar";
  }

  @Override
  public String description() {
    return "swing a weak car out of a valley (Gymnasium's MountainCar-v0)";
  }

  @Override
  public Environment create(GameOptions options) {
    options.only("goal_velocity", "normalise");
    return new MountainCar(
        options.number("goal_velocity", 0, -0.07, 0.07), options.flag("normalise", false));
  }

  @Override
  public Optional<String> configuration() {
    return PackedConfiguration.of(name());
  }

  @Override
  public List<String> opponents() {
    return List.of("random", "heuristic");
  }

  /** The player {@code heuristic} pushes the way the car moves. */
  @Override
  public Player opponent(String opponent, GameOptions options, long seed) {
    if (!opponent.equals("heuristic")) {
      return GameProvider.super.opponent(opponent, options, seed);
    }
    return environment -> Action.of(((MountainCar) environment).state()[1] < 0 ? 0 : 2);
  }
}
