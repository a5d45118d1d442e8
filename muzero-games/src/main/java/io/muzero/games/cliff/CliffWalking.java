package io.muzero.games.cliff;

import io.muzero.games.picture.GridPicture;
import io.muzero.games.table.TableEnvironment;
import io.muzero.games.table.TransitionTable;
import io.muzero.games.table.TransitionTable.Outcome;
import java.util.ArrayList;
import java.util.List;

/**
 * A walk from one end of a cliff to the other, along an edge that must not be overstepped:
 * Gymnasium's {@code CliffWalking-v1} (R. Sutton, A. Barto, "Reinforcement Learning: An
 * Introduction", example 6.6).
 *
 * <p><b>Observation</b> 48×1×1: the tile the walker stands on, one-hot, 4 rows of 12 from the top.
 *
 * <p><b>Actions</b>: 0 up, 1 right, 2 down, 3 left; a step off the grid stays. With {@code
 * is_slippery} a step goes there or to either side of that direction, each with probability 1/3.
 *
 * <p><b>Reward</b>: −1 a step; −100 for a step into the cliff, the bottom row between start and
 * goal, which puts the walker back to the start.
 *
 * <p><b>Start</b>: bottom left. <b>End</b>: terminated at the bottom right, truncated after {@code
 * max_steps} (200; Gymnasium has no limit, under which random play scores −66,000). The best return
 * is −13.
 */
public final class CliffWalking extends TableEnvironment {
  private static final int ROWS = 4;
  private static final int COLUMNS = 12;
  private static final int START = (ROWS - 1) * COLUMNS;
  private static final int GOAL = ROWS * COLUMNS - 1;

  /**
   * A cliff.
   *
   * @param slippery whether steps may slip
   * @param maxSteps steps after which an episode is truncated; 0: never
   */
  public CliffWalking(boolean slippery, int maxSteps) {
    super(table(slippery), ROWS * COLUMNS, maxSteps);
  }

  private CliffWalking(CliffWalking other) {
    super(other);
  }

  private static TransitionTable table(boolean slippery) {
    double[] start = new double[ROWS * COLUMNS];
    start[START] = 1;
    return new TransitionTable(
        start,
        4,
        (state, action) -> {
          if (!slippery) {
            return List.of(outcome(state, action, 1));
          }
          List<Outcome> outcomes = new ArrayList<>();
          for (int turn = 3; turn <= 5; turn++) {
            outcomes.add(outcome(state, (action + turn) % 4, 1.0 / 3));
          }
          return outcomes;
        });
  }

  private static Outcome outcome(int state, int direction, double probability) {
    int row = state / COLUMNS;
    int column = state % COLUMNS;
    switch (direction) {
      case 0 -> row = Math.max(0, row - 1);
      case 1 -> column = Math.min(COLUMNS - 1, column + 1);
      case 2 -> row = Math.min(ROWS - 1, row + 1);
      default -> column = Math.max(0, column - 1);
    }
    int next = row * COLUMNS + column;
    return isCliff(next)
        ? new Outcome(probability, START, -100, false)
        : new Outcome(probability, next, -1, next == GOAL);
  }

  private static boolean isCliff(int tile) {
    return tile > START && tile < GOAL;
  }

  @Override
  public CliffWalking copy() {
    return new CliffWalking(this);
  }

  @Override
  public String actionName(int action) {
    return switch (action) {
      case 0 -> "up";
      case 1 -> "right";
      case 2 -> "down";
      default -> "left";
    };
  }

  /** {@code #} the cliff, {@code G} the goal, {@code @} the walker. */
  @Override
  public String text() {
    StringBuilder text = new StringBuilder();
    for (int tile = 0; tile < ROWS * COLUMNS; tile++) {
      text.append(tile == state() ? '@' : isCliff(tile) ? '#' : tile == GOAL ? 'G' : '.');
      if (tile % COLUMNS == COLUMNS - 1 && tile < GOAL) {
        text.append('\n');
      }
    }
    return text.toString();
  }

  @Override
  public String json() {
    GridPicture picture = new GridPicture(ROWS, COLUMNS);
    for (int tile = 0; tile < ROWS * COLUMNS; tile++) {
      picture.tile(
          isCliff(tile) ? "cliff" : tile == START ? "start" : tile == GOAL ? "goal" : "floor");
    }
    return picture.agent(state() / COLUMNS, state() % COLUMNS).json();
  }
}
