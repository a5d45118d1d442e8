package io.muzero.launcher;

import io.muzero.config.ResolvedConfig;
import io.muzero.environment.Environment;
import io.muzero.environment.Episode;
import io.muzero.environment.GameOptions;
import io.muzero.protocol.Effort;
import io.muzero.protocol.HostedPlayer;
import io.muzero.protocol.Thinking;
import io.muzero.selfplay.ReferencePlayer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A reference player that other programs play against: on boards of any size that the game has. It
 * takes the time that it takes. Closing it ends its engine, if it is one.
 */
final class HostedReference implements HostedPlayer, AutoCloseable {
  private final ResolvedConfig resolved;
  private final String name;
  private final long seed;
  private final HostedBoards boards;

  /** The player, made anew for a board of another kind. */
  private @Nullable ReferencePlayer player;

  private GameOptions options;

  /**
   * A player.
   *
   * @param name that {@link ReferencePlayer#named} knows
   * @param playable whether the protocol knows a game
   */
  HostedReference(
      ResolvedConfig resolved, String name, long seed, Predicate<Environment> playable) {
    this.resolved = resolved;
    this.name = name;
    this.seed = seed;
    options = resolved.config().gameOptions();
    boards = new HostedBoards(resolved.game(), options, playable);
  }

  @Override
  public String game() {
    return resolved.game().name();
  }

  @Override
  public String description() {
    return game() + ", player " + name;
  }

  @Override
  public boolean searches() {
    return false;
  }

  @Override
  public Optional<Episode> newGame(OptionalInt size, OptionalDouble komi) {
    Optional<HostedBoards.Board> board = boards.newGame(size, komi, true);
    board.ifPresent(made -> use(made.options()));
    return board.map(HostedBoards.Board::episode);
  }

  @Override
  public List<Integer> sizes() {
    return boards.sizes();
  }

  private void use(GameOptions changed) {
    if (!changed.asMap().equals(options.asMap())) {
      options = changed;
      close();
    }
  }

  private ReferencePlayer player() {
    if (player == null) {
      player = ReferencePlayer.named(name, resolved.game(), options, seed);
    }
    return player;
  }

  @Override
  public Thinking think(Episode episode, Effort effort) {
    return new Thinking() {
      private int action = -1;

      @Override
      public boolean advance() {
        action = player().choose(episode.environment()).index();
        return false;
      }

      @Override
      public int action() {
        return action >= 0 ? action : player().choose(episode.environment()).index();
      }

      @Override
      public List<Line> lines() {
        return List.of();
      }

      @Override
      public void close() {
        // It holds nothing of its own.
      }
    };
  }

  @Override
  public void close() {
    if (player != null) {
      player.close();
      player = null;
    }
  }
}
