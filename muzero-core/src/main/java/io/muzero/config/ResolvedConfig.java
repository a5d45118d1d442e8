package io.muzero.config;

import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import java.util.List;
import java.util.Map;

/**
 * A configuration that has been read whole, and the game it is for.
 *
 * @param config every setting
 * @param game makes the environment named by {@code config.game()}
 */
public record ResolvedConfig(MuZeroConfig config, GameProvider game) {
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
