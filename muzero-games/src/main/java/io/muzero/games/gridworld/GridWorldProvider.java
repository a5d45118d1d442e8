package io.muzero.games.gridworld;

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
 * Makes {@code gridworld} known. Options: {@code size} (6), tiles a side within [4, 25]; {@code
 * random_start} (true); {@code all_actions} (false), MiniGrid's seven actions instead of three.
 */
public final class GridWorldProvider implements GameProvider {

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

  @Override
  public Optional<String> configuration() {
    return PackedConfiguration.of(name());
  }

  @Override
  public List<String> opponents() {
    return List.of("random", "optimal");
  }

  /** The player {@code optimal} knows its position and direction, which an agent does not see. */
  @Override
  public Player opponent(String opponent, GameOptions options, long seed) {
    return opponent.equals("optimal")
        ? new OptimalPlayer(create(options))
        : GameProvider.super.opponent(opponent, options, seed);
  }

  @Override
  public Optional<PolicyEvaluator> policyEvaluator(GameOptions options) {
    return Optional.of(new TableEvaluator(() -> create(options)));
  }
}
