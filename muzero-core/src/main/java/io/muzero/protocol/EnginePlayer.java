package io.muzero.protocol;

import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.Player;

/**
 * A player who asks an engine, a program of others in a process of its own. Its name is {@code
 * gtp:COMMAND} ({@link GtpPlayer}) or {@code gomocup:COMMAND} ({@link GomocupPlayer}).
 *
 * <p>One engine plays all games that are played side by side: before each decision it is told what
 * it does not know yet of the game in question. Its moves are its own affair, as is chance in them.
 * Closing the player ends the engine. Used by one thread.
 */
public sealed interface EnginePlayer extends Player, AutoCloseable
    permits GtpPlayer, GomocupPlayer {
  /** Stands in an engine's command for a number that each process has of its own. */
  String SEED = "{seed}";

  /** Whether a player's name asks for an engine. */
  static boolean isNamed(String player) {
    return GtpPlayer.isNamed(player) || GomocupPlayer.isNamed(player);
  }

  /**
   * Requires a command, and a game that the engine of this name can play, so that others are
   * refused before anything is started.
   *
   * @param player a name that {@link #isNamed}
   * @param environment of the game
   * @param game its name, for the message
   * @throws EngineNameException when there is no command, or its engine cannot play
   */
  static void requirePlayable(String player, Environment environment, String game) {
    if (GomocupPlayer.isNamed(player)) {
      GomocupPlayer.requirePlayable(environment, game);
      GomocupPlayer.requireCommand(player);
    } else {
      GtpPlayer.requirePlayable(environment, game);
      GtpPlayer.requireCommand(player);
    }
  }

  /**
   * The name with a seed in place of each {@link #SEED}. Engines that seed themselves by the clock
   * play the same games where several of them are started in one second.
   *
   * @param player a name that {@link #isNamed}
   * @param seed any number; what is written is within [1, 2³¹ − 1], which every program reads, and
   *     is not 0, which asks gnugo for the clock
   */
  static String seeded(String player, long seed) {
    return player.replace(SEED, Long.toString(1 + Long.remainderUnsigned(seed, Integer.MAX_VALUE)));
  }

  /**
   * Starts the engine of a player's name.
   *
   * @param player a name that {@link #isNamed}
   * @return closed by the caller
   * @throws EngineException when it cannot be started
   */
  static EnginePlayer start(String player) {
    return GomocupPlayer.isNamed(player) ? GomocupPlayer.start(player) : GtpPlayer.start(player);
  }

  /**
   * Asks the engine.
   *
   * @throws ResignationException when the engine resigns
   * @throws EngineException when the engine fails or makes a move that is not legal
   */
  @Override
  Action choose(Environment environment);

  /** Ends the engine. */
  @Override
  void close();
}
