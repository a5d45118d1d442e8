package io.muzero.games.connect4;

/**
 * Stones of Connect Four as bits of a long, and what can be read off them.
 *
 * <p>Bit {@code 7 * column + row} is a cell, columns from the left and rows from the bottom, both
 * from 0. Row 6 stays empty, so that shifts do not run from one column into the next. A position is
 * the stones of the player to move and the mask of all stones; the number of stones says who moves.
 */
final class Bitboard {
  static final int COLUMNS = 7;
  static final int ROWS = 6;
  static final int CELLS = COLUMNS * ROWS;

  /** Bits from a column to the next. */
  static final int STRIDE = ROWS + 1;

  /** The lowest cell of every column. */
  static final long BOTTOM = bottom();

  /** Every cell. */
  static final long BOARD = BOTTOM * ((1L << ROWS) - 1);

  /**
   * Cells of the first, third and fifth row from the bottom; named odd rows where rows count from
   * 1. When every column is left to a first player who moves and a second who replies above, the
   * first gets these and the second the others.
   */
  static final long LOWER_OF_PAIRS = BOTTOM * 0b010101;

  /** Cells of the second, fourth and sixth row from the bottom. */
  static final long UPPER_OF_PAIRS = LOWER_OF_PAIRS << 1;

  private static final long COLUMN = (1L << STRIDE) - 1;

  private Bitboard() {}

  private static long bottom() {
    long cells = 0;
    for (int column = 0; column < COLUMNS; column++) {
      cells |= 1L << STRIDE * column;
    }
    return cells;
  }

  /** The cells of a column. */
  static long column(int column) {
    return (1L << ROWS) - 1 << STRIDE * column;
  }

  /** The lowest empty cell of each column that is not full. */
  static long playable(long mask) {
    return mask + BOTTOM & BOARD;
  }

  /** Whether these cells hold four in a line. */
  static boolean hasFour(long cells) {
    return hasFour(cells, 1)
        || hasFour(cells, STRIDE)
        || hasFour(cells, STRIDE - 1)
        || hasFour(cells, STRIDE + 1);
  }

  private static boolean hasFour(long cells, int step) {
    long pairs = cells & cells >>> step;
    return (pairs & pairs >>> 2 * step) != 0;
  }

  /** Empty cells, reachable now or later, that would complete four of these stones. */
  static long winningCells(long stones, long mask) {
    long above = stones << 1 & stones << 2 & stones << 3;
    return (above
            | completions(stones, STRIDE)
            | completions(stones, STRIDE - 1)
            | completions(stones, STRIDE + 1))
        & BOARD
        & ~mask;
  }

  /** Cells at either end of three, or in the gap of two and one. */
  private static long completions(long stones, int step) {
    long twoBefore = stones << step & stones << 2 * step;
    long twoAfter = stones >>> step & stones >>> 2 * step;
    return twoBefore & (stones << 3 * step | stones >>> step)
        | twoAfter & (stones >>> 3 * step | stones << step);
  }

  /**
   * Moves after which the opponent cannot win with the next stone: none below a cell the opponent
   * wins on, and the answer to a threat where there is one. 0 when every move loses.
   *
   * @param own stones of the player to move
   */
  static long notLosingAtOnce(long own, long mask) {
    long playable = playable(mask);
    long threats = winningCells(own ^ mask, mask);
    long forced = playable & threats;
    if ((forced & forced - 1) != 0) {
      return 0;
    }
    return (forced != 0 ? forced : playable) & ~(threats >>> 1);
  }

  /**
   * A number that is the same for a position and its mirror image and for no other position: 49
   * bits, never 0.
   *
   * <p>Adding the bottom row to the mask puts a bit on top of each column's stones; the mover's
   * stones below it do not carry into it.
   */
  static long key(long own, long mask) {
    long key = own + mask + BOTTOM;
    return Math.min(key, mirror(own) + mirror(mask) + BOTTOM);
  }

  /** The left-right mirror image. */
  static long mirror(long cells) {
    return (cells & COLUMN) << 6 * STRIDE
        | (cells & COLUMN << STRIDE) << 4 * STRIDE
        | (cells & COLUMN << 2 * STRIDE) << 2 * STRIDE
        | cells & COLUMN << 3 * STRIDE
        | cells >>> 2 * STRIDE & COLUMN << 2 * STRIDE
        | cells >>> 4 * STRIDE & COLUMN << STRIDE
        | cells >>> 6 * STRIDE & COLUMN;
  }
}
