package io.muzero.games.picture;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Kind {@code grid}: {@code rows}, {@code columns}, {@code tiles} row by row from the top (words
 * such as {@code floor}, {@code wall}, {@code goal}, {@code hole}, {@code ice}, {@code cliff},
 * {@code start}), {@code walls} between tiles as {@code [row, column]} of the tile to their left,
 * {@code marks} (a word at a tile), and the {@code agent} with its {@code row}, {@code column} and,
 * where it has one, {@code direction} (0 right, 1 down, 2 left, 3 up).
 *
 * <p>Built by one thread, used once.
 */
public final class GridPicture {
  private final ObjectNode picture = JsonNodeFactory.instance.objectNode();
  private final ArrayNode tiles;
  private final ArrayNode walls;
  private final ArrayNode marks;

  /** A grid without tiles; {@link #tile} is called rows × columns times. */
  public GridPicture(int rows, int columns) {
    picture.put("kind", "grid").put("rows", rows).put("columns", columns);
    tiles = picture.putArray("tiles");
    walls = picture.putArray("walls");
    marks = picture.putArray("marks");
  }

  /** Adds the next tile. */
  public GridPicture tile(String word) {
    tiles.add(word);
    return this;
  }

  /** Adds a wall on the right of a tile. */
  public GridPicture wallRightOf(int row, int column) {
    walls.addArray().add(row).add(column);
    return this;
  }

  /** Adds a mark on a tile. */
  public GridPicture mark(String word, int row, int column) {
    marks.addObject().put("word", word).put("row", row).put("column", column);
    return this;
  }

  /** Places an agent that faces nowhere. */
  public GridPicture agent(int row, int column) {
    picture.putObject("agent").put("row", row).put("column", column);
    return this;
  }

  /** Places an agent that faces 0 right, 1 down, 2 left or 3 up. */
  public GridPicture agent(int row, int column, int direction) {
    picture.putObject("agent").put("row", row).put("column", column).put("direction", direction);
    return this;
  }

  /** The picture as JSON. */
  public String json() {
    return picture.toString();
  }
}
