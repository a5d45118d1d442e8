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
  private final int count;

  private BoardSymmetry(int height, int width, ActionSpace.Layout layout, int count) {
    this.height = height;
    this.width = width;
    this.layout = layout;
    this.count = count;
  }

  /**
   * The eight symmetries of a square board of N×N cells whose actions are its cells (and perhaps a
   * pass).
   */
  public static Symmetry square(int size) {
    return new BoardSymmetry(size, size, ActionSpace.Layout.CELLS, 8);
  }

  /** Identity and left-right mirror image of a board whose actions are its columns or cells. */
  public static Symmetry mirror(int height, int width, ActionSpace.Layout layout) {
    return new BoardSymmetry(height, width, layout, 2);
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public int observationIndex(int transformation, int index) {
    int cells = height * width;
    return index / cells * cells + cell(transformation, index % cells);
  }

  @Override
  public int action(int transformation, int action) {
    return switch (layout) {
      case CELLS -> action < height * width ? cell(transformation, action) : action;
      case COLUMNS -> (transformation & 1) == 1 ? width - 1 - action : action;
      case NONE -> action;
    };
  }

  /**
   * Bit 0 mirrors left-right, bit 1 mirrors top-bottom, bit 2 transposes (square boards only), in
   * this order.
   */
  private int cell(int transformation, int cell) {
    int row = cell / width;
    int column = cell % width;
    if ((transformation & 1) != 0) {
      column = width - 1 - column;
    }
    if ((transformation & 2) != 0) {
      row = height - 1 - row;
    }
    return (transformation & 4) != 0 ? column * width + row : row * width + column;
  }
}
