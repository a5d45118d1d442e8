package io.muzero.games.arcade;

import java.util.ArrayList;
import java.util.List;

/**
 * A submarine shoots fish and enemy submarines, takes divers aboard and brings them up before its
 * oxygen is spent.
 *
 * <p><b>Observation</b> 10×10×10: the submarine's front, its back, its bullets, trail (the cell
 * behind each fish, enemy submarine and diver), enemy bullets, fish, enemy submarines, oxygen gauge
 * (a cell of row 9 for each 20 of 200 steps' oxygen, from the left), diver gauge (a cell of row 9
 * for each diver aboard, ending at x = 8), divers.
 *
 * <p><b>Actions</b>: all have a meaning. A move turns the submarine where it is sideways; fire
 * shoots ahead, in every fifth step at most, and takes the place of moving.
 *
 * <p><b>Reward</b>: 1 for each fish or submarine hit; for surfacing with six divers as many points
 * as the oxygen gauge shows.
 *
 * <p><b>Start</b>: at (5, 0) at the surface, facing left. Enemies (a submarine with probability
 * 1/3) appear every 21st step, divers every 31st, in rows 1 to 8 on either side. <b>Ramp</b>: each
 * surfacing makes enemies appear sooner, and every second one makes those that come swim faster.
 * <b>End</b>: terminated by contact with an enemy or its bullet, without oxygen, or by surfacing
 * without a diver. Surfacing costs a diver, all six where there are six and then one more: the
 * count goes on from −1, as in MinAtar, where surfacing at −1 is no end.
 */
public final class Seaquest extends ArcadeGame {
  private static final int OXYGEN = 200;
  private static final int GAUGE = 10;
  private static final int MOST_DIVERS = 6;
  private static final int SPAWN_INTERVAL = 20;
  private static final int DIVER_INTERVAL = 30;
  private static final int MOVE_INTERVAL = 5;
  private static final int LEAST_MOVE_INTERVAL = 2;
  private static final int DIVER_MOVE_STEPS = 5;
  private static final int SHOT_STEPS = 5;
  private static final int ENEMY_SHOT_STEPS = 10;
  private static final int LAST_ROW = 8;

  /** Two bullets under way and, with one step's oxygen spent, nine cells of the gauge. */
  private static final int MOST_REWARD = 11;

  private static final Traits TRAITS =
      new Traits(
          List.of(NONE, LEFT, UP, RIGHT, DOWN, FIRE),
          MOST_REWARD,
          0,
          List.of(
              new Layer("front", '@', "#e8c547", 0),
              new Layer("back", 'a', "#a68d33", 1),
              new Layer("own bullet", '-', "#fafafa", 2),
              new Layer("trail", '\'', "#33475c", 5),
              new Layer("enemy bullet", '*', "#ff8a65", 2),
              new Layer("fish", 'f', "#4caf50", 3),
              new Layer("enemy submarine", 's', "#d94a3c", 3),
              new Layer("oxygen gauge", 'o', "#7fb8e8", 4),
              new Layer("diver gauge", 'd', "#d0d0cc", 3),
              new Layer("diver", 'D', "#d0d0cc", 3)));

  private int x;
  private int y;
  private boolean facesRight;
  private boolean surfaced;
  private int oxygen;

  /** Divers aboard; below 0 after surfacing with six. */
  private int aboard;

  private int shotTimer;
  private int spawnInterval;
  private int spawnTimer;
  private int diverTimer;
  private int moveInterval;
  private int ramps;

  /** All oldest first. */
  private final List<Swimmer> bullets = new ArrayList<>();

  private final List<Swimmer> enemyBullets = new ArrayList<>();
  private final List<Swimmer> fish = new ArrayList<>();
  private final List<Swimmer> submarines = new ArrayList<>();
  private final List<Swimmer> divers = new ArrayList<>();

  /** A game that is still to be reset. */
  public Seaquest(ArcadeOptions options) {
    super(options, TRAITS);
  }

  private Seaquest(Seaquest other) {
    super(other);
    x = other.x;
    y = other.y;
    facesRight = other.facesRight;
    surfaced = other.surfaced;
    oxygen = other.oxygen;
    aboard = other.aboard;
    shotTimer = other.shotTimer;
    spawnInterval = other.spawnInterval;
    spawnTimer = other.spawnTimer;
    diverTimer = other.diverTimer;
    moveInterval = other.moveInterval;
    ramps = other.ramps;
    other.bullets.forEach(one -> bullets.add(one.copy()));
    other.enemyBullets.forEach(one -> enemyBullets.add(one.copy()));
    other.fish.forEach(one -> fish.add(one.copy()));
    other.submarines.forEach(one -> submarines.add(one.copy()));
    other.divers.forEach(one -> divers.add(one.copy()));
  }

  @Override
  void start() {
    x = 5;
    y = 0;
    facesRight = false;
    surfaced = true;
    oxygen = OXYGEN;
    aboard = 0;
    shotTimer = 0;
    spawnInterval = SPAWN_INTERVAL;
    spawnTimer = SPAWN_INTERVAL;
    diverTimer = DIVER_INTERVAL;
    moveInterval = MOVE_INTERVAL;
    ramps = 0;
    bullets.clear();
    enemyBullets.clear();
    fish.clear();
    submarines.clear();
    divers.clear();
  }

  @Override
  void advance(int action) {
    if (spawnTimer == 0) {
      spawnEnemy();
      spawnTimer = spawnInterval;
    }
    if (diverTimer == 0) {
      boolean fromLeft = random().random() < 0.5;
      divers.add(new Swimmer(fromLeft, 1 + random().integers(LAST_ROW), DIVER_MOVE_STEPS, 0));
      diverTimer = DIVER_INTERVAL;
    }
    steer(action);
    moveBullets();
    moveDivers();
    moveEnemies(submarines, true);
    moveEnemyBullets();
    moveEnemies(fish, false);
    spawnTimer--;
    diverTimer--;
    shotTimer = Math.max(0, shotTimer - 1);
    breathe();
  }

  private void spawnEnemy() {
    boolean fromLeft = random().random() < 0.5;
    boolean isSubmarine = random().random() < 1.0 / 3.0;
    int row = 1 + random().integers(LAST_ROW);
    if (isOpposed(fish, row, fromLeft) || isOpposed(submarines, row, fromLeft)) {
      return;
    }
    (isSubmarine ? submarines : fish)
        .add(new Swimmer(fromLeft, row, moveInterval, isSubmarine ? ENEMY_SHOT_STEPS : 0));
  }

  private static boolean isOpposed(List<Swimmer> swimmers, int row, boolean toRight) {
    for (Swimmer swimmer : swimmers) {
      if (swimmer.y == row && swimmer.toRight != toRight) {
        return true;
      }
    }
    return false;
  }

  private void steer(int action) {
    switch (action) {
      case FIRE -> {
        if (shotTimer == 0) {
          bullets.add(Swimmer.bullet(x, y, facesRight));
          shotTimer = SHOT_STEPS;
        }
      }
      case LEFT -> {
        x = Math.max(0, x - 1);
        facesRight = false;
      }
      case RIGHT -> {
        x = Math.min(LAST, x + 1);
        facesRight = true;
      }
      case UP -> y = Math.max(0, y - 1);
      case DOWN -> y = Math.min(LAST_ROW, y + 1);
      default -> {
        // Stays.
      }
    }
  }

  /** Each bullet hits one thing at most, fish before submarines. */
  private void moveBullets() {
    for (int i = bullets.size() - 1; i >= 0; i--) {
      Swimmer bullet = bullets.get(i);
      if (!bullet.move()) {
        bullets.remove(i);
      } else if (removeAt(fish, bullet.x, bullet.y) || removeAt(submarines, bullet.x, bullet.y)) {
        bullets.remove(i);
        earn(1);
      }
    }
  }

  private static boolean removeAt(List<Swimmer> swimmers, int column, int row) {
    for (int i = 0; i < swimmers.size(); i++) {
      if (swimmers.get(i).isAt(column, row)) {
        swimmers.remove(i);
        return true;
      }
    }
    return false;
  }

  private void moveDivers() {
    for (int i = divers.size() - 1; i >= 0; i--) {
      Swimmer diver = divers.get(i);
      if (takeAboard(diver)) {
        divers.remove(i);
      } else if (diver.moveTimer > 0) {
        diver.moveTimer--;
      } else {
        diver.moveTimer = DIVER_MOVE_STEPS;
        if (!diver.move() || takeAboard(diver)) {
          divers.remove(i);
        }
      }
    }
  }

  private boolean takeAboard(Swimmer diver) {
    if (aboard == MOST_DIVERS || !diver.isAt(x, y)) {
      return false;
    }
    aboard++;
    return true;
  }

  private void moveEnemies(List<Swimmer> enemies, boolean shoot) {
    for (int i = enemies.size() - 1; i >= 0; i--) {
      Swimmer enemy = enemies.get(i);
      meet(enemy);
      if (enemy.moveTimer > 0) {
        enemy.moveTimer--;
      } else {
        enemy.moveTimer = moveInterval;
        if (!enemy.move()) {
          enemies.remove(i);
          continue;
        }
        meet(enemy);
        if (removeAt(bullets, enemy.x, enemy.y)) {
          enemies.remove(i);
          earn(1);
          continue;
        }
      }
      if (shoot) {
        shoot(enemy);
      }
    }
  }

  private void shoot(Swimmer submarine) {
    if (submarine.shotTimer > 0) {
      submarine.shotTimer--;
      return;
    }
    submarine.shotTimer = ENEMY_SHOT_STEPS;
    enemyBullets.add(Swimmer.bullet(submarine.x, submarine.y, submarine.toRight));
  }

  private void moveEnemyBullets() {
    for (int i = enemyBullets.size() - 1; i >= 0; i--) {
      Swimmer bullet = enemyBullets.get(i);
      meet(bullet);
      if (!bullet.move()) {
        enemyBullets.remove(i);
      } else {
        meet(bullet);
      }
    }
  }

  private void meet(Swimmer enemy) {
    if (enemy.isAt(x, y)) {
      end();
    }
  }

  private void breathe() {
    if (oxygen <= 0) {
      end();
    }
    if (y > 0) {
      oxygen--;
      surfaced = false;
    } else if (!surfaced) {
      if (aboard == 0) {
        end();
      } else {
        surface();
      }
    }
  }

  private void surface() {
    surfaced = true;
    if (aboard == MOST_DIVERS) {
      earn(oxygenCells());
      aboard = 0;
    }
    oxygen = OXYGEN;
    aboard--;
    if (ramps() && (spawnInterval > 1 || moveInterval > LEAST_MOVE_INTERVAL)) {
      if (moveInterval > LEAST_MOVE_INTERVAL && ramps % 2 == 1) {
        moveInterval--;
      }
      if (spawnInterval > 1) {
        spawnInterval--;
      }
      ramps++;
    }
  }

  private int oxygenCells() {
    return Math.max(0, oxygen * GAUGE / OXYGEN);
  }

  @Override
  void draw(Planes target) {
    target.set(0, x, y);
    target.setInside(1, x + (facesRight ? -1 : 1), y);
    draw(target, 2, bullets);
    draw(target, 4, enemyBullets);
    draw(target, 5, fish);
    draw(target, 6, submarines);
    draw(target, 9, divers);
    drawTrails(target, fish);
    drawTrails(target, submarines);
    drawTrails(target, divers);
    target.setRow(7, LAST, (1 << oxygenCells()) - 1);
    for (int i = 1; i <= aboard; i++) {
      target.set(8, LAST - i, LAST);
    }
  }

  private static void draw(Planes target, int plane, List<Swimmer> swimmers) {
    for (int i = 0; i < swimmers.size(); i++) {
      target.set(plane, swimmers.get(i).x, swimmers.get(i).y);
    }
  }

  private static void drawTrails(Planes target, List<Swimmer> swimmers) {
    for (int i = 0; i < swimmers.size(); i++) {
      target.setInside(3, swimmers.get(i).behind(), swimmers.get(i).y);
    }
  }

  /**
   * Oxygen, divers aboard, facing right, surfaced, enemy spawn interval and timer, diver timer,
   * move interval, ramps, cool-down.
   */
  @Override
  int[] hidden() {
    return new int[] {
      oxygen,
      aboard,
      facesRight ? 1 : 0,
      surfaced ? 1 : 0,
      spawnInterval,
      spawnTimer,
      diverTimer,
      moveInterval,
      ramps,
      shotTimer
    };
  }

  @Override
  public Seaquest copy() {
    return new Seaquest(this);
  }
}
