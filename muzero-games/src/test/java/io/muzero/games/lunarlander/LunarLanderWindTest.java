package io.muzero.games.lunarlander;

import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.games.EnvironmentContract;
import java.util.Map;

/** The contract with wind and continuous engines. */
class LunarLanderWindTest extends EnvironmentContract {

  @Override
  protected GameProvider provider() {
    return new LunarLanderProvider();
  }

  @Override
  protected GameOptions options() {
    return new GameOptions(Map.of("enable_wind", true, "continuous", true, "bins", 0));
  }
}
