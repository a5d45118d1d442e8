package io.muzero.games.arcade;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Planes of 10×10 bits, one row a number whose bit x is column x. Not thread-safe. */
final class Planes {
  /** Rows and columns of a plane. */
  static final int SIZE = 10;

  private final int[] rows;

  /** Planes without a bit set. */
  Planes(int count) {
    rows = new int[count * SIZE];
  }

  void clear() {
    Arrays.fill(rows, 0);
  }

  void set(int plane, int x, int y) {
    rows[plane * SIZE + y] |= 1 << x;
  }

  /** Sets a cell if there is such a column; things of the games lie on rows 0 to 9 always. */
  void setInside(int plane, int x, int y) {
    if (x >= 0 && x < SIZE) {
      set(plane, x, y);
    }
  }

  /** Sets all cells of a row whose bits are set. */
  void setRow(int plane, int y, int bits) {
    rows[plane * SIZE + y] |= bits;
  }

  boolean isSet(int plane, int x, int y) {
    return (rows[plane * SIZE + y] >> x & 1) != 0;
  }

  /** Writes all as numbers 0 and 1, [C, 10, 10]. */
  void write(float[] target, int offset) {
    Arrays.fill(target, offset, offset + rows.length * SIZE, 0);
    for (int row = 0; row < rows.length; row++) {
      for (int bits = rows[row]; bits != 0; bits &= bits - 1) {
        target[offset + row * SIZE + Integer.numberOfTrailingZeros(bits)] = 1;
      }
    }
  }

  /** The cells set in a plane: 10·y + x. */
  List<Integer> cells(int plane) {
    List<Integer> cells = new ArrayList<>();
    for (int cell = 0; cell < SIZE * SIZE; cell++) {
      if (isSet(plane, cell % SIZE, cell / SIZE)) {
        cells.add(cell);
      }
    }
    return cells;
  }
}
