package io.muzero.config;

import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.GameProvider;
import io.muzero.replay.ReplayConfig;
import io.muzero.settings.Check;
import io.muzero.settings.InvalidSettingException;
import java.util.List;

/**
 * Resolves a configuration: defaults, the game's own configuration, then files and settings of the
 * command line; later ones win.
 *
 * <p>Immutable and thread-safe.
 */
public final class ConfigReader {
  private final GameRegistry games;

  /** A reader for the given games. */
  public ConfigReader(GameRegistry games) {
    this.games = games;
  }

  /**
   * The configuration that the layers give; one of them must set {@code game}.
   *
   * @throws ConfigException when a file, key, type, value or name is wrong
   */
  public ResolvedConfig read(List<ConfigLayer> layers) {
    GameProvider game = game(layers);
    ConfigLayers<MuZeroConfig> settings = new ConfigLayers<>(MuZeroConfig.SCHEMA);
    game.configuration().ifPresent(yaml -> settings.yaml(yaml, "configs/" + game.name() + ".yaml"));
    apply(layers, settings);
    // A game's own configuration cannot rename it.
    settings.put("game", game.name(), settings.origin("game"));
    MuZeroConfig config = settings.build();
    try {
      EnvironmentSpec spec = game.create(config.gameOptions()).spec();
      config.network().requireFits(spec.actions(), spec.height() * spec.width());
      requireRoom(config, spec);
    } catch (InvalidSettingException e) {
      throw settings.explain(e);
    }
    return new ResolvedConfig(config, game);
  }

  /**
   * The longest part of an episode that is recorded in one must fit: the whole episode without
   * n-step returns, else a segment with what is left at the end.
   */
  private static void requireRoom(MuZeroConfig config, EnvironmentSpec spec) {
    ReplayConfig replay = config.replay();
    long segment =
        (long) replay.segmentLength() + config.learner().unrollSteps() + replay.tdSteps() - 1;
    long episode = spec.maxSteps() > 0 ? spec.maxSteps() : Long.MAX_VALUE;
    long longest = replay.monteCarlo() ? spec.maxSteps() : Math.min(episode, segment);
    Check.that(
        replay.capacity() >= longest,
        "replay.capacity",
        "must hold the longest part of an episode that is recorded in one, "
            + longest
            + " positions",
        replay.capacity());
  }

  private GameProvider game(List<ConfigLayer> layers) {
    ConfigLayers<MuZeroConfig> settings = new ConfigLayers<>(MuZeroConfig.SCHEMA);
    apply(layers, settings);
    String name = settings.value("game").asText();
    if (name.isEmpty()) {
      throw new ConfigException(
          "no game is named: add --game NAME, one of " + String.join(", ", games.names()));
    }
    return games.get(name);
  }

  private static void apply(List<ConfigLayer> layers, ConfigLayers<MuZeroConfig> settings) {
    for (ConfigLayer layer : layers) {
      if (layer instanceof ConfigLayer.File file) {
        settings.file(file.path());
      } else if (layer instanceof ConfigLayer.Assignment assignment) {
        settings.assign(assignment.text(), "--set");
      } else if (layer instanceof ConfigLayer.Flag flag) {
        settings.put(flag.key(), flag.value(), flag.option());
      }
    }
  }
}
