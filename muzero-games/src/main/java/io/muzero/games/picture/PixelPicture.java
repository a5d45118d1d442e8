package io.muzero.games.picture;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Kind {@code pixels}: {@code rows}, {@code columns}, and {@code layers} in the order in which they
 * are drawn, each with {@code name}, {@code colour} ({@code #rrggbb}) and the {@code cells} it
 * fills (row · columns + column, rows from the top); {@code notes} are numbers to be shown beside
 * it. The game is in motion: one state follows the other at a steady pace.
 *
 * <p>Built by one thread, used once.
 */
public final class PixelPicture {
  private final ObjectNode picture = JsonNodeFactory.instance.objectNode();
  private final ArrayNode layers;

  /** A dark board. */
  public PixelPicture(int rows, int columns) {
    picture.put("kind", "pixels").put("rows", rows).put("columns", columns);
    layers = picture.putArray("layers");
  }

  /** Adds a layer over those before. */
  public PixelPicture layer(String name, String colour, Iterable<Integer> cells) {
    ObjectNode layer = layers.addObject().put("name", name).put("colour", colour);
    ArrayNode filled = layer.putArray("cells");
    cells.forEach(filled::add);
    return this;
  }

  /** A number to be shown beside the board, for example the score. */
  public PixelPicture note(String name, int value) {
    picture.withObject("/notes").put(name, value);
    return this;
  }

  /** The picture as JSON. */
  public String json() {
    return picture.toString();
  }
}
