package io.muzero.games.blackjack;

import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Player;
import io.muzero.environment.PolicyEvaluator;
import io.muzero.games.PackedConfiguration;
import io.muzero.games.table.OptimalPlayer;
import io.muzero.games.table.TableEvaluator;
import java.util.List;
import java.util.Optional;

/** Makes {@code blackjack} known. Options: {@code sab} (true), {@code natural} (false). */
public final class BlackjackProvider implements GameProvider {

  @Override
  public String name() {
    return "blackjack";
  }

  @Override
  public String description() {
    return "blackjack without betting (Gymnasium's Blackjack-v1)";
  }

  @Override
  public Blackjack create(GameOptions options) {
    options.only("sab", "natural");
    return new Blackjack(
        new Blackjack.Rules(options.flag("sab", true), options.flag("natural", false)));
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
