package io.muzero.ray;

import io.muzero.environment.Action;
import io.muzero.environment.BrokenGameException;
import io.muzero.environment.Environment;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Step;
import io.muzero.games.tictactoe.TicTacToeProvider;
import java.util.List;
import java.util.Optional;

/** Tic-tac-toe that fails in an actor's third move, as its option says. */
public final class FailingGame implements GameProvider {
  @Override
  public String name() {
    return "failing";
  }

  @Override
  public String description() {
    return "for tests";
  }

  @Override
  public Optional<String> configuration() {
    return Optional.empty();
  }

  @Override
  public Environment create(GameOptions options) {
    options.number("timeout", 60, 1, 1000); // as games of Python have
    String how = options.word("how", "broken", List.of("broken", "raises"));
    return new Failing(new TicTacToeProvider().create(GameOptions.NONE), how);
  }

  private static final class Failing implements Environment {
    private final Environment game;
    private final String how;
    private int moves;

    Failing(Environment game, String how) {
      this.game = game;
      this.how = how;
    }

    @Override
    public EnvironmentSpec spec() {
      return game.spec();
    }

    @Override
    public void reset(long seed) {
      moves = 0;
      game.reset(seed);
    }

    @Override
    public void reset() {
      moves = 0;
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
      if (++moves == 3 && Thread.currentThread().getName().startsWith("actor ")) {
        if (how.equals("raises")) {
          throw new UnsupportedOperationException("out of luck");
        }
        throw BrokenGameException.failed("failing", "out of luck");
      }
      return game.step(action);
    }

    @Override
    public void observe(float[] target, int offset) {
      game.observe(target, offset);
    }

    @Override
    public Environment copy() {
      Failing copy = new Failing(game.copy(), how);
      copy.moves = moves;
      return copy;
    }

    @Override
    public String text() {
      return game.text();
    }

    @Override
    public String json() {
      return game.json();
    }
  }
}
