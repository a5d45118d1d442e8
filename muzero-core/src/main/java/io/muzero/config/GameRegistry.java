package io.muzero.config;

import io.muzero.environment.GameProvider;
import io.muzero.settings.Excerpt;
import java.util.Collection;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The games that are known, by name. Immutable and thread-safe. */
public final class GameRegistry {
  private final TreeMap<String, GameProvider> games = new TreeMap<>();

  /**
   * A registry of the given games.
   *
   * @throws ConfigException when two have the same name
   */
  public GameRegistry(Iterable<GameProvider> providers) {
    for (GameProvider provider : providers) {
      GameProvider other = games.put(provider.name(), provider);
      if (other != null) {
        throw new ConfigException(
            "two games on the class path are named "
                + provider.name()
                + ": "
                + other.getClass().getName()
                + " and "
                + provider.getClass().getName());
      }
    }
  }

  /** Every game on the class path. */
  public static GameRegistry installed() {
    return installed(GameRegistry.class.getClassLoader());
  }

  /**
   * Every game that a class loader finds.
   *
   * @throws ConfigException when one that is listed cannot be loaded
   */
  public static GameRegistry installed(ClassLoader loader) {
    try {
      return new GameRegistry(ServiceLoader.load(GameProvider.class, loader));
    } catch (ServiceConfigurationError e) {
      throw new ConfigException("a game cannot be loaded: " + e.getMessage(), e);
    }
  }

  /** The names in alphabetical order. */
  public List<String> names() {
    return List.copyOf(games.keySet());
  }

  /** The games in the order of their names. */
  public Collection<GameProvider> all() {
    return List.copyOf(games.values());
  }

  /**
   * The game with this name.
   *
   * @throws ConfigException when there is none; the message lists the names and the nearest
   */
  public GameProvider get(String name) {
    GameProvider provider = games.get(name);
    if (provider == null) {
      throw new ConfigException(
          "the game '"
              + Excerpt.of(name)
              + "' is not known, the games are "
              + String.join(", ", names())
              + NearestWord.hint(name, names()));
    }
    return provider;
  }
}
