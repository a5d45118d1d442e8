package io.muzero.match;

import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.protocol.ResignationException;
import io.muzero.random.RandomStream;
import io.muzero.selfplay.ReferencePlayer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * A reference player or an engine, by the name that {@link ReferencePlayer#named} knows, on all
 * processors.
 *
 * <p>A reference player is made anew for each game, from a seed of that game's, so the same games
 * come out on any machine. An engine is a process: there is one for each slot, and one slot for
 * each processor. Each has a seed of its own, which its command may take ({@link
 * io.muzero.protocol.EnginePlayer#SEED}).
 */
public final class NamedPlayer implements MatchPlayer {
  /** Games for each processor: as of agents, who may be the other side. */
  private static final int GAMES_A_PROCESSOR = 128;

  private final String name;
  private final GameProvider game;
  private final GameOptions options;
  private final Seeds seeds;
  private final boolean engine;

  /** By game; engines by slot. */
  private final Map<Integer, ReferencePlayer> players = new ConcurrentHashMap<>();

  private final Parallel parallel = new Parallel();

  /**
   * What its choices among equals are drawn from.
   *
   * @param seed of the match
   * @param side which side it is, so that both sides draw by themselves
   */
  public record Seeds(long seed, int side) {
    private long of(int number) {
      return RandomStream.create(seed, "match player " + side, number).nextLong();
    }
  }

  /** A player; nothing is started before its first decision. */
  public NamedPlayer(String name, GameProvider game, GameOptions options, Seeds seeds) {
    this.name = name;
    this.game = game;
    this.options = options;
    this.seeds = seeds;
    engine = ReferencePlayer.isEngine(name);
  }

  @Override
  public int[] choose(List<Turn> turns, BooleanSupplier goOn) {
    return parallel.choose(
        turns,
        goOn,
        turn -> {
          int number = engine ? turn.slot() : turn.game();
          ReferencePlayer player =
              players.computeIfAbsent(
                  number, n -> ReferencePlayer.named(name, game, options, seeds.of(n)));
          try {
            return player.choose(turn.episode().environment()).index();
          } catch (ResignationException e) {
            return RESIGNS;
          }
        });
  }

  @Override
  public void over(int number) {
    ReferencePlayer done = engine ? null : players.remove(number);
    if (done != null) {
      done.close();
    }
  }

  @Override
  public int mostGames() {
    int processors = Runtime.getRuntime().availableProcessors();
    return engine ? processors : GAMES_A_PROCESSOR * processors;
  }

  @Override
  public void close() {
    parallel.close();
    players.values().forEach(ReferencePlayer::close);
    players.clear();
  }
}
