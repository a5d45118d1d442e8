package io.muzero.games.tictactoe;

import io.muzero.environment.Environment;
import io.muzero.environment.Solver;
import java.util.Arrays;

/**
 * The exact value of every state, by memoised minimax.
 *
 * <p>Immutable and thread-safe; building it walks the 5,478 states once.
 */
public final class TicTacToeSolver implements Solver {
  private static final byte UNKNOWN = 2;
  private static final int FULL = 0b111_111_111;

  /** Value for the player to move by {@code own << 9 | theirs}. */
  private final byte[] values = new byte[1 << 18];

  /** Solves the game. */
  public TicTacToeSolver() {
    Arrays.fill(values, UNKNOWN);
    solve(0, 0);
  }

  private int solve(int own, int theirs) {
    int index = own << 9 | theirs;
    if (values[index] != UNKNOWN) {
      return values[index];
    }
    int best = -1;
    if (TicTacToe.isWon(theirs)) {
      best = -1;
    } else if ((own | theirs) == FULL) {
      best = 0;
    } else {
      for (int cell = 0; cell < TicTacToe.CELLS; cell++) {
        if (((own | theirs) >>> cell & 1) == 0) {
          best = Math.max(best, -solve(theirs, own | 1 << cell));
        }
      }
    }
    values[index] = (byte) best;
    return best;
  }

  /** The value of a reachable state for the player to move: 1 win, 0 draw, −1 loss. */
  public int value(int own, int theirs) {
    return values[own << 9 | theirs];
  }

  @Override
  public int[] actionValues(Environment environment) {
    TicTacToe game = (TicTacToe) environment;
    int own = game.ownMarks();
    int theirs = game.opponentMarks();
    int[] actionValues = new int[TicTacToe.CELLS];
    for (int cell = 0; cell < TicTacToe.CELLS; cell++) {
      actionValues[cell] = game.isLegal(cell) ? -value(theirs, own | 1 << cell) : Integer.MIN_VALUE;
    }
    return actionValues;
  }

  @Override
  public boolean canEnumerate() {
    return true;
  }
}
