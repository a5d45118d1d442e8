package io.muzero.games.othello;

import io.muzero.environment.Environment;
import io.muzero.environment.Solver;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The exact value of every position of 4×4 cells, searched to the end once and remembered.
 *
 * <p>Thread-safe.
 */
final class OthelloSolver implements Solver {
  /** Rows and columns of the board that is solved. */
  static final int SIZE = 4;

  private final DiscBoard board = new DiscBoard(SIZE);
  private final Map<Long, Integer> margins = new HashMap<>();

  @Override
  public synchronized int[] actionValues(Environment environment) {
    Othello game = (Othello) environment;
    int[] values = new int[SIZE * SIZE + 1];
    Arrays.fill(values, Integer.MIN_VALUE);
    long own = game.ownDiscs();
    long other = game.otherDiscs();
    for (int action = 0; action < values.length; action++) {
      if (game.isLegal(action)) {
        long cell = action == SIZE * SIZE ? 0 : 1L << action;
        values[action] = Integer.signum(-after(own, other, cell));
      }
    }
    return values;
  }

  @Override
  public boolean canEnumerate() {
    return true;
  }

  /** Discs that the player to move has more than the other when both play well, at the end. */
  synchronized int margin(long own, long other) {
    Integer known = margins.get(own << SIZE * SIZE | other);
    if (known != null) {
      return known;
    }
    long moves = board.moves(own, other);
    int margin;
    if (moves != 0) {
      margin = -Integer.MAX_VALUE;
      for (long left = moves; left != 0; left &= left - 1) {
        margin = Math.max(margin, -after(own, other, left & -left));
      }
    } else if (board.moves(other, own) != 0) {
      margin = -margin(other, own);
    } else {
      margin = Long.bitCount(own) - Long.bitCount(other);
    }
    margins.put(own << SIZE * SIZE | other, margin);
    return margin;
  }

  private int after(long own, long other, long cell) {
    long turned = board.turned(own, other, cell);
    return margin(other & ~turned, own | cell | turned);
  }
}
