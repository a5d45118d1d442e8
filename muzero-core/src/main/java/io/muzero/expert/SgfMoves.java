package io.muzero.expert;

import io.muzero.environment.SquareBoardGame;
import io.muzero.settings.Excerpt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the nodes of an SGF tree say of a game of stones on a square board.
 *
 * <p>A point is written as in Go by two letters, the column's from the left and the row's from the
 * top, in every game; a point by its name, as {@code d3}, is read as well. A pass is an empty
 * value, or {@code tt} in Go. Stones set up and boards of another size are refused.
 */
final class SgfMoves {
  /** Our own property of the root: moves at the beginning that nobody chose. */
  static final String RANDOM_MOVES = "RANDOMMOVES";

  /** SGF's number of Go, which a tree has that names none. */
  private static final int GO = 1;

  /** Sizes that a tree has which names none, by SGF's number of the game: Go, Othello, Gomoku. */
  private static final Map<Integer, String> USUAL_SIZES = Map.of(GO, "19", 2, "8", 4, "15");

  private SgfMoves() {}

  /**
   * A move as written.
   *
   * @param player who makes it, 0 black or 1 white
   * @param action its action; −1 where the value is none, which {@code text} then is
   * @param text its value
   */
  record Move(int player, int action, String text) {}

  /** Requires that the tree is of this game on a board of this size. */
  static void requireGame(Map<String, List<String>> root, SquareBoardGame game)
      throws BadRecordException {
    String number = value(root, "GM", String.valueOf(GO));
    if (!number.equals(String.valueOf(game.sgfGame()))) {
      throw new BadRecordException(
          0, "its game has number GM[" + Excerpt.of(number) + "], not " + game.sgfGame());
    }
    int rows = game.spec().height();
    String size = value(root, "SZ", USUAL_SIZES.getOrDefault(game.sgfGame(), "19"));
    if (!size.equals(String.valueOf(rows)) && !size.equals(rows + ":" + rows)) {
      throw new BadRecordException(
          0, "its board has size " + Excerpt.of(size) + ", the game is played on " + rows);
    }
  }

  /** The first value of a property. */
  static String value(Map<String, List<String>> node, String name, String byDefault) {
    List<String> values = node.getOrDefault(name, List.of());
    return values.isEmpty() ? byDefault : values.get(0).strip();
  }

  /** All moves of the nodes, in order. */
  static List<Move> moves(List<Map<String, List<String>>> nodes, SquareBoardGame game)
      throws BadRecordException {
    List<Move> moves = new ArrayList<>();
    for (Map<String, List<String>> node : nodes) {
      for (String setUp : List.of("AB", "AW", "AE")) {
        if (node.containsKey(setUp)) {
          throw new BadRecordException(
              moves.size() + 1, "stones are set up by " + setUp + ", which is not read");
        }
      }
      if (node.containsKey("B") && node.containsKey("W")) {
        throw new BadRecordException(moves.size() + 1, "one node has a move of each player");
      }
      for (String colour : List.of("B", "W")) {
        if (node.containsKey(colour)) {
          String value = value(node, colour, "");
          moves.add(new Move(colour.equals("B") ? 0 : 1, action(value, game), value));
        }
      }
    }
    return moves;
  }

  private static int action(String value, SquareBoardGame game) {
    int size = game.spec().height();
    int pass = size * size;
    boolean hasPass = game.spec().actionCount() > pass;
    if (hasPass && (value.isEmpty() || value.equals("tt") && game.sgfGame() == GO && size < 20)) {
      return pass;
    }
    if (value.length() == 2) {
      int column = value.charAt(0) - 'a';
      int row = value.charAt(1) - 'a';
      if (column >= 0 && column < size && row >= 0 && row < size) {
        return row * size + column;
      }
    }
    for (int action = 0; action < game.spec().actionCount(); action++) {
      if (game.actionName(action).equalsIgnoreCase(value)) {
        return action;
      }
    }
    return -1;
  }

  /** A move as a property with its value, for example {@code B[dc]}. */
  static String written(int move, int player, SquareBoardGame game) {
    int size = game.spec().height();
    String point =
        game.isPass(move) ? "" : "" + (char) ('a' + move % size) + (char) ('a' + move / size);
    return (player == 0 ? "B[" : "W[") + point + "]";
  }
}
