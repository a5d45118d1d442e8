package io.muzero.games.simplegrid;

import io.muzero.environment.Action;
import io.muzero.environment.ActionSpace;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.Step;
import io.muzero.environment.Symmetry;
import io.muzero.games.picture.GridPicture;
import io.muzero.games.table.TableWorld;
import io.muzero.games.table.TransitionTable;
import io.muzero.games.table.TransitionTable.Outcome;
import java.util.List;

/**
 * A walk over 3×3 tiles from the top left to the bottom right corner, down and right only: the
 * smallest game with illegal actions and a reward at the end, for trying a trainer out.
 *
 * <p><b>Observation</b> 9×1×1: the tile the walker stands on, one-hot, row by row.
 *
 * <p><b>Actions</b>: 0 down, 1 right; a step off the grid is illegal.
 *
 * <p><b>Reward</b>: 10 for reaching the goal, else 0. <b>End</b>: terminated there, after 4 steps
 * always, so that every return is 10. Nothing is random.
 */
public final class SimpleGrid implements TableWorld {
  private static final int SIZE = 3;
  private static final int GOAL = SIZE * SIZE - 1;
  private static final EnvironmentSpec SPEC =
      new EnvironmentSpec(1, 9, 1, 1, 0, 1, new ActionSpace.Discrete(2), 0, 10, 4, Symmetry.NONE);

  private int tile;
  private int steps;

  /** The walker at the start. */
  public SimpleGrid() {}

  @Override
  public EnvironmentSpec spec() {
    return SPEC;
  }

  @Override
  public void reset(long seed) {
    reset();
  }

  @Override
  public void reset() {
    tile = 0;
    steps = 0;
  }

  @Override
  public int playerToMove() {
    return 0;
  }

  @Override
  public boolean isLegal(int action) {
    return isLegal(tile, action);
  }

  private static boolean isLegal(int tile, int action) {
    return switch (action) {
      case 0 -> tile / SIZE < SIZE - 1;
      case 1 -> tile % SIZE < SIZE - 1;
      default -> false;
    };
  }

  private static int next(int tile, int action) {
    return action == 0 ? tile + SIZE : tile + 1;
  }

  @Override
  public Step step(Action action) {
    if (tile == GOAL) {
      throw new IllegalStateException("the episode has ended: call reset first");
    }
    if (!isLegal(action.index())) {
      throw new IllegalArgumentException(
          "action "
              + action.index()
              + " is not a step on the grid; 0 goes down and 1 right, from row "
              + tile / SIZE
              + " and column "
              + tile % SIZE);
    }
    tile = next(tile, action.index());
    steps++;
    return tile == GOAL ? Step.terminal(10) : Step.going(0);
  }

  @Override
  public TransitionTable table() {
    double[] start = new double[SIZE * SIZE];
    start[0] = 1;
    return new TransitionTable(
        start,
        2,
        (state, action) -> {
          if (state == GOAL || !isLegal(state, action)) {
            return List.of();
          }
          int next = next(state, action);
          return List.of(new Outcome(1, next, next == GOAL ? 10 : 0, next == GOAL));
        });
  }

  @Override
  public int state() {
    return tile;
  }

  @Override
  public void setState(int state) {
    tile = state;
  }

  @Override
  public int steps() {
    return steps;
  }

  @Override
  public void observe(float[] target, int offset) {
    for (int i = 0; i < SIZE * SIZE; i++) {
      target[offset + i] = i == tile ? 1 : 0;
    }
  }

  @Override
  public SimpleGrid copy() {
    SimpleGrid copy = new SimpleGrid();
    copy.tile = tile;
    copy.steps = steps;
    return copy;
  }

  @Override
  public String actionName(int action) {
    return action == 0 ? "down" : "right";
  }

  /** {@code G} the goal, {@code @} the walker. */
  @Override
  public String text() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < SIZE * SIZE; i++) {
      text.append(i == tile ? '@' : i == GOAL ? 'G' : '.');
      text.append(i % SIZE == SIZE - 1 && i < GOAL ? "\n" : "");
    }
    return text.toString();
  }

  @Override
  public String json() {
    GridPicture picture = new GridPicture(SIZE, SIZE);
    for (int i = 0; i < SIZE * SIZE; i++) {
      picture.tile(i == 0 ? "start" : i == GOAL ? "goal" : "floor");
    }
    return picture.agent(tile / SIZE, tile % SIZE).json();
  }
}
