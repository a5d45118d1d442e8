package io.muzero.launcher;

import java.util.ArrayList;
import java.util.List;

/** Rows of words under a heading, the columns as wide as they must be. */
final class TextTable {
  private final List<List<String>> rows = new ArrayList<>();
  private final List<Boolean> right = new ArrayList<>();

  /**
   * A table.
   *
   * @param headings of the columns; one that begins with {@code >} is of a column of numbers, which
   *     stand to the right
   */
  TextTable(String... headings) {
    List<String> first = new ArrayList<>();
    for (String heading : headings) {
      right.add(heading.startsWith(">"));
      first.add(heading.startsWith(">") ? heading.substring(1) : heading);
    }
    rows.add(first);
  }

  /** Adds a row of as many cells as there are headings. */
  void row(String... cells) {
    rows.add(List.of(cells));
  }

  /** The lines. */
  List<String> lines() {
    int[] width = new int[right.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < width.length; i++) {
        width[i] = Math.max(width[i], row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < width.length; i++) {
        String space = " ".repeat(width[i] - row.get(i).length());
        line.append(i == 0 ? "" : "  ");
        line.append(right.get(i) ? space + row.get(i) : row.get(i) + space);
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }
}
