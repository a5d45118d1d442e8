package io.muzero.games.taxi;

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
 * Makes {@code taxi} known. Options: {@code is_rainy} (false), {@code fickle_passenger} (false).
 */
public final class TaxiProvider implements GameProvider {

  @Override
  public String name() {
    return "taxi";
  }

  @Override
  public String description() {
    return "fetch a passenger and bring them where they want (Gymnasium's Taxi-v4)";
  }

  @Override
  public Taxi create(GameOptions options) {
    options.only("is_rainy", "fickle_passenger");
    return new Taxi(options.flag("is_rainy", false), options.flag("fickle_passenger", false));
  }

  @Override
  public Optional<String> configuration() {
    return PackedConfiguration.of(name());
  }

  @Override
  public List<String> opponents() {
    return List.of("random", "optimal");
  }

  /** The player {@code optimal} does not foresee that a fickle passenger may change their mind. */
  @Override
  public Player opponent(String opponent, GameOptions options, long seed) {
    return opponent.equals("optimal")
        ? new OptimalPlayer(create(options))
        : GameProvider.super.opponent(opponent, options, seed);
  }

  /** Empty for fickle passengers, whose minds are not part of the state. */
  @Override
  public Optional<PolicyEvaluator> policyEvaluator(GameOptions options) {
    create(options);
    return options.flag("fickle_passenger", false)
        ? Optional.empty()
        : Optional.of(new TableEvaluator(() -> create(options)));
  }
}
