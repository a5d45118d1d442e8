package io.muzero.games.arcade;

import java.util.List;

/**
 * A ball is kept in play by a paddle and breaks a wall of bricks.
 *
 * <p><b>Observation</b> 4×10×10: paddle, ball, trail (where the ball was a step ago), bricks.
 *
 * <p><b>Actions</b> with a meaning: left and right move the paddle on row 9 by one cell.
 *
 * <p><b>Reward</b>: 1 for each brick.
 *
 * <p><b>Start</b>: bricks fill rows 1 to 3, the paddle at x = 4, the ball at y = 3 in either corner
 * on its way down, chosen by chance; the ball moves diagonally by one cell a step. When the last
 * brick is gone and the ball comes down to row 9, the wall is there again. <b>End</b>: terminated
 * when the paddle misses the ball. There is no ramp.
 *
 * <p>A brick that is hit sends the ball back the way it came. Two are not broken in successive
 * steps: in the second the ball moves into the brick's cell.
 */
public final class Breakout extends ArcadeGame {
  private static final int FULL_ROW = (1 << SIZE) - 1;
  private static final int FIRST_BRICKS = 1;
  private static final int LAST_BRICKS = 3;

  private static final Traits TRAITS =
      new Traits(
          List.of(NONE, LEFT, RIGHT),
          1,
          0,
          List.of(
              new Layer("paddle", '=', "#4caf50", 0),
              new Layer("ball", 'o', "#fafafa", 1),
              new Layer("trail", '\'', "#5c6470", 3),
              new Layer("brick", '#', "#d9713c", 2)));

  private int paddle;
  private int ballX;
  private int ballY;

  /** Whether the ball moves to the right, and down. */
  private boolean right;

  private boolean down;
  private int trailX;
  private int trailY;

  /** Whether the ball met a brick in the step before. */
  private boolean contact;

  /** Bricks by row, bit x in column x. */
  private final int[] bricks = new int[LAST_BRICKS + 1];

  /** A game that is still to be reset. */
  public Breakout(ArcadeOptions options) {
    super(options, TRAITS);
  }

  private Breakout(Breakout other) {
    super(other);
    paddle = other.paddle;
    ballX = other.ballX;
    ballY = other.ballY;
    right = other.right;
    down = other.down;
    trailX = other.trailX;
    trailY = other.trailY;
    contact = other.contact;
    System.arraycopy(other.bricks, 0, bricks, 0, bricks.length);
  }

  @Override
  void start() {
    boolean fromLeft = random().integers(2) == 0;
    paddle = 4;
    ballX = fromLeft ? 0 : LAST;
    ballY = 3;
    right = fromLeft;
    down = true;
    trailX = ballX;
    trailY = ballY;
    contact = false;
    build();
  }

  private void build() {
    for (int y = FIRST_BRICKS; y <= LAST_BRICKS; y++) {
      bricks[y] = FULL_ROW;
    }
  }

  private boolean isBrick(int x, int y) {
    return y <= LAST_BRICKS && (bricks[y] >> x & 1) != 0;
  }

  @Override
  void advance(int action) {
    if (action == LEFT) {
      paddle = Math.max(0, paddle - 1);
    } else if (action == RIGHT) {
      paddle = Math.min(LAST, paddle + 1);
    }
    trailX = ballX;
    trailY = ballY;
    int x = ballX + (right ? 1 : -1);
    int y = ballY + (down ? 1 : -1);
    if (x < 0 || x > LAST) {
      x = x < 0 ? 0 : LAST;
      right = !right;
    }
    boolean brick = false;
    if (y < 0) {
      y = 0;
      down = !down;
    } else if (isBrick(x, y)) {
      brick = true;
      if (!contact) {
        earn(1);
        bricks[y] &= ~(1 << x);
        y = ballY;
        down = !down;
      }
    } else if (y == LAST) {
      y = meetPaddle(x);
    }
    contact = brick;
    ballX = x;
    ballY = y;
  }

  /** What happens on row 9; returns the row on which the ball is then. */
  private int meetPaddle(int x) {
    if (bricks[1] == 0 && bricks[2] == 0 && bricks[3] == 0) {
      build();
    }
    if (ballX == paddle) {
      down = !down;
    } else if (x == paddle) {
      down = !down;
      right = !right;
    } else {
      end();
      return LAST;
    }
    return ballY;
  }

  @Override
  void draw(Planes target) {
    target.set(0, paddle, LAST);
    target.set(1, ballX, ballY);
    target.set(2, trailX, trailY);
    for (int y = FIRST_BRICKS; y <= LAST_BRICKS; y++) {
      target.setRow(3, y, bricks[y]);
    }
  }

  /** Contact; direction: 0 up-left, 1 up-right, 2 down-right, 3 down-left. */
  @Override
  int[] hidden() {
    int direction = down ? (right ? 2 : 3) : right ? 1 : 0;
    return new int[] {contact ? 1 : 0, direction};
  }

  @Override
  public Breakout copy() {
    return new Breakout(this);
  }
}
