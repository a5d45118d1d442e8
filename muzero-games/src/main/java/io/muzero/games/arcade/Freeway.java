package io.muzero.games.arcade;

import java.util.List;

/**
 * A chicken crosses a road of eight lanes, again and again.
 *
 * <p><b>Observation</b> 7×10×10: chicken, cars, and for each speed from 1 (fast) to 5 (slow) the
 * cell behind each car of that speed.
 *
 * <p><b>Actions</b> with a meaning: up and down move the chicken by one cell, in every third step
 * at most.
 *
 * <p><b>Reward</b>: 1 for each crossing, after which the chicken is on row 9 again and the cars
 * have new speeds and directions.
 *
 * <p><b>Start</b>: the chicken at (4, 9), the cars of rows 1 to 8 at x = 0, each with a speed
 * within 1 to 5 and a direction by chance. A car of speed s moves by one cell every s + 1 steps and
 * comes in again on the other side. A car that meets the chicken sends it back to row 9.
 * <b>End</b>: terminated after 2,501 steps, by a clock that is not seen. There is no ramp.
 */
public final class Freeway extends ArcadeGame {
  private static final int CARS = 8;
  private static final int CHICKEN_X = 4;
  private static final int MOVE_STEPS = 3;
  private static final int CLOCK = 2500;
  private static final int SPEEDS = 5;

  private static final Traits TRAITS =
      new Traits(
          List.of(NONE, UP, DOWN),
          1,
          CLOCK + 1,
          List.of(
              new Layer("chicken", '@', "#fafafa", 0),
              new Layer("car", 'x', "#d94a3c", 1),
              new Layer("speed 1", '1', "#8a4f5c", 2),
              new Layer("speed 2", '2', "#7a4c5c", 2),
              new Layer("speed 3", '3', "#6a485a", 2),
              new Layer("speed 4", '4', "#5a4458", 2),
              new Layer("speed 5", '5', "#4a4056", 2)));

  private int y;
  private int moveTimer;
  private int clock;
  private final int[] carX = new int[CARS];
  private final int[] waits = new int[CARS];
  private final int[] speed = new int[CARS];
  private final boolean[] toLeft = new boolean[CARS];

  /** A game that is still to be reset. */
  public Freeway(ArcadeOptions options) {
    super(options, TRAITS);
  }

  private Freeway(Freeway other) {
    super(other);
    y = other.y;
    moveTimer = other.moveTimer;
    clock = other.clock;
    System.arraycopy(other.carX, 0, carX, 0, CARS);
    System.arraycopy(other.waits, 0, waits, 0, CARS);
    System.arraycopy(other.speed, 0, speed, 0, CARS);
    System.arraycopy(other.toLeft, 0, toLeft, 0, CARS);
  }

  @Override
  void start() {
    y = LAST;
    moveTimer = MOVE_STEPS;
    clock = CLOCK;
    for (int car = 0; car < CARS; car++) {
      carX[car] = 0;
    }
    drawCars();
  }

  /** New speeds, then directions; positions stay. */
  private void drawCars() {
    for (int car = 0; car < CARS; car++) {
      speed[car] = 1 + random().integers(SPEEDS);
      waits[car] = speed[car];
    }
    for (int car = 0; car < CARS; car++) {
      toLeft[car] = random().random() < 0.5;
    }
  }

  @Override
  void advance(int action) {
    if (moveTimer == 0 && (action == UP || action == DOWN)) {
      moveTimer = MOVE_STEPS;
      y = Math.max(0, Math.min(LAST, y + (action == UP ? -1 : 1)));
    }
    if (y == 0) {
      earn(1);
      drawCars();
      y = LAST;
    }
    for (int car = 0; car < CARS; car++) {
      meet(car);
      if (waits[car] > 0) {
        waits[car]--;
        continue;
      }
      waits[car] = speed[car];
      carX[car] = (carX[car] + (toLeft[car] ? SIZE - 1 : 1)) % SIZE;
      meet(car);
    }
    if (moveTimer > 0) {
      moveTimer--;
    }
    if (--clock < 0) {
      end();
    }
  }

  private void meet(int car) {
    if (carX[car] == CHICKEN_X && y == car + 1) {
      y = LAST;
    }
  }

  @Override
  void draw(Planes target) {
    target.set(0, CHICKEN_X, y);
    for (int car = 0; car < CARS; car++) {
      target.set(1, carX[car], car + 1);
      int behind = (carX[car] + (toLeft[car] ? 1 : SIZE - 1)) % SIZE;
      target.set(1 + speed[car], behind, car + 1);
    }
  }

  /** Move timer, clock. */
  @Override
  int[] hidden() {
    return new int[] {moveTimer, clock};
  }

  @Override
  public Freeway copy() {
    return new Freeway(this);
  }
}
