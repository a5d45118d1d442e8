package io.muzero.games.table;

import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Player;
import io.muzero.environment.PolicyEvaluator;
import io.muzero.games.PackedConfiguration;
import java.util.List;
import java.util.Optional;

/**
 * Makes a game known whose chances are a table: its player {@code optimal} plays the best policy,
 * and what a policy is worth is computed exactly where its episodes have a bound.
 */
public abstract class TableGameProvider implements GameProvider {
  private static final String OPTIMAL = "optimal";

  @Override
  public abstract TableWorld create(GameOptions options);

  @Override
  public final Optional<String> configuration() {
    return PackedConfiguration.of(name());
  }

  @Override
  public final List<String> opponents() {
    return List.of("random", OPTIMAL);
  }

  @Override
  public Player opponent(String opponent, GameOptions options, long seed) {
    return opponent.equals(OPTIMAL)
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
