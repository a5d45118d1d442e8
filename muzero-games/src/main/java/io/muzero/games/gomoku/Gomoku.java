package io.muzero.games.gomoku;

import io.muzero.environment.ActionSpace;
import io.muzero.environment.BoardSymmetry;
import io.muzero.environment.Environment;
import io.muzero.environment.SquareBoardGame;
import io.muzero.games.board.BoardGame;
import java.util.Arrays;
import java.util.Locale;

/**
 * Gomoku: two players place stones in turn on the cells of a board; five in a row, column or
 * diagonal win. Also known, with other numbers, as the m,n,k-game.
 *
 * <p>The rule is freestyle: more than five win as well, and no move is forbidden to either player.
 *
 * <p><b>Observation</b> 3×H×W, numbers 0 or 1, in the view of the player to move: own stones, the
 * opponent's stones, and a plane that is 1 everywhere when the first player (X) is to move and 0
 * otherwise. After the end it is the view of the player who would move next.
 *
 * <p><b>Actions</b>: H·W; {@code row * W + column} from the top left, named as in chess by the
 * column's letter from the left and the row's number from the bottom: {@code a9} is the top left
 * and {@code i1} the bottom right of 9×9. A cell that is taken is illegal.
 *
 * <p><b>Reward</b>: 1 for the player whose stone makes a line, 0 otherwise; a full board is a draw
 * and pays 0. <b>Start</b>: an empty board, X to move. <b>End</b>: a line, or a full board; no time
 * limit, at most H·W moves. There is no chance: seeds change nothing.
 *
 * <p>All eight symmetries of the square are symmetries of the game on a square board, the
 * left-right mirror image on any other.
 */
public final class Gomoku extends BoardGame implements SquareBoardGame {
  /** Largest number of rows or columns, which the letters of the columns last for. */
  public static final int MAXIMUM_SIZE = 26;

  private final int columns;
  private final int rows;
  private final int line;

  /** Per cell: 0 empty, 1 first player, 2 second player. */
  private final byte[] stones;

  /** The cells in the order played. */
  private final short[] played;

  /**
   * An empty board.
   *
   * @param columns W, within [1, 26]
   * @param rows H, within [1, 26]
   * @param line stones in a row that win, from 2; more win too
   */
  public Gomoku(int columns, int rows, int line) {
    super(
        "stones",
        rows,
        columns,
        actions(columns, rows, line),
        columns == rows
            ? BoardSymmetry.square(columns)
            : BoardSymmetry.mirror(rows, columns, ActionSpace.Layout.CELLS));
    this.columns = columns;
    this.rows = rows;
    this.line = line;
    this.stones = new byte[columns * rows];
    this.played = new short[columns * rows];
  }

  private static ActionSpace.Discrete actions(int columns, int rows, int line) {
    if (Math.min(columns, rows) < 1 || Math.max(columns, rows) > MAXIMUM_SIZE || line < 2) {
      throw new IllegalArgumentException(
          "columns and rows must be within [1, 26] and line at least 2, was "
              + columns
              + "x"
              + rows
              + " with line "
              + line);
    }
    return new ActionSpace.Discrete(columns * rows, ActionSpace.Layout.CELLS);
  }

  private Gomoku(Gomoku other) {
    super(other);
    columns = other.columns;
    rows = other.rows;
    line = other.line;
    stones = other.stones.clone();
    played = other.played.clone();
  }

  /** Columns W. */
  public int columns() {
    return columns;
  }

  /** Rows H. */
  public int rows() {
    return rows;
  }

  @Override
  public int line() {
    return line;
  }

  /** What lies on a cell: 0 nothing, 1 a stone of the first player, 2 one of the second. */
  public int stone(int cell) {
    return stones[cell];
  }

  @Override
  public boolean isLegal(int action) {
    return !hasEnded() && action >= 0 && action < stones.length && stones[action] == 0;
  }

  @Override
  protected int put(int cell) {
    if (cell >= stones.length) {
      throw new IllegalArgumentException(
          "cell " + cell + " is not one of 0 to " + (stones.length - 1));
    }
    if (stones[cell] != 0) {
      throw new IllegalArgumentException(
          "cell " + cell + " (" + actionName(cell) + ") is taken already");
    }
    played[moves()] = (short) cell;
    stones[cell] = (byte) (1 + playerToMove());
    return cell;
  }

  @Override
  protected void clear() {
    Arrays.fill(stones, (byte) 0);
  }

  @Override
  protected boolean completesLine(int cell) {
    return lengthThrough(cell, 0, 1) >= line
        || lengthThrough(cell, 1, 0) >= line
        || lengthThrough(cell, 1, 1) >= line
        || lengthThrough(cell, 1, -1) >= line;
  }

  /** Stones of one colour in a row through a stone, along one direction and its opposite. */
  private int lengthThrough(int cell, int down, int right) {
    return 1 + lengthFrom(cell, down, right) + lengthFrom(cell, -down, -right);
  }

  private int lengthFrom(int cell, int down, int right) {
    int length = 0;
    int row = cell / columns + down;
    int column = cell % columns + right;
    while (row >= 0
        && row < rows
        && column >= 0
        && column < columns
        && stones[row * columns + column] == stones[cell]) {
      length++;
      row += down;
      column += right;
    }
    return length;
  }

  @Override
  public void observe(float[] target, int offset) {
    int own = 1 + playerToMove();
    int cells = stones.length;
    for (int cell = 0; cell < cells; cell++) {
      target[offset + cell] = stones[cell] == own ? 1 : 0;
      target[offset + cells + cell] = stones[cell] == 3 - own ? 1 : 0;
      target[offset + 2 * cells + cell] = 2 - own;
    }
  }

  @Override
  public Gomoku copy() {
    return new Gomoku(this);
  }

  @Override
  public Environment copyInto(Environment target) {
    if (!(target instanceof Gomoku other)
        || other.columns != columns
        || other.rows != rows
        || other.line != line) {
      return copy();
    }
    other.takeOver(this);
    System.arraycopy(stones, 0, other.stones, 0, stones.length);
    System.arraycopy(played, 0, other.played, 0, played.length);
    return other;
  }

  @Override
  public int sgfGame() {
    return 4;
  }

  @Override
  public int[] played() {
    int[] actions = new int[moves()];
    Arrays.setAll(actions, i -> played[i]);
    return actions;
  }

  /** The protocol's columns leave out I. */
  @Override
  public String vertex(int action) {
    int column = action % columns;
    return "" + (char) ('A' + column + (column >= 'I' - 'A' ? 1 : 0)) + (rows - action / columns);
  }

  @Override
  public String actionName(int action) {
    return "" + (char) ('a' + action % columns) + (rows - action / columns);
  }

  @Override
  public String text() {
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < rows; row++) {
      text.append(String.format(Locale.ROOT, "%2d", rows - row));
      for (int column = 0; column < columns; column++) {
        text.append(' ').append(".XO".charAt(stones[row * columns + column]));
      }
      text.append('\n');
    }
    text.append("  ");
    for (int column = 0; column < columns; column++) {
      text.append(' ').append((char) ('a' + column));
    }
    return text.toString();
  }

  @Override
  protected int[] cells() {
    int[] cells = new int[stones.length];
    Arrays.setAll(cells, cell -> stones[cell]);
    return cells;
  }
}
