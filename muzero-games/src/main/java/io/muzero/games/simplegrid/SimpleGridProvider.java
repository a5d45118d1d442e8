package io.muzero.games.simplegrid;

import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Player;
import io.muzero.environment.PolicyEvaluator;
import io.muzero.games.PackedConfiguration;
import io.muzero.games.table.OptimalPlayer;
import io.muzero.games.table.TableEvaluator;
import java.util.List;
import java.util.Optional;

/** Makes {@code simple_grid} known; it has no options. */
public final class SimpleGridProvider implements GameProvider {

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
    options.only();
    return Optional.of(new TableEvaluator(SimpleGrid::new));
  }
}
