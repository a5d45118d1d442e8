package io.muzero.protocol;

import io.muzero.environment.ActionSpace;
import io.muzero.environment.Environment;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.SquareBoardGame;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * What a game's moves are called in the Go Text Protocol: points such as {@code C3}, the column's
 * letter from the left without I and the row's number, and {@code pass}.
 *
 * <p>A {@link SquareBoardGame} says so itself, rows counted as its players do. In any other game
 * whose actions are cells, row 1 is at the bottom. Where actions are columns, a move is the point
 * that the stone falls to. The moves of all other games go by their own names.
 */
final class BoardPoints {
  private static final String LETTERS = "ABCDEFGHJKLMNOPQRSTUVWXYZ";
  private static final String PASS = "pass";

  /** Whether its board has cells that are points. */
  private final boolean onBoard;

  private final ActionSpace.Layout layout;
  private final int rows;
  private final int columns;

  /** The points of an environment's game. */
  BoardPoints(Environment environment) {
    EnvironmentSpec spec = environment.spec();
    layout =
        spec.actions() instanceof ActionSpace.Discrete discrete
            ? discrete.layout()
            : ActionSpace.Layout.NONE;
    rows = spec.height();
    columns = spec.width();
    onBoard =
        layout != ActionSpace.Layout.NONE
            && Math.max(rows, columns) <= LETTERS.length()
            && BoardStones.of(environment).isPresent();
  }

  /** Whether the game is shown on a board of points. */
  boolean onBoard() {
    return onBoard;
  }

  /** Rows of the board. */
  int rows() {
    return rows;
  }

  /** Columns of the board. */
  int columns() {
    return columns;
  }

  /**
   * A cell's point.
   *
   * @param cell row by row from the top left of the game's own picture
   */
  String point(Environment state, int cell) {
    if (state instanceof SquareBoardGame board) {
      return board.vertex(cell).toUpperCase(Locale.ROOT);
    }
    return LETTERS.charAt(cell % columns) + Integer.toString(rows - cell / columns);
  }

  /** A point's column, from 0. */
  static int column(String point) {
    return LETTERS.indexOf(point.charAt(0));
  }

  /** A point's row, from 0. */
  static int row(String point) {
    return Integer.parseInt(point.substring(1)) - 1;
  }

  /** A column's letter. */
  static char letter(int column) {
    return LETTERS.charAt(column);
  }

  /**
   * What an action is called.
   *
   * @param state before the action
   */
  String name(Environment state, int action) {
    if (!onBoard) {
      return state.actionName(action);
    }
    if (layout == ActionSpace.Layout.CELLS) {
      return action == rows * columns ? PASS : point(state, action);
    }
    OptionalInt landing = landing(state, action);
    return landing.isPresent() ? point(state, landing.getAsInt()) : state.actionName(action);
  }

  /** The free cell of a column that is lowest; empty when it is full. */
  private OptionalInt landing(Environment state, int column) {
    int[] stones = BoardStones.of(state).orElseThrow();
    for (int row = rows - 1; row >= 0; row--) {
      if (stones[row * columns + column] == 0) {
        return OptionalInt.of(row * columns + column);
      }
    }
    return OptionalInt.empty();
  }

  /** The pass, where the game has one. */
  OptionalInt pass(Environment state) {
    int action = rows * columns;
    return onBoard && layout == ActionSpace.Layout.CELLS && state.spec().actionCount() == action + 1
        ? OptionalInt.of(action)
        : OptionalInt.empty();
  }

  /**
   * The action of this name; empty when there is none.
   *
   * @param name in capital or small letters; in games that are no {@link SquareBoardGame} also the
   *     game's own name of the action
   */
  OptionalInt action(Environment state, String name) {
    int count = state.spec().actionCount();
    for (int action = 0; action < count; action++) {
      boolean byOwnName =
          !(state instanceof SquareBoardGame) && state.actionName(action).equalsIgnoreCase(name);
      if (byOwnName || name(state, action).equalsIgnoreCase(name)) {
        return OptionalInt.of(action);
      }
    }
    return OptionalInt.empty();
  }
}
