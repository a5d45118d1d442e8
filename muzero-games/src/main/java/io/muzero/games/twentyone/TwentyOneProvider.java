package io.muzero.games.twentyone;

import io.muzero.environment.GameOptions;
import io.muzero.games.table.TableGameProvider;

/** Makes {@code twentyone} known. Option {@code ranks} (12), within [10, 13]; 13 is a full pack. */
public final class TwentyOneProvider extends TableGameProvider {
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
}
