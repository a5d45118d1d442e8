package io.muzero.gymnasium;

import io.muzero.environment.GameFamily;
import io.muzero.environment.GameProvider;

/** Makes {@code gym:NAME} known for every environment that Gymnasium makes by name. */
public final class GymnasiumFamily implements GameFamily {

  /** The family. */
  public GymnasiumFamily() {}

  @Override
  public String prefix() {
    return "gym";
  }

  @Override
  public String description() {
    return "any Gymnasium environment of the Python that --python names, for example gym:CartPole-v1";
  }

  @Override
  public GameProvider game(String name) {
    return new PythonGame(prefix(), name);
  }
}
