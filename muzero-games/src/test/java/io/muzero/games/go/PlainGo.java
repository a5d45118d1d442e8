package io.muzero.games.go;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Go as its rules are told, without a thought of speed: the twin that {@link Go} must agree with.
 */
final class PlainGo {
  private final int size;
  private String stones;
  private String before = "";
  private int moves;
  private final Set<String> seen = new HashSet<>();

  PlainGo(int size) {
    this.size = size;
    stones = ".".repeat(size * size);
    seen.add(stones);
  }

  private List<Integer> beside(int point) {
    List<Integer> beside = new ArrayList<>();
    int row = point / size;
    int column = point % size;
    if (row > 0) {
      beside.add(point - size);
    }
    if (row < size - 1) {
      beside.add(point + size);
    }
    if (column > 0) {
      beside.add(point - 1);
    }
    if (column < size - 1) {
      beside.add(point + 1);
    }
    return beside;
  }

  /** Points of the same content that hang together with this one. */
  private Set<Integer> group(char[] board, int point) {
    Set<Integer> group = new HashSet<>(Set.of(point));
    List<Integer> open = new ArrayList<>(group);
    while (!open.isEmpty()) {
      for (int beside : beside(open.remove(open.size() - 1))) {
        if (board[beside] == board[point] && group.add(beside)) {
          open.add(beside);
        }
      }
    }
    return group;
  }

  private boolean touches(char[] board, Set<Integer> group, char what) {
    return group.stream().anyMatch(at -> beside(at).stream().anyMatch(b -> board[b] == what));
  }

  private static boolean has(String text, int at) {
    return text.charAt(at) != '.';
  }

  /** The board after a stone, or an empty text where it would be suicide. */
  private String after(int point) {
    char[] board = stones.toCharArray();
    char own = "XO".charAt(moves % 2);
    char other = "OX".charAt(moves % 2);
    board[point] = own;
    for (int neighbour : beside(point)) {
      if (board[neighbour] == other) {
        Set<Integer> group = group(board, neighbour);
        if (!touches(board, group, '.')) {
          group.forEach(at -> board[at] = '.');
        }
      }
    }
    return touches(board, group(board, point), '.') ? new String(board) : "";
  }

  boolean isLegal(int action) {
    if (action == size * size) {
      return true;
    }
    return !has(stones, action) && !after(action).isEmpty() && !seen.contains(after(action));
  }

  /** Whether superko forbids a stone that does not just take back the last move. */
  boolean closesLongCycle(int point) {
    return !has(stones, point)
        && !after(point).isEmpty()
        && seen.contains(after(point))
        && !after(point).equals(before);
  }

  void play(int action) {
    before = stones;
    if (action < size * size) {
      stones = after(action);
      seen.add(stones);
    }
    moves++;
  }

  /** Row by row from the top: X, O and dots. */
  String stones() {
    return stones;
  }

  int areaMargin() {
    char[] board = stones.toCharArray();
    boolean[] counted = new boolean[board.length];
    int margin = 0;
    for (int point = 0; point < board.length; point++) {
      if (board[point] != '.') {
        margin += board[point] == 'X' ? 1 : -1;
      } else if (!counted[point]) {
        Set<Integer> region = group(board, point);
        region.forEach(at -> counted[at] = true);
        boolean black = touches(board, region, 'X');
        boolean white = touches(board, region, 'O');
        margin += black == white ? 0 : black ? region.size() : -region.size();
      }
    }
    return margin;
  }

  @Override
  public String toString() {
    return Arrays.toString(stones.split("(?<=\\G.{" + size + "})"));
  }
}
