package io.muzero.games.connect4;

import com.fasterxml.jackson.databind.JsonNode;
import io.muzero.games.Oracles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Scores an agent's moves in the recorded positions of {@code connect4_positions.json}: in how many
 * of the decisive ones, where some legal column loses value, does it keep the position's value?
 *
 * <p>Usage, with {@code muzero.jar} and the module's test classes on the class path: {@code java
 * io.muzero.games.connect4.DecisivePositions} prints the positions for {@code evaluate --moves};
 * with what that prints in a file, {@code … FILE} scores it.
 */
final class DecisivePositions {
  private static final int COLUMNS = 7;

  /** Numbers of stones that are counted together. */
  private static final int GROUP = 7;

  private DecisivePositions() {}

  public static void main(String[] args) throws IOException {
    Map<String, JsonNode> positions = new HashMap<>();
    StringBuilder moves = new StringBuilder();
    for (JsonNode position :
        Oracles.named("boards", "connect4_positions.json").get(0).json().get("positions")) {
      positions.put(position.get("moves").asText(), position);
      moves.append(position.get("moves").asText()).append('\n');
    }
    if (args.length == 0) {
      System.out.print(moves);
      return;
    }
    List<String> lines = Files.readAllLines(Path.of(args[0]));
    int asked = 0;
    int decisive = 0;
    int kept = 0;
    Map<Integer, int[]> byStones = new TreeMap<>();
    for (String line : lines) {
      String[] words = line.split(" ");
      JsonNode position = positions.get(words[0]);
      if (position == null || words.length != 2) {
        throw new IllegalArgumentException(
            args[0] + " must hold a recorded position and a column a line, was: " + line);
      }
      asked++;
      if (position.get("keep").size() < legal(position)) {
        int keeps = keeps(position, Integer.parseInt(words[1])) ? 1 : 0;
        decisive++;
        kept += keeps;
        int[] group = byStones.computeIfAbsent(words[0].length() / GROUP, stones -> new int[2]);
        group[0] += keeps;
        group[1]++;
      }
    }
    System.out.printf(
        "%d of %d positions; value kept in %d of %d decisive ones, %.1f %%%n",
        asked, positions.size(), kept, decisive, 100.0 * kept / Math.max(1, decisive));
    byStones.forEach(
        (group, counts) ->
            System.out.printf(
                "  %d to %d stones: %d of %d, %.1f %%%n",
                group * GROUP,
                group * GROUP + GROUP - 1,
                counts[0],
                counts[1],
                100.0 * counts[0] / counts[1]));
  }

  private static int legal(JsonNode position) {
    int legal = 0;
    for (int column = 0; column < COLUMNS; column++) {
      legal += position.get("scores").get(column).isNull() ? 0 : 1;
    }
    return legal;
  }

  private static boolean keeps(JsonNode position, int column) {
    for (JsonNode keep : position.get("keep")) {
      if (keep.asInt() == column) {
        return true;
      }
    }
    return false;
  }
}
