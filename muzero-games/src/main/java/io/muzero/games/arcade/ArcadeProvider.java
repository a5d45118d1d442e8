package io.muzero.games.arcade;

import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.games.PackedConfiguration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes an arcade game known. Options: {@code sticky_actions} (.1), {@code difficulty_ramp} (true),
 * {@code minimal_actions} (false), {@code max_steps} (0: no bound); {@link ArcadeOptions} says what
 * they are.
 */
abstract class ArcadeProvider implements GameProvider {
  private final String name;
  private final String description;
  private final Function<ArcadeOptions, ArcadeGame> game;

  ArcadeProvider(String name, String description, Function<ArcadeOptions, ArcadeGame> game) {
    this.name = name;
    this.description = description;
    this.game = game;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final String description() {
    return description;
  }

  @Override
  public final ArcadeGame create(GameOptions options) {
    return game.apply(ArcadeOptions.of(options));
  }

  @Override
  public final Optional<String> configuration() {
    return PackedConfiguration.of(name);
  }
}
