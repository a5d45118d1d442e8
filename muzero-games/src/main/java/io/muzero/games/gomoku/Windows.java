package io.muzero.games.gomoku;

import java.util.ArrayList;
import java.util.List;

/**
 * Every place a winning line can lie on a board: runs of as many cells as win, along rows, columns
 * and both diagonals.
 *
 * <p>Immutable and thread-safe.
 */
final class Windows {
  private static final int[][] DIRECTIONS = {{0, 1}, {1, 0}, {1, 1}, {1, -1}};

  private final int[][] cells;
  private final int[][] through;

  /** The windows of a board of this shape. */
  Windows(int columns, int rows, int line) {
    List<int[]> windows = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        for (int[] direction : DIRECTIONS) {
          int lastRow = row + (line - 1) * direction[0];
          int lastColumn = column + (line - 1) * direction[1];
          if (lastRow < rows && lastColumn >= 0 && lastColumn < columns) {
            int[] window = new int[line];
            for (int i = 0; i < line; i++) {
              window[i] = (row + i * direction[0]) * columns + column + i * direction[1];
            }
            windows.add(window);
          }
        }
      }
    }
    cells = windows.toArray(int[][]::new);
    through = new int[columns * rows][];
    for (int cell = 0; cell < through.length; cell++) {
      List<Integer> found = new ArrayList<>();
      for (int window = 0; window < cells.length; window++) {
        for (int member : cells[window]) {
          if (member == cell) {
            found.add(window);
          }
        }
      }
      through[cell] = found.stream().mapToInt(Integer::intValue).toArray();
    }
  }

  /** Number of windows. */
  int count() {
    return cells.length;
  }

  /** The cells of a window, not to be changed. */
  int[] cells(int window) {
    return cells[window];
  }

  /** The windows a cell lies in, not to be changed. */
  int[] through(int cell) {
    return through[cell];
  }
}
