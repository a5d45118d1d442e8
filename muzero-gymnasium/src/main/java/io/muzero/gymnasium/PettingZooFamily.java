package io.muzero.gymnasium;

import io.muzero.environment.GameFamily;
import io.muzero.environment.GameProvider;

/** Makes {@code pettingzoo:NAME} known for PettingZoo's classic games of two players. */
public final class PettingZooFamily implements GameFamily {

  /** The family. */
  public PettingZooFamily() {}

  @Override
  public String prefix() {
    return "pettingzoo";
  }

  @Override
  public String description() {
    return "PettingZoo's classic games of two players, for example pettingzoo:connect_four_v3";
  }

  @Override
  public GameProvider game(String name) {
    return new PythonGame(prefix(), name);
  }
}
