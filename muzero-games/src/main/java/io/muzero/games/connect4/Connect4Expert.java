package io.muzero.games.connect4;

import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.Player;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * The player {@code expert}: looks {@value #DEPTH} moves ahead with alpha–beta and judges what it
 * finds there by the cells on which either player could complete four.
 *
 * <p>So it takes wins, blocks, does not put a stone below a cell the opponent wins on, and sees
 * double threats coming; it has no notion of zugzwang beyond its horizon. Equal choices are made at
 * random.
 *
 * <p>Used by one thread.
 */
final class Connect4Expert implements Player {
  private static final int DEPTH = 6;
  private static final int WIN = 1_000_000;
  private static final int[] MIDDLE_FIRST = {3, 2, 4, 1, 5, 0, 6};

  private final UniformRandomProvider random;

  Connect4Expert(UniformRandomProvider random) {
    this.random = random;
  }

  @Override
  public Action choose(Environment environment) {
    Connect4 game = (Connect4) environment;
    long own = game.ownStones();
    long mask = game.allStones();
    int best = Integer.MIN_VALUE;
    int count = 0;
    int chosen = -1;
    for (int column : MIDDLE_FIRST) {
      if (!game.isLegal(column)) {
        continue;
      }
      int merit = meritOf(own, mask, Bitboard.playable(mask) & Bitboard.column(column));
      if (merit > best) {
        best = merit;
        count = 0;
      }
      if (merit == best && random.nextInt(++count) == 0) {
        chosen = column;
      }
    }
    return Action.of(chosen);
  }

  private static int meritOf(long own, long mask, long move) {
    return Bitboard.hasFour(own | move)
        ? WIN
        : -search(own ^ mask, mask | move, DEPTH - 1, -WIN, WIN);
  }

  /** The merit of a position for the player to move; a later win is worth a little less. */
  private static int search(long own, long mask, int depth, int alpha, int beta) {
    long playable = Bitboard.playable(mask);
    if (playable == 0) {
      return 0;
    }
    if ((Bitboard.winningCells(own, mask) & playable) != 0) {
      return WIN - (DEPTH - depth);
    }
    if (depth == 0) {
      return judge(own, mask);
    }
    int best = -WIN;
    for (int column : MIDDLE_FIRST) {
      long move = playable & Bitboard.column(column);
      if (move != 0) {
        int merit = -search(own ^ mask, mask | move, depth - 1, -beta, -Math.max(alpha, best));
        best = Math.max(best, merit);
        if (best >= beta) {
          break;
        }
      }
    }
    return best;
  }

  /** Cells to win on, ten points each, and stones in the middle column, one point each. */
  private static int judge(long own, long mask) {
    long theirs = own ^ mask;
    long middle = Bitboard.column(Bitboard.COLUMNS / 2);
    return 10 * Long.bitCount(Bitboard.winningCells(own, mask))
        - 10 * Long.bitCount(Bitboard.winningCells(theirs, mask))
        + Long.bitCount(own & middle)
        - Long.bitCount(theirs & middle);
  }
}
