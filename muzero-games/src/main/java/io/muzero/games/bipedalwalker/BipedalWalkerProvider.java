package io.muzero.games.bipedalwalker;

import io.muzero.environment.BinnedActions;
import io.muzero.environment.Environment;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Player;
import io.muzero.games.PackedConfiguration;
import java.util.List;
import java.util.Optional;

/**
 * Makes {@code bipedalwalker} known. Option {@code bins} (3, at most 9): values of each of the four
 * motors, 3 makes 81 actions; 0 leaves them continuous.
 */
public final class BipedalWalkerProvider implements GameProvider {

  @Override
  public String name() {
    return "bipedalwalker";
  }

  @Override
  public String description() {
    return "walk on two legs over rolling ground (Gymnasium's BipedalWalker-v3)";
  }

  @Override
  public Environment create(GameOptions options) {
    int bins = options.only("bins").integer("bins", 3, 0, 9);
    if (bins == 1) {
      throw GameOptions.refusal("bins", "must be 0 or within [2, 9]", bins);
    }
    BipedalWalker walker = new BipedalWalker();
    return bins == 0 ? walker : new BinnedActions(walker, bins);
  }

  @Override
  public Optional<String> configuration() {
    return PackedConfiguration.of(name());
  }

  @Override
  public List<String> opponents() {
    return List.of("random", "heuristic");
  }

  /** The player {@code heuristic} is {@link WalkerHeuristic}. */
  @Override
  public Player opponent(String opponent, GameOptions options, long seed) {
    return opponent.equals("heuristic")
        ? new WalkerHeuristic()
        : GameProvider.super.opponent(opponent, options, seed);
  }
}
