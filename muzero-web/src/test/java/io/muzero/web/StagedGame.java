package io.muzero.web;

import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Player;
import io.muzero.environment.Solver;
import io.muzero.environment.Step;
import io.muzero.games.tictactoe.TicTacToe;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Noughts and crosses whose solver and slow player work only when a test lets them, and whose rules
 * break when a test wants.
 */
final class StagedGame implements GameProvider {
  /** A move of the game may be looked at for each permit. */
  final Semaphore solving = new Semaphore(0);

  /** The slow player may move for each permit. */
  final Semaphore moving = new Semaphore(0);

  /** How often the solver was begun, and the slow player. */
  final AtomicInteger looks = new AtomicInteger();

  final AtomicInteger moves = new AtomicInteger();

  volatile boolean broken;

  WebGame shown() {
    return new WebGame(this, GameOptions.NONE, () -> "");
  }

  @Override
  public String name() {
    return "staged";
  }

  @Override
  public String description() {
    return "noughts and crosses for tests";
  }

  @Override
  public Environment create(GameOptions options) {
    return new Staged(new TicTacToe());
  }

  @Override
  public Optional<String> configuration() {
    return Optional.empty();
  }

  @Override
  public List<String> opponents() {
    return List.of("random", "slow");
  }

  @Override
  public Player opponent(String opponent, GameOptions options, long seed) {
    return environment -> {
      moves.incrementAndGet();
      moving.acquireUninterruptibly();
      for (int action = 0; ; action++) {
        if (environment.isLegal(action)) {
          return Action.of(action);
        }
      }
    };
  }

  @Override
  public Optional<Solver> solver(GameOptions options) {
    return Optional.of(
        new Solver() {
          @Override
          public int[] actionValues(Environment environment) {
            looks.incrementAndGet();
            solving.acquireUninterruptibly();
            int[] values = new int[9];
            Arrays.setAll(values, action -> environment.isLegal(action) ? 0 : Integer.MIN_VALUE);
            return values;
          }

          @Override
          public boolean canEnumerate() {
            return false;
          }
        });
  }

  /** The game itself. */
  private final class Staged implements Environment {
    private final Environment game;

    Staged(Environment game) {
      this.game = game;
    }

    @Override
    public EnvironmentSpec spec() {
      return game.spec();
    }

    @Override
    public void reset(long seed) {
      game.reset(seed);
    }

    @Override
    public void reset() {
      game.reset();
    }

    @Override
    public int playerToMove() {
      return game.playerToMove();
    }

    @Override
    public boolean isLegal(int action) {
      return game.isLegal(action);
    }

    @Override
    public Step step(Action action) {
      if (broken) {
        throw new IllegalStateException("the rules are broken");
      }
      return game.step(action);
    }

    @Override
    public void observe(float[] target, int offset) {
      game.observe(target, offset);
    }

    @Override
    public Environment copy() {
      return new Staged(game.copy());
    }

    @Override
    public boolean isDeterministic() {
      return game.isDeterministic();
    }

    @Override
    public String text() {
      return game.text();
    }

    @Override
    public String json() {
      return game.json();
    }

    @Override
    public String actionName(int action) {
      return game.actionName(action);
    }

    @Override
    public String playerName(int player) {
      return game.playerName(player);
    }
  }
}
