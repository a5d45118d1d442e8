package io.muzero.config;

import io.muzero.environment.GameProvider;

/**
 * A configuration that has been read whole, and the game it is for.
 *
 * @param config every setting
 * @param game makes the environment named by {@code config.game()}
 */
public record ResolvedConfig(MuZeroConfig config, GameProvider game) {
  /** The configuration as commented YAML, which reads as an equal one. */
  public String yaml() {
    return ConfigPrinter.yaml(MuZeroConfig.SCHEMA, config);
  }
}
