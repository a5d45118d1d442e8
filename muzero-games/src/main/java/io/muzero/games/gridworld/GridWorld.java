package io.muzero.games.gridworld;

import io.muzero.environment.Action;
import io.muzero.environment.ActionSpace;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.Step;
import io.muzero.environment.Symmetry;
import io.muzero.games.gymnasium.GymnasiumEnvironment;
import io.muzero.games.picture.GridPicture;
import io.muzero.games.table.TableWorld;
import io.muzero.games.table.TransitionTable;
import io.muzero.games.table.TransitionTable.Outcome;
import java.util.List;

/**
 * An empty square room with walls around it and a goal in the bottom right corner, of which an
 * agent sees only what lies before it: MiniGrid's {@code MiniGrid-Empty-Random-6x6-v0} and its
 * relatives.
 *
 * <p><b>Observation</b> 3×7×7, each number 0 or 1: planes of walls, goal and floor in the 7×7 tiles
 * ahead, turned so that the agent stands in the middle of the bottom row and looks up. What is
 * outside the room counts as wall, the agent's own tile as floor. Neither the direction nor the
 * time is seen.
 *
 * <p><b>Actions</b>: 0 turns left, 1 turns right, 2 goes forward (a wall stops it); with {@code
 * all_actions} also MiniGrid's 3 to 6 (pick up, drop, toggle, done), which do nothing here.
 *
 * <p><b>Reward</b>: 1 − .9 t/T for reaching the goal in step t, with the limit T = 4·size² (144);
 * else 0.
 *
 * <p><b>Start</b>: any free tile and direction, or with {@code random_start: false} the top left
 * tile, facing right. <b>End</b>: terminated at the goal, truncated after T steps. The best
 * expected return in the room of size 6 is .9719, by 4.5 steps on average and 8 at most.
 */
public final class GridWorld extends GymnasiumEnvironment implements TableWorld {
  private static final int VIEW = 7;
  private static final int[] AHEAD_X = {1, 0, -1, 0};
  private static final int[] AHEAD_Y = {0, 1, 0, -1};

  /** MiniGrid's words for a tile: kind, colour, state. */
  private static final double[] WALL = {2, 5, 0};

  private static final double[] GOAL = {8, 1, 0};
  private static final double[] FLOOR = {1, 0, 0};

  private final int size;
  private final boolean randomStart;
  private int x;
  private int y;

  /** 0 right, 1 down, 2 left, 3 up. */
  private int direction;

  /**
   * A room.
   *
   * @param size tiles a side, walls included, from 4
   * @param randomStart whether the agent starts anywhere
   * @param allActions whether MiniGrid's four actions that do nothing here are offered too
   */
  public GridWorld(int size, boolean randomStart, boolean allActions) {
    super(
        new EnvironmentSpec(
            1,
            3,
            VIEW,
            VIEW,
            0,
            1,
            new ActionSpace.Discrete(allActions ? 7 : 3),
            0,
            1,
            4 * size * size,
            Symmetry.NONE));
    this.size = size;
    this.randomStart = randomStart;
  }

  private GridWorld(GridWorld other) {
    super(other);
    size = other.size;
    randomStart = other.randomStart;
    x = other.x;
    y = other.y;
    direction = other.direction;
  }

  @Override
  protected void start() {
    x = 1;
    y = 1;
    direction = 0;
    if (randomStart) {
      do {
        x = random().integers(size);
        y = random().integers(size);
      } while (isWall(x, y) || isGoal(x, y));
      direction = random().integers(4);
    }
  }

  @Override
  protected Step advance(Action action) {
    setState(next(state(), action.index()));
    return isGoal(x, y) ? Step.terminal(rewardFactor(steps() + 1)) : Step.going(0);
  }

  private int next(int state, int action) {
    int tile = state / 4;
    int facing = state % 4;
    switch (action) {
      case 0 -> facing = (facing + 3) % 4;
      case 1 -> facing = (facing + 1) % 4;
      case 2 -> {
        int aheadX = tile % size + AHEAD_X[facing];
        int aheadY = tile / size + AHEAD_Y[facing];
        tile = isWall(aheadX, aheadY) ? tile : aheadY * size + aheadX;
      }
      default -> {
        // Nothing to pick up, drop or toggle.
      }
    }
    return tile * 4 + facing;
  }

  /** Walls surround the room; all outside is wall. */
  private boolean isWall(int column, int row) {
    return column <= 0 || row <= 0 || column >= size - 1 || row >= size - 1;
  }

  private boolean isGoal(int column, int row) {
    return column == size - 2 && row == size - 2;
  }

  /** The agent's column and row. */
  public int[] position() {
    return new int[] {x, y};
  }

  /** The agent's direction: 0 right, 1 down, 2 left, 3 up. */
  public int direction() {
    return direction;
  }

  /** (row · size + column) · 4 + direction. */
  @Override
  public int state() {
    return (y * size + x) * 4 + direction;
  }

  @Override
  public void setState(int state) {
    x = state / 4 % size;
    y = state / 4 / size;
    direction = state % 4;
  }

  @Override
  public double rewardFactor(int step) {
    return 1 - 0.9 * ((double) step / spec().maxSteps());
  }

  @Override
  public TransitionTable table() {
    double[] start = new double[size * size * 4];
    int free = (size - 2) * (size - 2) - 1;
    for (int state = 0; state < start.length; state++) {
      int column = state / 4 % size;
      int row = state / 4 / size;
      if (randomStart && !isWall(column, row) && !isGoal(column, row)) {
        start[state] = 0.25 / free;
      }
    }
    if (!randomStart) {
      start[(size + 1) * 4] = 1;
    }
    return new TransitionTable(
        start,
        spec().actionCount(),
        (state, action) -> {
          int next = next(state, action);
          boolean there = isGoal(next / 4 % size, next / 4 / size);
          return List.of(new Outcome(1, next, there ? 1 : 0, there));
        });
  }

  /** The kind of tile in the view, at a column from the left and a row from the top. */
  private double[] seen(int column, int row) {
    int ahead = VIEW - 1 - row;
    int aside = column - VIEW / 2;
    if (ahead == 0 && aside == 0) {
      return FLOOR;
    }
    int tileX = x + ahead * AHEAD_X[direction] - aside * AHEAD_Y[direction];
    int tileY = y + ahead * AHEAD_Y[direction] + aside * AHEAD_X[direction];
    return isWall(tileX, tileY) ? WALL : isGoal(tileX, tileY) ? GOAL : FLOOR;
  }

  /** MiniGrid's image [column][row][kind, colour, state], flattened. */
  @Override
  public double[] gymnasiumObservation() {
    double[] image = new double[VIEW * VIEW * 3];
    for (int column = 0; column < VIEW; column++) {
      for (int row = 0; row < VIEW; row++) {
        System.arraycopy(seen(column, row), 0, image, (column * VIEW + row) * 3, 3);
      }
    }
    return image;
  }

  @Override
  public void observe(float[] target, int offset) {
    int plane = VIEW * VIEW;
    for (int row = 0; row < VIEW; row++) {
      for (int column = 0; column < VIEW; column++) {
        double[] tile = seen(column, row);
        int cell = offset + row * VIEW + column;
        target[cell] = tile == WALL ? 1 : 0;
        target[cell + plane] = tile == GOAL ? 1 : 0;
        target[cell + 2 * plane] = tile == FLOOR ? 1 : 0;
      }
    }
  }

  @Override
  public GridWorld copy() {
    return new GridWorld(this);
  }

  @Override
  public String actionName(int action) {
    return switch (action) {
      case 0 -> "left";
      case 1 -> "right";
      case 2 -> "forward";
      case 3 -> "pick up";
      case 4 -> "drop";
      case 5 -> "toggle";
      default -> "done";
    };
  }

  /** {@code #} a wall, {@code G} the goal, and the agent as an arrow. */
  @Override
  public String text() {
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < size; column++) {
        boolean here = column == x && row == y;
        text.append(
            here
                ? ">v<^".charAt(direction)
                : isWall(column, row) ? '#' : isGoal(column, row) ? 'G' : '.');
      }
      text.append(row < size - 1 ? "\n" : "");
    }
    return text.toString();
  }

  @Override
  public String json() {
    GridPicture picture = new GridPicture(size, size);
    for (int tile = 0; tile < size * size; tile++) {
      picture.tile(
          isWall(tile % size, tile / size)
              ? "wall"
              : isGoal(tile % size, tile / size) ? "goal" : "floor");
    }
    return picture.agent(y, x, direction).json();
  }
}
