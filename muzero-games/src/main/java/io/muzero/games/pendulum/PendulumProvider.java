package io.muzero.games.pendulum;

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
 * Makes {@code pendulum} known. Options: {@code bins} (9), values the torque is binned to, or 0 for
 * continuous actions; {@code g} (10), gravity in m/s² within [0, 100]; {@code normalise} (false),
 * the observation brought to [−1, 1].
 */
public final class PendulumProvider implements GameProvider {

  @Override
  public String name() {
    return "pendulum";
  }

  @Override
  public String description() {
    return "swing a rod up and keep it there (Gymnasium's Pendulum-v1)";
  }

  @Override
  public Environment create(GameOptions options) {
    options.only("bins", "g", "normalise");
    return BinnedActions.byOption(
        new Pendulum(
            options.number("g", Pendulum.GRAVITY, 0, 100), options.flag("normalise", false)),
        options,
        9);
  }

  @Override
  public Optional<String> configuration() {
    return PackedConfiguration.of(name());
  }

  @Override
  public List<String> opponents() {
    return List.of("random", "heuristic");
  }

  /** The player {@code heuristic} is a {@link SwingUp}. */
  @Override
  public Player opponent(String opponent, GameOptions options, long seed) {
    if (!opponent.equals("heuristic")) {
      return GameProvider.super.opponent(opponent, options, seed);
    }
    return new ContinuousPlayer(environment -> SwingUp.torque((Pendulum) environment));
  }
}
