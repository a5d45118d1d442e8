package io.muzero.games.go;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The points of a board of N×N, row by row from the top left, what lies beside each, and a random
 * number for each stone on each point (A. L. Zobrist, 1970).
 *
 * <p>Immutable and thread-safe; all boards of a size share one.
 */
final class Grid {
  /** Largest N. */
  static final int MAXIMUM_SIZE = 19;

  private static final Grid[] GRIDS = new Grid[MAXIMUM_SIZE + 1];

  static {
    for (int size = 1; size <= MAXIMUM_SIZE; size++) {
      GRIDS[size] = new Grid(size);
    }
  }

  /** Rows and columns N. */
  final int size;

  /** N². */
  final int points;

  /** {@code long} numbers that a set of points takes. */
  final int words;

  private final int[][] neighbours;
  private final int[][] diagonals;
  private final long[] black;
  private final long[] white;

  private Grid(int size) {
    this.size = size;
    points = size * size;
    words = (points + Long.SIZE - 1) / Long.SIZE;
    neighbours = new int[points][];
    diagonals = new int[points][];
    black = new long[points];
    white = new long[points];
    SplittableRandom random = new SplittableRandom(size);
    for (int point = 0; point < points; point++) {
      neighbours[point] = around(point, new int[][] {{-1, 0}, {0, -1}, {0, 1}, {1, 0}});
      diagonals[point] = around(point, new int[][] {{-1, -1}, {-1, 1}, {1, -1}, {1, 1}});
      black[point] = random.nextLong();
      white[point] = random.nextLong();
    }
  }

  private int[] around(int point, int[][] steps) {
    int[] around = new int[steps.length];
    int count = 0;
    for (int[] step : steps) {
      int row = point / size + step[0];
      int column = point % size + step[1];
      if (row >= 0 && row < size && column >= 0 && column < size) {
        around[count++] = row * size + column;
      }
    }
    return Arrays.copyOf(around, count);
  }

  /**
   * The grid of a size.
   *
   * @param size rows and columns N, within [1, 19]
   */
  static Grid of(int size) {
    if (size < 1 || size > MAXIMUM_SIZE) {
      throw new IllegalArgumentException("size must be within [1, 19], was " + size);
    }
    return GRIDS[size];
  }

  /** The points beside a point, not to be changed. */
  int[] neighbours(int point) {
    return neighbours[point];
  }

  /** The points diagonally beside a point, not to be changed. */
  int[] diagonals(int point) {
    return diagonals[point];
  }

  /** The number of a stone of this colour, {@link GoBoard#BLACK} or white, on a point. */
  long number(int colour, int point) {
    return (colour == GoBoard.BLACK ? black : white)[point];
  }
}
