package io.muzero.games.arcade;

/** Something that crosses the sea of {@link Seaquest} in its own row. Not thread-safe. */
final class Swimmer {
  int x;
  final int y;
  final boolean toRight;

  /** At 0 it moves by one cell. */
  int moveTimer;

  /** At 0 it shoots, if it can. */
  int shotTimer;

  /** A swimmer at the edge that it comes from. */
  Swimmer(boolean toRight, int y, int moveTimer, int shotTimer) {
    this(toRight ? 0 : ArcadeGame.LAST, y, toRight, moveTimer, shotTimer);
  }

  private Swimmer(int x, int y, boolean toRight, int moveTimer, int shotTimer) {
    this.x = x;
    this.y = y;
    this.toRight = toRight;
    this.moveTimer = moveTimer;
    this.shotTimer = shotTimer;
  }

  /** A bullet from a cell, which has no timers. */
  static Swimmer bullet(int x, int y, boolean toRight) {
    return new Swimmer(x, y, toRight, 0, 0);
  }

  Swimmer copy() {
    return new Swimmer(x, y, toRight, moveTimer, shotTimer);
  }

  /** Goes one cell on; false when it has left the board. */
  boolean move() {
    x += toRight ? 1 : -1;
    return x >= 0 && x <= ArcadeGame.LAST;
  }

  boolean isAt(int column, int row) {
    return x == column && y == row;
  }

  /** The column behind it, which may lie off the board. */
  int behind() {
    return x + (toRight ? -1 : 1);
  }
}
