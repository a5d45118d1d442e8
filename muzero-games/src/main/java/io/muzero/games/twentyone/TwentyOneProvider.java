package io.muzero.games.twentyone;

import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Player;
import io.muzero.environment.PolicyEvaluator;
import io.muzero.games.PackedConfiguration;
import io.muzero.games.table.OptimalPlayer;
import io.muzero.games.table.TableEvaluator;
import java.util.List;
import java.util.Optional;

/** Makes {@code twentyone} known. Option {@code ranks} (12), within [10, 13]; 13 is a full pack. */
public final class TwentyOneProvider implements GameProvider {

  @Override
  public String name() {
    return "twentyone";
  }

  @Override
  public String description() {
    return "draw cards up to twenty-one against a dealer";
  }

  @Override
  public TwentyOne create(GameOptions options) {
    return new TwentyOne(options.only("ranks").integer("ranks", 12, 10, 13));
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
    return Optional.of(new TableEvaluator(() -> create(options)));
  }
}
