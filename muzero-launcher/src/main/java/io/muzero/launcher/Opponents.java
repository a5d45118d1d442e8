package io.muzero.launcher;

import io.muzero.config.NearestWord;
import io.muzero.environment.Environment;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.protocol.EnginePlayer;
import io.muzero.selfplay.ReferencePlayer;
import io.muzero.settings.Excerpt;
import java.util.ArrayList;
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
   * @throws UsageException when it has none of this name
   * @throws io.muzero.protocol.EngineNameException when no engine of this name can play it
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

  /**
   * Requires a reference player that can play: an engine is started and ended again, so that a run
   * does not find out at its first evaluation that there is none.
   *
   * @param where the key or option that names it
   */
  static void requireReady(String where, GameProvider game, GameOptions options, String named) {
    if (!EnginePlayer.isNamed(named)) {
      List<String> known = new ArrayList<>(game.opponents());
      if (!known.contains(ReferencePlayer.RANDOM)) {
        known.add(ReferencePlayer.RANDOM);
      }
      if (!known.contains(named)) {
        throw new UsageException(
            where
                + " must name players of "
                + game.name()
                + ", one of "
                + String.join(", ", known)
                + ", gtp:COMMAND or gomocup:COMMAND, was "
                + Excerpt.of(named)
                + NearestWord.hint(named, known));
      }
      return;
    }
    Environment environment = game.create(options);
    environment.reset(0);
    EnginePlayer.requirePlayable(named, environment, game.name());
    try (ReferencePlayer engine = ReferencePlayer.named(named, game, options, 0)) {
      engine.choose(environment);
    }
  }
}
