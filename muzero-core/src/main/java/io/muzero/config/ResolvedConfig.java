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
   * @throws ConfigException when its actions are continuous, or do not fit the board they lie on,
   *     or as {@link #requireEnd}
   */
  public void requireTrainable() {
    requireEnd();
    EnvironmentSpec spec = game.create(config.gameOptions()).spec();
    try {
      NetworkConfig.requireLearnable(spec);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          "the game " + config.game() + " cannot be trained: " + e.getMessage(), e);
    }
  }

  /**
   * Requires that the run has an end, where its learning rate falls towards it.
   *
   * @throws ConfigException when nothing bounds it that its mode counts
   */
  public void requireEnd() {
    RunConfig run = config.run();
    if (!config.learner().fallsOverRun() || run.steps() > 0) {
      return;
    }
    if (run.deterministic()) {
      throw new ConfigException(
          "learner.decaySteps must be at least 1 in a deterministic run without run.steps, whose minutes do not"
              + " repeat, was 0; set it, or --steps");
    }
    if (run.minutes() == 0) {
      throw new ConfigException(
          "learner.decaySteps must be at least 1 in a run without an end, was 0; set it, or --steps, or --minutes");
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
