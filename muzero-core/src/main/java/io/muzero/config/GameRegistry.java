package io.muzero.config;

import io.muzero.environment.GameFamily;
import io.muzero.environment.GameProvider;
import io.muzero.settings.Excerpt;
import java.util.Collection;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The games that are known, by name: each by itself, or as one of a family by a prefix. Immutable
 * and thread-safe.
 */
public final class GameRegistry {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]{0,63}");

  private static final char AFTER_PREFIX = ':';

  private final TreeMap<String, GameProvider> games;
  private final TreeMap<String, GameFamily> families;
  private final UnaryOperator<GameProvider> seen;

  private GameRegistry(
      TreeMap<String, GameProvider> games,
      TreeMap<String, GameFamily> families,
      UnaryOperator<GameProvider> seen) {
    this.games = games;
    this.families = families;
    this.seen = seen;
  }

  /** A registry of the given games, without families. */
  public GameRegistry(Iterable<GameProvider> providers) {
    this(providers, List.of());
  }

  /**
   * A registry of the given games and families.
   *
   * @throws ConfigException when two have the same name, or one has a name that is no word of
   *     letters, digits, '_' and '-': it also names a folder
   */
  public GameRegistry(Iterable<GameProvider> providers, Iterable<GameFamily> families) {
    this(new TreeMap<>(), new TreeMap<>(), UnaryOperator.identity());
    for (GameProvider provider : providers) {
      requireName(provider);
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
    for (GameFamily family : families) {
      GameFamily other = this.families.put(family.prefix(), family);
      if (other != null) {
        throw new ConfigException(
            "two families of games on the class path have the prefix "
                + family.prefix()
                + ": "
                + other.getClass().getName()
                + " and "
                + family.getClass().getName());
      }
    }
  }

  private static void requireName(GameProvider provider) {
    @Nullable String name = provider.name();
    if (name == null || !NAME.matcher(name).matches()) {
      throw new ConfigException(
          "a game's name must be 1 to 64 letters, digits, '_' or '-', was '"
              + name
              + "' ("
              + provider.getClass().getName()
              + ")");
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
      return new GameRegistry(
          ServiceLoader.load(GameProvider.class, loader),
          ServiceLoader.load(GameFamily.class, loader));
    } catch (ServiceConfigurationError e) {
      @Nullable Throwable cause = e.getCause();
      throw new ConfigException(
          "a game cannot be loaded: " + e.getMessage() + (cause == null ? "" : ": " + cause), e);
    } catch (UnsupportedClassVersionError e) {
      throw new ConfigException(
          "a game cannot be loaded: it was compiled for a newer Java than "
              + Runtime.version().feature()
              + ", which runs here: compile it with --release 17, or run a newer Java ("
              + e.getMessage()
              + ")",
          e);
    } catch (LinkageError e) {
      throw new ConfigException(
          "a game cannot be loaded: " + e + "; was it compiled against another version?", e);
    }
  }

  /**
   * The same games, each as {@code seen} gives it; games of families too.
   *
   * @param seen keeps the name
   */
  public GameRegistry as(UnaryOperator<GameProvider> seen) {
    return new GameRegistry(games, families, one -> seen.apply(this.seen.apply(one)));
  }

  /** The names in alphabetical order. */
  public List<String> names() {
    return List.copyOf(games.keySet());
  }

  /** The games in the order of their names. */
  public Collection<GameProvider> all() {
    return games.values().stream().map(seen).toList();
  }

  /** The families in the order of their prefixes. */
  public Collection<GameFamily> families() {
    return List.copyOf(families.values());
  }

  /**
   * The game with this name.
   *
   * @throws UnknownGameException when there is none; the message lists the names and the nearest
   */
  public GameProvider get(String name) {
    int colon = name.indexOf(AFTER_PREFIX);
    GameFamily family = colon < 0 ? null : families.get(name.substring(0, colon));
    if (family != null && colon + 1 < name.length()) {
      return seen.apply(family.game(name.substring(colon + 1)));
    }
    GameProvider provider = games.get(name);
    if (provider == null) {
      throw new UnknownGameException(
          "the game '"
              + Excerpt.of(name)
              + "' is not known, the games are "
              + String.join(", ", names())
              + families.keySet().stream()
                  .map(prefix -> ", " + prefix + AFTER_PREFIX + "NAME")
                  .collect(Collectors.joining())
              + NearestWord.hint(name, names()));
    }
    return seen.apply(provider);
  }
}
