package io.muzero.launcher.guard;

import io.muzero.environment.SquareBoardGame;
import java.util.OptionalDouble;

/** A guarded game of stones on a square board. */
final class GuardedBoard extends GuardedEnvironment implements SquareBoardGame {
  private final SquareBoardGame inner;

  GuardedBoard(Guard guard, SquareBoardGame inner) {
    super(guard, inner);
    this.inner = inner;
  }

  @Override
  public int sgfGame() {
    return inner.sgfGame();
  }

  @Override
  public int[] played() {
    return inner.played();
  }

  @Override
  public double komi() {
    return inner.komi();
  }

  @Override
  public int line() {
    return inner.line();
  }

  @Override
  public OptionalDouble lead() {
    return inner.lead();
  }

  @Override
  public String vertex(int action) {
    return inner.vertex(action);
  }

  @Override
  public boolean isPass(int action) {
    return inner.isPass(action);
  }
}
