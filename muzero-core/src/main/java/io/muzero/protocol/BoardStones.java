package io.muzero.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muzero.environment.Environment;
import java.io.IOException;
import java.util.Optional;

/** What lies on a board, taken from the picture that the game gives of itself. */
final class BoardStones {
  private static final ObjectMapper JSON = new ObjectMapper();

  private BoardStones() {}

  /**
   * The stones.
   *
   * @return row by row from the top left: 0 nothing, 1 a stone of the first player, 2 one of the
   *     second; empty when the picture is no board of the observation's rows and columns
   */
  static Optional<int[]> of(Environment state) {
    try {
      JsonNode picture = JSON.readTree(state.json());
      JsonNode cells = picture.path("cells");
      if (!picture.path("kind").asText().equals("board")
          || picture.path("rows").asInt() != state.spec().height()
          || picture.path("columns").asInt() != state.spec().width()
          || cells.size() != state.spec().height() * state.spec().width()) {
        return Optional.empty();
      }
      int[] stones = new int[cells.size()];
      for (int i = 0; i < stones.length; i++) {
        String mark = cells.get(i).asText();
        stones[i] = mark.equals("X") ? 1 : mark.equals("O") ? 2 : 0;
      }
      return Optional.of(stones);
    } catch (IOException e) {
      return Optional.empty(); // a game's picture that is no JSON shows no board
    }
  }
}
