package io.muzero.environment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** All that can be seen of an environment's state. */
@SuppressWarnings("ArrayRecordComponent") // compared by difference()
record SeenState(float[] observation, boolean[] legal, int playerToMove, String text, String json) {

  static SeenState of(Environment environment) {
    int actions =
        environment.spec().actions() instanceof ActionSpace.Discrete discrete ? discrete.size() : 0;
    boolean[] legal = new boolean[actions];
    for (int action = 0; action < actions; action++) {
      legal[action] = environment.isLegal(action);
    }
    return new SeenState(
        environment.observation(),
        legal,
        environment.playerToMove(),
        environment.text(),
        environment.json());
  }

  /** The parts that differ, empty when none does. */
  String difference(SeenState other) {
    List<String> parts = new ArrayList<>();
    if (!Arrays.equals(observation, other.observation)) {
      parts.add("observation");
    }
    if (!Arrays.equals(legal, other.legal)) {
      parts.add("legal actions");
    }
    if (playerToMove != other.playerToMove) {
      parts.add("player to move");
    }
    if (!text.equals(other.text)) {
      parts.add("text");
    }
    if (!json.equals(other.json)) {
      parts.add("JSON picture");
    }
    return String.join(", ", parts);
  }

  /** All of it in words: equal where nothing differs. */
  @Override
  public String toString() {
    return Arrays.toString(observation)
        + Arrays.toString(legal)
        + playerToMove
        + "\n"
        + text
        + "\n"
        + json;
  }
}
