package io.muzero.games.connect4;

import io.muzero.environment.ActionSpace;
import io.muzero.environment.BoardSymmetry;
import io.muzero.environment.Environment;
import io.muzero.games.board.BoardGame;

/**
 * Connect Four: two players drop stones in turn into 7 columns of 6 cells, where they fall on what
 * is there; four in a row, column or diagonal win.
 *
 * <p><b>Observation</b> 3×6×7, numbers 0 or 1, rows from the top, in the view of the player to
 * move: own stones, the opponent's stones, and a plane that is 1 everywhere when the first player
 * (X) is to move and 0 otherwise. After the end it is the view of the player who would move next.
 *
 * <p><b>Actions</b>: 7, the columns from the left, named {@code 1} to {@code 7}, so that a game is
 * written as a string of digits. A full column is illegal.
 *
 * <p><b>Reward</b>: 1 for the player whose stone makes four (or more), 0 otherwise. <b>Start</b>:
 * an empty board, X to move. <b>End</b>: a four, or a full board (a draw); no time limit, at most
 * 42 moves. There is no chance: seeds change nothing.
 *
 * <p>The left-right mirror image is a symmetry of the game. Under perfect play the first player
 * wins, with the 41st stone, and only by starting in the middle (J. Allen and V. Allis, 1988).
 */
public final class Connect4 extends BoardGame {
  /** Columns W. */
  public static final int COLUMNS = Bitboard.COLUMNS;

  /** Rows H. */
  public static final int ROWS = Bitboard.ROWS;

  private static final int CELLS = Bitboard.CELLS;

  /** Stones of the player to move, and of both, as {@link Bitboard} lays them out. */
  private long own;

  private long mask;

  /** The empty board. */
  public Connect4() {
    super(
        "discs",
        ROWS,
        COLUMNS,
        new ActionSpace.Discrete(COLUMNS, ActionSpace.Layout.COLUMNS),
        BoardSymmetry.mirror(ROWS, COLUMNS, ActionSpace.Layout.COLUMNS));
  }

  private Connect4(Connect4 other) {
    super(other);
    own = other.own;
    mask = other.mask;
  }

  /** Stones of the player to move. */
  long ownStones() {
    return own;
  }

  /** All stones. */
  long allStones() {
    return mask;
  }

  @Override
  public boolean isLegal(int action) {
    return !hasEnded() && action >= 0 && action < COLUMNS && cellIn(action) != 0;
  }

  /** The cell in which a stone dropped into this column comes to rest; 0 when it is full. */
  private long cellIn(int column) {
    return Bitboard.playable(mask) & Bitboard.column(column);
  }

  @Override
  protected int put(int column) {
    if (column >= COLUMNS) {
      throw new IllegalArgumentException("column index " + column + " is not one of 0 to 6");
    }
    long cell = cellIn(column);
    if (cell == 0) {
      throw new IllegalArgumentException(
          "column " + actionName(column) + " (index " + column + ") is full");
    }
    own ^= mask;
    mask |= cell;
    return boardCell(Long.numberOfTrailingZeros(cell));
  }

  @Override
  protected boolean completesLine(int cell) {
    return Bitboard.hasFour(own ^ mask);
  }

  @Override
  protected void clear() {
    own = 0;
    mask = 0;
  }

  /** The index of a bit's cell counted row by row from the top left. */
  private static int boardCell(int bit) {
    return (ROWS - 1 - bit % Bitboard.STRIDE) * COLUMNS + bit / Bitboard.STRIDE;
  }

  @Override
  public void observe(float[] target, int offset) {
    float first = 1 - playerToMove();
    for (int column = 0; column < COLUMNS; column++) {
      for (int row = 0; row < ROWS; row++) {
        int bit = column * Bitboard.STRIDE + row;
        int index = offset + boardCell(bit);
        target[index] = own >>> bit & 1;
        target[index + CELLS] = (own ^ mask) >>> bit & 1;
        target[index + 2 * CELLS] = first;
      }
    }
  }

  @Override
  public Connect4 copy() {
    return new Connect4(this);
  }

  @Override
  public Environment copyInto(Environment target) {
    if (!(target instanceof Connect4 other)) {
      return copy();
    }
    other.takeOver(this);
    other.own = own;
    other.mask = mask;
    return other;
  }

  /** The column's digit, {@code 1} to {@code 7}. */
  @Override
  public String actionName(int action) {
    return Integer.toString(action + 1);
  }

  @Override
  protected int[] cells() {
    int[] cells = new int[CELLS];
    for (int column = 0; column < COLUMNS; column++) {
      for (int row = 0; row < ROWS; row++) {
        int bit = column * Bitboard.STRIDE + row;
        if ((mask >>> bit & 1) != 0) {
          boolean movers = (own >>> bit & 1) != 0;
          cells[boardCell(bit)] = movers == (playerToMove() == 0) ? 1 : 2;
        }
      }
    }
    return cells;
  }

  @Override
  public String text() {
    int[] cells = cells();
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < ROWS; row++) {
      for (int column = 0; column < COLUMNS; column++) {
        text.append(column == 0 ? "" : " ").append(".XO".charAt(cells[row * COLUMNS + column]));
      }
      text.append('\n');
    }
    return text.append("1 2 3 4 5 6 7").toString();
  }
}
