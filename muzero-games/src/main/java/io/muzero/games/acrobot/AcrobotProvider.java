package io.muzero.games.acrobot;

import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Player;
import io.muzero.games.PackedConfiguration;
import java.util.List;
import java.util.Optional;

/**
 * Makes {@code acrobot} known. Option {@code normalise} (false): the observation brought to [−1,
 * 1].
 */
public final class AcrobotProvider implements GameProvider {

  @Override
  public String name() {
    return "acrobot";
  }

  @Override
  public String description() {
    return "swing a two-link chain up by the motor in its middle (Gymnasium's Acrobot-v1)";
  }

  @Override
  public Environment create(GameOptions options) {
    return new Acrobot(options.only("normalise").flag("normalise", false));
  }

  @Override
  public Optional<String> configuration() {
    return PackedConfiguration.of(name());
  }

  @Override
  public List<String> opponents() {
    return List.of("random", "heuristic");
  }

  /**
   * The player {@code heuristic} turns the second link against the first one's swing, which drives
   * that swing; it scores −83.7.
   */
  @Override
  public Player opponent(String opponent, GameOptions options, long seed) {
    if (!opponent.equals("heuristic")) {
      return GameProvider.super.opponent(opponent, options, seed);
    }
    return environment -> Action.of(((Acrobot) environment).state()[2] > 0 ? 0 : 2);
  }
}
