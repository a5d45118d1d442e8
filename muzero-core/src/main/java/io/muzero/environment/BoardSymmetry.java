package io.muzero.environment;

/**
 * Symmetries of a board of C planes of H×W cells, row-major.
 *
 * <p>Immutable and thread-safe.
 */
public final class BoardSymmetry implements Symmetry {
  private final int height;
  private final int width;
  private final ActionSpace.Layout layout;

  /** Per transformation what it is made of, in the bits of {@link #cell}. */
  private final int[] parts;

  private BoardSymmetry(int height, int width, ActionSpace.Layout layout, int... parts) {
    this.height = height;
    this.width = width;
    this.layout = layout;
    this.parts = parts;
  }

  /**
   * The eight symmetries of a square board of N×N cells whose actions are its cells (and perhaps a
   * pass).
   */
  public static Symmetry square(int size) {
    return new BoardSymmetry(size, size, ActionSpace.Layout.CELLS, 0, 1, 2, 3, 4, 5, 6, 7);
  }

  /**
   * The four symmetries of a square board of N×N cells that keep its diagonals where they are:
   * identity, half turn and the reflections in either diagonal. They are what is left where a start
   * such as Othello's tells one diagonal from the other.
   */
  public static Symmetry diagonals(int size) {
    return new BoardSymmetry(size, size, ActionSpace.Layout.CELLS, 0, 3, 4, 7);
  }

  /** Identity and left-right mirror image of a board whose actions are its columns or cells. */
  public static Symmetry mirror(int height, int width, ActionSpace.Layout layout) {
    return new BoardSymmetry(height, width, layout, 0, 1);
  }

  @Override
  public int count() {
    return parts.length;
  }

  @Override
  public int observationIndex(int transformation, int index) {
    int cells = height * width;
    return index / cells * cells + cell(parts[transformation], index % cells);
  }

  @Override
  public int action(int transformation, int action) {
    return switch (layout) {
      case CELLS -> action < height * width ? cell(parts[transformation], action) : action;
      case COLUMNS -> (parts[transformation] & 1) == 1 ? width - 1 - action : action;
      case NONE -> action;
    };
  }

  /**
   * Bit 0 mirrors left-right, bit 1 mirrors top-bottom, bit 2 transposes (square boards only), in
   * this order.
   */
  private int cell(int part, int cell) {
    int row = cell / width;
    int column = cell % width;
    if ((part & 1) != 0) {
      column = width - 1 - column;
    }
    if ((part & 2) != 0) {
      row = height - 1 - row;
    }
    return (part & 4) != 0 ? column * width + row : row * width + column;
  }
}
