package io.muzero.games.mountaincarcontinuous;

import io.muzero.environment.Action;
import io.muzero.environment.BinnedActions;
import io.muzero.environment.Environment;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Player;
import io.muzero.games.PackedConfiguration;
import io.muzero.games.gymnasium.ContinuousPlayer;
import java.util.List;
import java.util.Optional;

/**
 * Makes {@code mountaincar_continuous} known. Options: {@code bins} (5), values the force is binned
 * to, or 0 for continuous actions; {@code goal_velocity} (0), least velocity at the goal, within
 * [−.07, .07]; {@code normalise} (false), the observation brought to [−1, 1].
 */
public final class MountainCarContinuousProvider implements GameProvider {

  @Override
  public String name() {
    return "mountaincar_continuous";
  }

  @Override
  public String description() {
    return "swing a car out of a valley at least cost (Gymnasium's MountainCarContinuous-v0)";
  }

  @Override
  public Environment create(GameOptions options) {
    options.only("bins", "goal_velocity", "normalise");
    return BinnedActions.byOption(
        new MountainCarContinuous(
            options.number("goal_velocity", 0, -0.07, 0.07), options.flag("normalise", false)),
        options,
        5);
  }

  @Override
  public Optional<String> configuration() {
    return PackedConfiguration.of(name());
  }

  @Override
  public List<String> opponents() {
    return List.of("random", "heuristic");
  }

  /** The player {@code heuristic} pushes the way the car moves, with all its force. */
  @Override
  public Player opponent(String opponent, GameOptions options, long seed) {
    if (!opponent.equals("heuristic")) {
      return GameProvider.super.opponent(opponent, options, seed);
    }
    return new ContinuousPlayer(state -> Action.of(state.state()[1] < 0 ? -1f : 1f));
  }
}
