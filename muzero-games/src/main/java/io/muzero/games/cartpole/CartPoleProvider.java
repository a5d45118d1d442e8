package io.muzero.games.cartpole;

import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Player;
import io.muzero.games.PackedConfiguration;
import java.util.List;
import java.util.Optional;

/**
 * Makes {@code cartpole} known. Option {@code sutton_barto_reward} (false): 0 a step and −1 for
 * failing, instead of 1 a step.
 */
public final class CartPoleProvider implements GameProvider {

  /** Weights of a linear controller that balances for 500 steps from every tried start. */
  private static final double[] WEIGHTS = {0.1, 0.3, 2, 1};

  @Override
  public String name() {
    return "cartpole";
  }

  @Override
  public String description() {
    return "balance a pole on a cart (Gymnasium's CartPole-v1)";
  }

  @Override
  public Environment create(GameOptions options) {
    return new CartPole(options.only("sutton_barto_reward").flag("sutton_barto_reward", false));
  }

  @Override
  public Optional<String> configuration() {
    return PackedConfiguration.of(name());
  }

  @Override
  public List<String> opponents() {
    return List.of("random", "heuristic");
  }

  /** The player {@code heuristic} pushes right when .1x + .3ẋ + 2θ + θ̇ is positive. */
  @Override
  public Player opponent(String opponent, GameOptions options, long seed) {
    if (!opponent.equals("heuristic")) {
      return GameProvider.super.opponent(opponent, options, seed);
    }
    return environment -> {
      double[] state = ((CartPole) environment).state();
      double sum = 0;
      for (int i = 0; i < WEIGHTS.length; i++) {
        sum += WEIGHTS[i] * state[i];
      }
      return Action.of(sum > 0 ? 1 : 0);
    };
  }
}
