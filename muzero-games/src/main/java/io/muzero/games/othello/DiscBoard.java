package io.muzero.games.othello;

/**
 * The rules of Othello on sets of cells: bit {@code row * N + column}, counted from the top left.
 *
 * <p>Immutable and thread-safe.
 */
final class DiscBoard {
  /** Steps of one cell, as row and column. */
  private static final int[][] DIRECTIONS = {
    {0, 1}, {1, 1}, {1, 0}, {1, -1}, {0, -1}, {-1, -1}, {-1, 0}, {-1, 1}
  };

  private final int size;
  private final long all;

  /** Per direction: by how many bits cells move (to the right where negative), where they land. */
  private final int[] shifts = new int[DIRECTIONS.length];

  private final long[] landings = new long[DIRECTIONS.length];

  /**
   * A board.
   *
   * @param size rows and columns N, even, within [4, 8]
   */
  DiscBoard(int size) {
    if (size < 4 || size > 8 || size % 2 != 0) {
      throw new IllegalArgumentException("size must be 4, 6 or 8, was " + size);
    }
    this.size = size;
    all = size == 8 ? -1 : (1L << size * size) - 1;
    long firstColumn = 0;
    for (int row = 0; row < size; row++) {
      firstColumn |= 1L << row * size;
    }
    long lastColumn = firstColumn << (size - 1);
    for (int d = 0; d < DIRECTIONS.length; d++) {
      int columns = DIRECTIONS[d][1];
      shifts[d] = DIRECTIONS[d][0] * size + columns;
      landings[d] = all & ~(columns > 0 ? firstColumn : columns < 0 ? lastColumn : 0);
    }
  }

  /** Rows and columns N. */
  int size() {
    return size;
  }

  /** The set with the cell of this row and column alone. */
  long cell(int row, int column) {
    return 1L << row * size + column;
  }

  /** The four corners. */
  long corners() {
    return cell(0, 0) | cell(0, size - 1) | cell(size - 1, 0) | cell(size - 1, size - 1);
  }

  /** The cells one step on in a direction. */
  private long step(long cells, int direction) {
    int shift = shifts[direction];
    return (shift > 0 ? cells << shift : cells >>> -shift) & landings[direction];
  }

  /** Cells on which the player with {@code own} can put a disc. */
  long moves(long own, long other) {
    long empty = all & ~(own | other);
    long moves = 0;
    for (int d = 0; d < DIRECTIONS.length; d++) {
      long run = step(own, d) & other;
      for (int i = 3; i < size && run != 0; i++) {
        run |= step(run, d) & other;
      }
      moves |= step(run, d) & empty;
    }
    return moves;
  }

  /** Discs of the other that a disc on this cell turns; none where the move is not legal. */
  long turned(long own, long other, long cell) {
    long turned = 0;
    for (int d = 0; d < DIRECTIONS.length; d++) {
      long run = 0;
      long at = step(cell, d);
      while ((at & other) != 0) {
        run |= at;
        at = step(at, d);
      }
      turned |= (at & own) != 0 ? run : 0;
    }
    return turned;
  }
}
