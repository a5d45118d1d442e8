package io.muzero.games.blackjack;

import io.muzero.environment.GameOptions;
import io.muzero.games.table.TableGameProvider;

/** Makes {@code blackjack} known. Options: {@code sab} (true), {@code natural} (false). */
public final class BlackjackProvider extends TableGameProvider {
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
}
