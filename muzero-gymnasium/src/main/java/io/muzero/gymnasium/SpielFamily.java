package io.muzero.gymnasium;

import io.muzero.environment.GameFamily;
import io.muzero.environment.GameProvider;

/** Makes {@code spiel:NAME} known for OpenSpiel's games of perfect information. */
public final class SpielFamily implements GameFamily {

  /** The family. */
  public SpielFamily() {}

  @Override
  public String prefix() {
    return "spiel";
  }

  @Override
  public String description() {
    return "OpenSpiel's games of perfect information, for example spiel:breakthrough";
  }

  @Override
  public GameProvider game(String name) {
    return new PythonGame(prefix(), name);
  }
}
