package io.muzero.games.arcade;

import java.util.Arrays;
import java.util.List;

/**
 * A player collects gold and evades enemies that cross the board in eight lanes.
 *
 * <p><b>Observation</b> 4×10×10: player, enemies, trail (the cell behind each thing, from which its
 * direction can be told), gold.
 *
 * <p><b>Actions</b> with a meaning: left, up, right, down move by one cell, within rows 1 to 8.
 *
 * <p><b>Reward</b>: 1 for gold.
 *
 * <p><b>Start</b>: the player at (5, 5), no thing on the board. Every 11th step one appears in a
 * lane that is empty, gold with probability 1/3, on the left or the right edge; every 6th step all
 * move by one cell. <b>Ramp</b>: every 102 steps the interval of spawning falls by one, and every
 * second time that of moving, down to 1 each. <b>End</b>: terminated by contact with an enemy.
 */
public final class Asterix extends ArcadeGame {
  private static final int LANES = 8;
  private static final int SPAWN_INTERVAL = 10;
  private static final int MOVE_INTERVAL = 5;
  private static final int RAMP_STEPS = 100;

  private static final Traits TRAITS =
      new Traits(
          List.of(NONE, LEFT, UP, RIGHT, DOWN),
          1,
          0,
          List.of(
              new Layer("player", '@', "#4caf50", 0),
              new Layer("enemy", 'x', "#d94a3c", 1),
              new Layer("trail", '\'', "#5c6470", 3),
              new Layer("gold", '$', "#e8c547", 2)));

  private int x;
  private int y;

  /** Whether a lane has a thing; lane i is row i + 1. */
  private final boolean[] taken = new boolean[LANES];

  private final int[] thingX = new int[LANES];
  private final boolean[] toRight = new boolean[LANES];
  private final boolean[] gold = new boolean[LANES];

  private int spawnInterval;
  private int spawnTimer;
  private int moveInterval;
  private int moveTimer;
  private int rampTimer;
  private int ramps;

  /** A game that is still to be reset. */
  public Asterix(ArcadeOptions options) {
    super(options, TRAITS);
  }

  private Asterix(Asterix other) {
    super(other);
    x = other.x;
    y = other.y;
    System.arraycopy(other.taken, 0, taken, 0, LANES);
    System.arraycopy(other.thingX, 0, thingX, 0, LANES);
    System.arraycopy(other.toRight, 0, toRight, 0, LANES);
    System.arraycopy(other.gold, 0, gold, 0, LANES);
    spawnInterval = other.spawnInterval;
    spawnTimer = other.spawnTimer;
    moveInterval = other.moveInterval;
    moveTimer = other.moveTimer;
    rampTimer = other.rampTimer;
    ramps = other.ramps;
  }

  @Override
  void start() {
    x = 5;
    y = 5;
    Arrays.fill(taken, false);
    spawnInterval = SPAWN_INTERVAL;
    spawnTimer = SPAWN_INTERVAL;
    moveInterval = MOVE_INTERVAL;
    moveTimer = MOVE_INTERVAL;
    rampTimer = RAMP_STEPS;
    ramps = 0;
  }

  @Override
  void advance(int action) {
    if (spawnTimer == 0) {
      spawn();
      spawnTimer = spawnInterval;
    }
    switch (action) {
      case LEFT -> x = Math.max(0, x - 1);
      case RIGHT -> x = Math.min(LAST, x + 1);
      case UP -> y = Math.max(1, y - 1);
      case DOWN -> y = Math.min(LANES, y + 1);
      default -> {
        // Stays.
      }
    }
    touch(y - 1);
    if (moveTimer == 0) {
      moveTimer = moveInterval;
      for (int lane = 0; lane < LANES; lane++) {
        move(lane);
      }
    }
    spawnTimer--;
    moveTimer--;
    if (ramps() && (spawnInterval > 1 || moveInterval > 1)) {
      ramp();
    }
  }

  private void spawn() {
    boolean fromLeft = random().random() < 0.5;
    boolean isGold = random().random() < 1.0 / 3.0;
    int free = 0;
    for (boolean lane : taken) {
      free += lane ? 0 : 1;
    }
    if (free == 0) {
      return;
    }
    int skip = random().integers(free);
    int lane = 0;
    while (taken[lane] || skip-- > 0) {
      lane++;
    }
    taken[lane] = true;
    thingX[lane] = fromLeft ? 0 : LAST;
    toRight[lane] = fromLeft;
    gold[lane] = isGold;
  }

  private void move(int lane) {
    if (!taken[lane]) {
      return;
    }
    thingX[lane] += toRight[lane] ? 1 : -1;
    if (thingX[lane] < 0 || thingX[lane] > LAST) {
      taken[lane] = false;
    } else if (lane == y - 1) {
      touch(lane);
    }
  }

  /** Contact with the thing in the player's lane, where there is one; an enemy stays in sight. */
  private void touch(int lane) {
    if (!taken[lane] || thingX[lane] != x) {
      return;
    }
    if (gold[lane]) {
      earn(1);
      taken[lane] = false;
    } else {
      end();
    }
  }

  private void ramp() {
    if (rampTimer >= 0) {
      rampTimer--;
      return;
    }
    if (moveInterval > 1 && ramps % 2 == 1) {
      moveInterval--;
    }
    if (spawnInterval > 1) {
      spawnInterval--;
    }
    ramps++;
    rampTimer = RAMP_STEPS;
  }

  @Override
  void draw(Planes target) {
    target.set(0, x, y);
    for (int lane = 0; lane < LANES; lane++) {
      if (taken[lane]) {
        target.set(gold[lane] ? 3 : 1, thingX[lane], lane + 1);
        target.setInside(2, thingX[lane] + (toRight[lane] ? -1 : 1), lane + 1);
      }
    }
  }

  /** Spawn interval and timer, move interval and timer, ramp timer and count. */
  @Override
  int[] hidden() {
    return new int[] {spawnInterval, spawnTimer, moveInterval, moveTimer, rampTimer, ramps};
  }

  @Override
  public Asterix copy() {
    return new Asterix(this);
  }
}
