package io.muzero.config;

import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.GameProvider;
import io.muzero.network.NetworkConfig;

/**
 * A configuration that has been read whole, and the game it is for.
 *
 * @param config every setting
 * @param game makes the environment named by {@code config.game()}
 */
public record ResolvedConfig(MuZeroConfig config, GameProvider game) {
  /**
   * Requires a game that a network can learn.
   *
   * @throws ConfigException when its actions are continuous, or do not fit the board they lie on
   */
  public void requireTrainable() {
    EnvironmentSpec spec = game.create(config.gameOptions()).spec();
    try {
      NetworkConfig.requireLearnable(spec);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          "the game " + config.game() + " cannot be trained: " + e.getMessage(), e);
    }
  }

  /** The configuration as commented YAML, which reads as an equal one. */
  public String yaml() {
    return ConfigPrinter.yaml(MuZeroConfig.SCHEMA, config);
  }
}
