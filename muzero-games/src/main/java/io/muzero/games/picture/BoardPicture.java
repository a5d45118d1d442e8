package io.muzero.games.picture;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Kind {@code board}: {@code rows}, {@code columns}, {@code style} (how cells and stones look:
 * {@code marks}, {@code discs} or {@code stones}), {@code cells} row by row from the top ({@code
 * ""}, {@code "X"} for the first player, {@code "O"} for the second), {@code toMove}, and the cell
 * {@code last} played, −1 before the first.
 */
public final class BoardPicture {
  private BoardPicture() {}

  /**
   * The picture.
   *
   * @param cells row by row from the top: 0 empty, 1 first player, 2 second player
   * @param toMove 0 first player, 1 second player
   * @param last the cell played last, or −1
   */
  public static String json(
      String style, int rows, int columns, int[] cells, int toMove, int last) {
    ObjectNode picture = JsonNodeFactory.instance.objectNode();
    picture.put("kind", "board").put("style", style).put("rows", rows).put("columns", columns);
    ArrayNode marks = picture.putArray("cells");
    for (int cell : cells) {
      marks.add(cell == 0 ? "" : cell == 1 ? "X" : "O");
    }
    picture.put("toMove", toMove == 0 ? "X" : "O").put("last", last);
    return picture.toString();
  }
}
