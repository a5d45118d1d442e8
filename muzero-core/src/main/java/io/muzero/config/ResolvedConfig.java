package io.muzero.config;

import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.expert.ExpertConfig;
import io.muzero.network.NetworkConfig;
import java.util.List;
import java.util.Map;

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

  /** The same with other settings of the experts' games. */
  public ResolvedConfig withExpert(ExpertConfig other) {
    return new ResolvedConfig(config.withExpert(other), game);
  }

  /** The configuration as commented YAML, which reads as an equal one. */
  public String yaml() {
    List<String> options =
        GameOptions.of(game, config.environment()).stream()
            .map(
                option ->
                    option.key()
                        + ": "
                        + option.rule()
                        + "; "
                        + option.byDefault()
                        + " when it is not set")
            .toList();
    return ConfigPrinter.yaml(
        MuZeroConfig.SCHEMA,
        config,
        Map.of("environment", options.isEmpty() ? List.of("this game has none") : options));
  }
}
