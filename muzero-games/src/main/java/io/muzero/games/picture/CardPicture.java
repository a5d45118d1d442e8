package io.muzero.games.picture;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Kind {@code cards}: {@code hands}, each with {@code name}, {@code cards} (words such as {@code
 * A}, {@code 10}, {@code ?} for a hidden one) and {@code total}.
 *
 * <p>Built by one thread, used once.
 */
public final class CardPicture {
  private final ObjectNode picture = JsonNodeFactory.instance.objectNode();
  private final ArrayNode hands;

  /** A table without hands. */
  public CardPicture() {
    picture.put("kind", "cards");
    hands = picture.putArray("hands");
  }

  /** Adds a hand. */
  public CardPicture hand(String name, Iterable<String> cards, int total) {
    ObjectNode hand = hands.addObject().put("name", name);
    ArrayNode words = hand.putArray("cards");
    cards.forEach(words::add);
    hand.put("total", total);
    return this;
  }

  /** The picture as JSON. */
  public String json() {
    return picture.toString();
  }
}
