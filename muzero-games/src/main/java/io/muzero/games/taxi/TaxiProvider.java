package io.muzero.games.taxi;

import io.muzero.environment.GameOptions;
import io.muzero.environment.PolicyEvaluator;
import io.muzero.games.table.TableGameProvider;
import java.util.Optional;

/**
 * Makes {@code taxi} known. Options: {@code is_rainy} (false), {@code fickle_passenger} (false).
 *
 * <p>The player {@code optimal} does not foresee that a fickle passenger may change their mind.
 */
public final class TaxiProvider extends TableGameProvider {
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

  /** Empty for fickle passengers, whose minds are not part of the state. */
  @Override
  public Optional<PolicyEvaluator> policyEvaluator(GameOptions options) {
    create(options); // refuses options that it does not know
    return options.flag("fickle_passenger", false)
        ? Optional.empty()
        : super.policyEvaluator(options);
  }
}
