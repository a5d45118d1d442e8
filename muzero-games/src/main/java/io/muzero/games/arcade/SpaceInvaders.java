package io.muzero.games.arcade;

import java.util.Arrays;
import java.util.List;

/**
 * A cannon shoots at aliens that march to and fro, come down and shoot back.
 *
 * <p><b>Observation</b> 6×10×10: cannon, aliens, aliens while they march to the left, aliens while
 * they march to the right, the cannon's bullets, the aliens' bullets.
 *
 * <p><b>Actions</b> with a meaning: left and right move the cannon on row 9 by one cell; fire
 * shoots, in every fifth step at most, and takes the place of moving.
 *
 * <p><b>Reward</b>: 1 for each alien hit.
 *
 * <p><b>Start</b>: the cannon at x = 5, aliens on rows 0 to 3 and columns 2 to 7, marching left.
 * They march every 12th step, more often when fewer than 12 are left, and come down by a row
 * instead when one is at the wall; every 10th step the lowest alien of the column nearest to the
 * cannon shoots. Bullets move by one cell a step. A wave that is cleared is followed by another.
 * <b>Ramp</b>: each wave marches at an interval one less, down to 6. <b>End</b>: terminated when a
 * bullet or an alien is on the cannon, or when aliens on row 9 would come down. Nothing but sticky
 * actions is left to chance.
 */
public final class SpaceInvaders extends ArcadeGame {
  private static final int WAVE_ROWS = 4;

  /** Columns 2 to 7. */
  private static final int WAVE_ROW = 0b0011111100;

  private static final int ROW_BITS = (1 << SIZE) - 1;
  private static final int MOVE_INTERVAL = 12;
  private static final int LEAST_INTERVAL = 6;
  private static final int ENEMY_SHOT_STEPS = 10;
  private static final int SHOT_STEPS = 5;

  /** Two of the cannon's bullets fit between the cool-down and the upper edge. */
  private static final int MOST_HITS = 2;

  private static final Traits TRAITS =
      new Traits(
          List.of(NONE, LEFT, RIGHT, FIRE),
          MOST_HITS,
          0,
          List.of(
              new Layer("cannon", '^', "#4caf50", 0),
              new Layer("alien", 'x', "#b06fd0", 3),
              new Layer("alien to the left", '<', "#b06fd0", 2),
              new Layer("alien to the right", '>', "#9a7fe0", 2),
              new Layer("own bullet", '\'', "#fafafa", 1),
              new Layer("enemy bullet", ',', "#d94a3c", 1)));

  private int x;
  private int shotTimer;

  /** Bit x of row y: an alien, a bullet. */
  private final int[] aliens = new int[SIZE];

  private final int[] bullets = new int[SIZE];
  private final int[] enemyBullets = new int[SIZE];
  private boolean toRight;
  private int moveInterval;
  private int moveTimer;
  private int enemyShotTimer;
  private int ramps;

  /** A game that is still to be reset. */
  public SpaceInvaders(ArcadeOptions options) {
    super(options, TRAITS);
  }

  private SpaceInvaders(SpaceInvaders other) {
    super(other);
    x = other.x;
    shotTimer = other.shotTimer;
    System.arraycopy(other.aliens, 0, aliens, 0, SIZE);
    System.arraycopy(other.bullets, 0, bullets, 0, SIZE);
    System.arraycopy(other.enemyBullets, 0, enemyBullets, 0, SIZE);
    toRight = other.toRight;
    moveInterval = other.moveInterval;
    moveTimer = other.moveTimer;
    enemyShotTimer = other.enemyShotTimer;
    ramps = other.ramps;
  }

  @Override
  void start() {
    x = 5;
    shotTimer = 0;
    Arrays.fill(aliens, 0);
    Arrays.fill(aliens, 0, WAVE_ROWS, WAVE_ROW);
    Arrays.fill(bullets, 0);
    Arrays.fill(enemyBullets, 0);
    toRight = false;
    moveInterval = MOVE_INTERVAL;
    moveTimer = MOVE_INTERVAL;
    enemyShotTimer = ENEMY_SHOT_STEPS;
    ramps = 0;
  }

  @Override
  void advance(int action) {
    switch (action) {
      case FIRE -> {
        if (shotTimer == 0) {
          bullets[LAST] |= 1 << x;
          shotTimer = SHOT_STEPS;
        }
      }
      case LEFT -> x = Math.max(0, x - 1);
      case RIGHT -> x = Math.min(LAST, x + 1);
      default -> {
        // Stays.
      }
    }
    System.arraycopy(bullets, 1, bullets, 0, LAST);
    bullets[LAST] = 0;
    System.arraycopy(enemyBullets, 0, enemyBullets, 1, LAST);
    enemyBullets[0] = 0;
    if (isAtCannon(enemyBullets)) {
      end();
    }
    meetCannon();
    if (moveTimer == 0) {
      march();
    }
    if (enemyShotTimer == 0) {
      enemyShotTimer = ENEMY_SHOT_STEPS;
      shootBack();
    }
    hit();
    shotTimer = Math.max(0, shotTimer - 1);
    moveTimer--;
    enemyShotTimer--;
    if (count() == 0) {
      nextWave();
    }
  }

  private boolean isAtCannon(int[] rows) {
    return (rows[LAST] >> x & 1) != 0;
  }

  private void meetCannon() {
    if (isAtCannon(aliens)) {
      end();
    }
  }

  private int count() {
    int count = 0;
    for (int row : aliens) {
      count += Integer.bitCount(row);
    }
    return count;
  }

  private int columns() {
    int columns = 0;
    for (int row : aliens) {
      columns |= row;
    }
    return columns;
  }

  private void march() {
    moveTimer = Math.min(count(), moveInterval);
    if ((columns() >> (toRight ? LAST : 0) & 1) != 0) {
      toRight = !toRight;
      if (aliens[LAST] != 0) {
        end();
      }
      System.arraycopy(aliens, 0, aliens, 1, LAST);
      aliens[0] = 0;
    } else {
      for (int y = 0; y < SIZE; y++) {
        aliens[y] = (toRight ? aliens[y] << 1 : aliens[y] >> 1) & ROW_BITS;
      }
    }
    meetCannon();
  }

  /** The lowest alien of the column nearest to the cannon, on a tie the left one. */
  private void shootBack() {
    int columns = columns();
    int column = -1;
    for (int distance = 0; distance < SIZE && column < 0; distance++) {
      if (x >= distance && (columns >> x - distance & 1) != 0) {
        column = x - distance;
      } else if (x + distance < SIZE && (columns >> x + distance & 1) != 0) {
        column = x + distance;
      }
    }
    for (int y = LAST; y >= 0 && column >= 0; y--) {
      if ((aliens[y] >> column & 1) != 0) {
        enemyBullets[y] |= 1 << column;
        return;
      }
    }
  }

  private void hit() {
    for (int y = 0; y < SIZE; y++) {
      int hit = aliens[y] & bullets[y];
      aliens[y] &= ~hit;
      bullets[y] &= ~hit;
      earn(Integer.bitCount(hit));
    }
  }

  private void nextWave() {
    if (ramps() && moveInterval > LEAST_INTERVAL) {
      moveInterval--;
      ramps++;
    }
    Arrays.fill(aliens, 0, WAVE_ROWS, WAVE_ROW);
  }

  @Override
  void draw(Planes target) {
    target.set(0, x, LAST);
    for (int y = 0; y < SIZE; y++) {
      target.setRow(1, y, aliens[y]);
      target.setRow(toRight ? 3 : 2, y, aliens[y]);
      target.setRow(4, y, bullets[y]);
      target.setRow(5, y, enemyBullets[y]);
    }
  }

  /** Direction (−1 left, 1 right), move interval and timer, enemy shot timer, ramps, cool-down. */
  @Override
  int[] hidden() {
    return new int[] {toRight ? 1 : -1, moveInterval, moveTimer, enemyShotTimer, ramps, shotTimer};
  }

  @Override
  public SpaceInvaders copy() {
    return new SpaceInvaders(this);
  }
}
