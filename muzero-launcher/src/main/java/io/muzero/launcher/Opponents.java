package io.muzero.launcher;

import io.muzero.config.NearestWord;
import io.muzero.environment.Environment;
import io.muzero.environment.GameProvider;
import io.muzero.protocol.EnginePlayer;
import java.util.List;

/** The reference players that {@code --opponent} may name. */
final class Opponents {
  /** Engines as messages name them. */
  static final String ENGINES = "an engine (gtp:COMMAND, gomocup:COMMAND)";

  private Opponents() {}

  /** Whether a name is an engine's command. */
  static boolean isEngine(String name) {
    return EnginePlayer.isNamed(name);
  }

  /**
   * The name of a reference player that the game has, or of an engine.
   *
   * @param environment of the game
   * @throws UsageException when it has none of this name, or no engine can play it
   */
  static String require(GameProvider game, Environment environment, String named) {
    List<String> opponents = game.opponents();
    if (EnginePlayer.isNamed(named)) {
      EnginePlayer.requirePlayable(named, environment, game.name());
    } else if (!opponents.contains(named)) {
      throw new UsageException(
          "--opponent must be one of "
              + String.join(", ", opponents)
              + ", was "
              + named
              + NearestWord.hint(named, opponents));
    }
    return named;
  }
}
