package io.muzero.games.cliff;

import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Player;
import io.muzero.environment.PolicyEvaluator;
import io.muzero.games.PackedConfiguration;
import io.muzero.games.table.OptimalPlayer;
import io.muzero.games.table.TableEvaluator;
import java.util.List;
import java.util.Optional;

/**
 * Makes {@code cliff} known. Options: {@code is_slippery} (false); {@code max_steps} (200), or 0
 * for no bound.
 */
public final class CliffWalkingProvider implements GameProvider {

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

  @Override
  public Optional<String> configuration() {
    return PackedConfiguration.of(name());
  }

  @Override
  public List<String> opponents() {
    return List.of("random", "optimal");
  }

  @Override
  public Player opponent(String opponent, GameOptions options, long seed) {
    return opponent.equals("optimal")
        ? new OptimalPlayer(create(options))
        : GameProvider.super.opponent(opponent, options, seed);
  }

  @Override
  public Optional<PolicyEvaluator> policyEvaluator(GameOptions options) {
    return create(options).spec().maxSteps() == 0
        ? Optional.empty()
        : Optional.of(new TableEvaluator(() -> create(options)));
  }
}
