package io.muzero.selfplay;

import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Player;
import io.muzero.protocol.EnginePlayer;
import io.muzero.random.RandomStream;

/**
 * A player by name: {@code random}, one that the game has, or an engine ({@code gtp:COMMAND},
 * {@code gomocup:COMMAND}). Who asked for it closes it, which ends the engine. Used by one thread.
 */
public final class ReferencePlayer implements Player, AutoCloseable {
  /** The player that every game has. */
  public static final String RANDOM = "random";

  private final Player player;

  private ReferencePlayer(Player player) {
    this.player = player;
  }

  /**
   * The player of a name.
   *
   * @param name {@link #RANDOM}, one of {@link GameProvider#opponents}, or an engine's ({@link
   *     EnginePlayer})
   * @param seed seeds its choices among equals; an engine's where its command has a place for it
   *     ({@link EnginePlayer#SEED})
   * @throws io.muzero.protocol.EngineException when an engine cannot be started
   */
  public static ReferencePlayer named(
      String name, GameProvider game, GameOptions options, long seed) {
    if (name.equals(RANDOM)) {
      return new ReferencePlayer(new RandomPlayer(RandomStream.create(seed, "random player", 0)));
    }
    return new ReferencePlayer(
        EnginePlayer.isNamed(name)
            ? EnginePlayer.start(EnginePlayer.seeded(name, seed))
            : game.opponent(name, options, seed));
  }

  /** Whether a name asks for an engine, which is a process of its own and draws its own lots. */
  public static boolean isEngine(String name) {
    return EnginePlayer.isNamed(name);
  }

  @Override
  public Action choose(Environment environment) {
    return player.choose(environment);
  }

  @Override
  public void close() {
    if (player instanceof EnginePlayer engine) {
      engine.close();
    }
  }
}
