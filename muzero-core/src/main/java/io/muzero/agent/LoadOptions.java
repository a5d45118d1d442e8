package io.muzero.agent;

import io.muzero.config.ConfigException;
import io.muzero.config.ConfigLayer;
import io.muzero.config.GameRegistry;
import io.muzero.environment.GameProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How an agent is loaded: where its game is found, and which of its settings are changed.
 * Immutable: each method returns new options.
 */
public final class LoadOptions {
  private static final LoadOptions DEFAULTS =
      new LoadOptions(Found.by(ReadyAgents.own()), List.of(), null, 0, line -> {});

  private final Found found;
  private final List<ConfigLayer> settings;
  private final @Nullable String game;
  private final int threads;
  private final Consumer<String> notices;

  /**
   * What is found on the class path.
   *
   * @param games all games
   * @param loader finds agents that come with a program or a game's jar
   */
  private record Found(Supplier<GameRegistry> games, ClassLoader loader) {
    static Found by(ClassLoader loader) {
      return new Found(() -> GameRegistry.installed(loader), loader);
    }
  }

  private LoadOptions(
      Found found,
      List<ConfigLayer> settings,
      @Nullable String game,
      int threads,
      Consumer<String> notices) {
    this.found = found;
    this.settings = List.copyOf(settings);
    this.game = game;
    this.threads = threads;
    this.notices = notices;
  }

  /** The games on the class path, the settings that the agent was trained with, all processors. */
  public static LoadOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Finds games by {@link java.util.ServiceLoader} with this class loader, for example one of a
   * game's jar, and {@linkplain ReadyAgents agents} that come with them.
   */
  public LoadOptions withGames(ClassLoader loader) {
    return new LoadOptions(Found.by(loader), settings, game, threads, notices);
  }

  /**
   * As above, each game as {@code seen} gives it, for example one that is watched.
   *
   * @param seen keeps the game's name
   */
  public LoadOptions withGames(ClassLoader loader, UnaryOperator<GameProvider> seen) {
    Found these = new Found(() -> GameRegistry.installed(loader).as(seen), loader);
    return new LoadOptions(these, settings, game, threads, notices);
  }

  /** Knows these games and no others. */
  public LoadOptions withGames(Iterable<GameProvider> providers) {
    Found these = new Found(() -> new GameRegistry(providers), found.loader());
    return new LoadOptions(these, settings, game, threads, notices);
  }

  /**
   * Changes a setting; of several of one key the last counts.
   *
   * @param assignment as {@code evaluation.simulations=200}, the value in YAML
   */
  public LoadOptions withSetting(String assignment) {
    return with(new ConfigLayer.Assignment(assignment));
  }

  /**
   * Changes a setting, for which an option of some program stands; of several of one key the last
   * counts.
   *
   * @param option the option's name, for messages
   * @param key the setting's dotted key
   * @param value in YAML
   */
  public LoadOptions withSetting(String option, String key, String value) {
    return with(new ConfigLayer.Flag(option, key, value));
  }

  private LoadOptions with(ConfigLayer layer) {
    List<ConfigLayer> more = new ArrayList<>(settings);
    more.add(layer);
    return new LoadOptions(found, more, game, threads, notices);
  }

  /** Refuses an agent of any other game. */
  public LoadOptions withGame(String name) {
    return new LoadOptions(found, settings, name, threads, notices);
  }

  /**
   * Bounds the threads that decide.
   *
   * @param most at least 1, or 0: as many as there are processors
   */
  public LoadOptions withThreads(int most) {
    if (most < 0) {
      throw new IllegalArgumentException("threads must be at least 0, was " + most);
    }
    return new LoadOptions(found, settings, game, most, notices);
  }

  /**
   * Hears of what was passed over, in one line each: checkpoints that are damaged.
   *
   * @param listener called by the thread that loads
   */
  public LoadOptions withNotices(Consumer<String> listener) {
    return new LoadOptions(found, settings, game, threads, listener);
  }

  GameRegistry games() {
    return found.games().get();
  }

  List<ConfigLayer> settings() {
    return settings;
  }

  /** What a user calls a setting: the option that set it, where one did, and its key otherwise. */
  String nameOf(String key) {
    String name = key;
    for (ConfigLayer layer : settings) {
      if (layer instanceof ConfigLayer.Flag flag && flag.key().equals(key)) {
        name = flag.option();
      } else if (layer instanceof ConfigLayer.Assignment set
          && set.text().strip().startsWith(key + "=")) {
        name = key;
      }
    }
    return name;
  }

  ClassLoader loader() {
    return found.loader();
  }

  /**
   * Requires an agent of the game that these options name, if they name one.
   *
   * @param what the agent, for messages
   * @param trained the game it was trained for
   * @throws ConfigException when it is of another
   */
  void requireGame(String what, String trained) {
    if (game != null && !game.equals(trained)) {
      throw new ConfigException(what + " is of the game " + trained + ", not of " + game);
    }
  }

  int threads() {
    return threads;
  }

  Consumer<String> notices() {
    return notices;
  }
}
