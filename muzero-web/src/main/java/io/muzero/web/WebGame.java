package io.muzero.web;

import io.muzero.environment.Environment;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Player;
import io.muzero.environment.Solver;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A game as the page offers it. Immutable.
 *
 * @param provider the game
 * @param environment makes an environment with the options of the game's own configuration
 * @param opponent makes reference players with these options
 * @param solver makes the exact solver for these options, when there is one
 * @param configuration the whole default configuration as YAML
 */
public record WebGame(
    GameProvider provider,
    Supplier<Environment> environment,
    Opponent opponent,
    Supplier<Optional<Solver>> solver,
    Supplier<String> configuration) {
  /** Makes reference players. */
  @FunctionalInterface
  public interface Opponent {
    /** The player of this name, but for {@code random}. */
    Player make(String name, long seed);
  }

  /** The game's name. */
  public String name() {
    return provider.name();
  }
}
