package io.muzero.agent;

import io.muzero.config.ConfigLayer;
import io.muzero.config.GameRegistry;
import io.muzero.environment.GameProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How an agent is loaded: where its game is found, and which of its settings are changed.
 * Immutable: each method returns new options.
 */
public final class LoadOptions {
  private static final LoadOptions DEFAULTS =
      new LoadOptions(GameRegistry::installed, List.of(), null, 0, line -> {});

  private final Supplier<GameRegistry> games;
  private final List<ConfigLayer> settings;
  private final @Nullable String game;
  private final int threads;
  private final Consumer<String> notices;

  private LoadOptions(
      Supplier<GameRegistry> games,
      List<ConfigLayer> settings,
      @Nullable String game,
      int threads,
      Consumer<String> notices) {
    this.games = games;
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
   * game's jar.
   */
  public LoadOptions withGames(ClassLoader loader) {
    return new LoadOptions(() -> GameRegistry.installed(loader), settings, game, threads, notices);
  }

  /** Knows these games and no others. */
  public LoadOptions withGames(Iterable<GameProvider> providers) {
    return new LoadOptions(() -> new GameRegistry(providers), settings, game, threads, notices);
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
    return new LoadOptions(games, more, game, threads, notices);
  }

  /** Refuses an agent of any other game. */
  public LoadOptions withGame(String name) {
    return new LoadOptions(games, settings, name, threads, notices);
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
    return new LoadOptions(games, settings, game, most, notices);
  }

  /**
   * Hears of what was passed over, in one line each: checkpoints that are damaged.
   *
   * @param listener called by the thread that loads
   */
  public LoadOptions withNotices(Consumer<String> listener) {
    return new LoadOptions(games, settings, game, threads, listener);
  }

  GameRegistry games() {
    return games.get();
  }

  List<ConfigLayer> settings() {
    return settings;
  }

  Optional<String> game() {
    return Optional.ofNullable(game);
  }

  int threads() {
    return threads;
  }

  Consumer<String> notices() {
    return notices;
  }
}
