package io.muzero.games.picture;

import java.util.Arrays;
import java.util.StringJoiner;

/**
 * A part of the plane drawn in characters, for the text of an environment with a scene. What lies
 * outside is left out. Built by one thread, used once.
 */
public final class TextCanvas {
  private final double left;
  private final double bottom;
  private final double columnsPerUnit;
  private final double rowsPerUnit;
  private final char[][] cells;

  /**
   * An empty canvas.
   *
   * @param left the least x shown, in world units
   * @param bottom the least y shown; y grows upwards
   * @param right the greatest x shown
   * @param top the greatest y shown
   * @param columns width in characters
   * @param rows height in lines
   */
  public TextCanvas(double left, double bottom, double right, double top, int columns, int rows) {
    this.left = left;
    this.bottom = bottom;
    columnsPerUnit = columns / (right - left);
    rowsPerUnit = rows / (top - bottom);
    cells = new char[rows][columns];
    for (char[] row : cells) {
      Arrays.fill(row, ' ');
    }
  }

  /** Draws a point. */
  public TextCanvas point(char mark, double x, double y) {
    int column = (int) Math.floor((x - left) * columnsPerUnit);
    int row = cells.length - 1 - (int) Math.floor((y - bottom) * rowsPerUnit);
    if (row >= 0 && row < cells.length && column >= 0 && column < cells[0].length) {
      cells[row][column] = mark;
    }
    return this;
  }

  /** Draws a straight line. */
  public TextCanvas line(char mark, double x1, double y1, double x2, double y2) {
    double columns = Math.abs(x2 - x1) * columnsPerUnit;
    double rows = Math.abs(y2 - y1) * rowsPerUnit;
    int points = 1 + (int) Math.min(10_000, Math.ceil(2 * Math.max(columns, rows)));
    for (int i = 0; i <= points; i++) {
      double share = (double) i / points;
      point(mark, x1 + share * (x2 - x1), y1 + share * (y2 - y1));
    }
    return this;
  }

  /** The lines, each without blanks at its end. */
  public String text() {
    StringJoiner text = new StringJoiner("\n");
    for (char[] row : cells) {
      text.add(new String(row).stripTrailing());
    }
    return text.toString();
  }
}
