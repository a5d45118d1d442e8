package io.muzero.gymnasium;

import io.muzero.environment.GameFamily;
import io.muzero.environment.GameProvider;

/** Makes {@code pettingzoo:NAME} known for PettingZoo's games of two who see everything. */
public final class PettingZooFamily implements GameFamily {

  /** The family. */
  public PettingZooFamily() {}

  @Override
  public String prefix() {
    return "pettingzoo";
  }

  @Override
  public String description() {
    return "PettingZoo's chess, Connect Four, Go and tic-tac-toe, for example pettingzoo:connect_four_v3";
  }

  @Override
  public GameProvider game(String name) {
    return new PythonGame(prefix(), name);
  }
}
