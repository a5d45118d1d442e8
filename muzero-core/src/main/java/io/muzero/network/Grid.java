package io.muzero.network;

/**
 * Rows and columns of planes.
 *
 * @param height rows H
 * @param width columns W
 */
record Grid(int height, int width) {
  /** Cells P of a plane. */
  int cells() {
    return height * width;
  }

  /** What is left of it when every second cell of every second row is taken, the first included. */
  Grid halved() {
    return new Grid((height + 1) / 2, (width + 1) / 2);
  }

  /**
   * The cell under tap {@code tap} of a 3×3 kernel at cell {@code cell}; −1 where it lies outside.
   */
  int under(int tap, int cell) {
    int row = cell / width + tap / 3 - 1;
    int column = cell % width + tap % 3 - 1;
    boolean inside = row >= 0 && row < height && column >= 0 && column < width;
    return inside ? row * width + column : -1;
  }
}
