package io.muzero.web;

import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import java.util.function.Supplier;

/**
 * A game as the page offers it. Immutable.
 *
 * @param provider the game
 * @param options those of the game's own configuration
 * @param configuration the whole default configuration as YAML
 */
public record WebGame(GameProvider provider, GameOptions options, Supplier<String> configuration) {
  /** The game's name. */
  public String name() {
    return provider.name();
  }

  /** The game with its own options. */
  Variant variant() {
    return Variant.of(this, options);
  }
}
