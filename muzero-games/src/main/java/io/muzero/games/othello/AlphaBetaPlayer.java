package io.muzero.games.othello;

import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.Player;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * The players {@code expert} and {@code alphabeta6}: alpha–beta to a fixed number of moves ahead,
 * by who has more moves and who has the corners; a pass does not count as a move ahead. A finished
 * game counts by its discs. Equals are drawn at random.
 *
 * <p>Used by one thread.
 */
final class AlphaBetaPlayer implements Player {
  private static final int MOVE = 4;
  private static final int CORNER = 40;

  /** Diagonally beside an empty corner, which such a disc gives away. */
  private static final int BESIDE_CORNER = -12;

  /** More than any position is worth that is not over. */
  private static final int WON = 10_000;

  private static final int INFINITY = 1_000_000;

  private final DiscBoard board;
  private final int depth;
  private final UniformRandomProvider random;

  /**
   * A player.
   *
   * @param board the rules
   * @param depth moves ahead, at least 1
   */
  AlphaBetaPlayer(DiscBoard board, int depth, UniformRandomProvider random) {
    this.board = board;
    this.depth = depth;
    this.random = random;
  }

  @Override
  public Action choose(Environment environment) {
    Othello game = (Othello) environment;
    long own = game.ownDiscs();
    long other = game.otherDiscs();
    long moves = board.moves(own, other);
    if (moves == 0) {
      return Action.of(board.size() * board.size());
    }
    int best = -INFINITY;
    int equals = 0;
    int chosen = -1;
    for (long left = moves; left != 0; left &= left - 1) {
      long cell = left & -left;
      // One less than the best so far: what equals it must be told from what is worse.
      int value = -after(own, other, cell, depth - 1, -INFINITY, 1 - best);
      if (value > best) {
        best = value;
        equals = 0;
      }
      if (value == best && random.nextInt(++equals) == 0) {
        chosen = Long.numberOfTrailingZeros(cell);
      }
    }
    return Action.of(chosen);
  }

  /** The value for the player who replies to a disc on this cell. */
  private int after(long own, long other, long cell, int depth, int alpha, int beta) {
    long turned = board.turned(own, other, cell);
    return search(other & ~turned, own | cell | turned, depth, alpha, beta);
  }

  /** The value for the player with {@code own}, who is to move, within the window. */
  private int search(long own, long other, int depth, int alpha, int beta) {
    long moves = board.moves(own, other);
    if (moves == 0) {
      return board.moves(other, own) == 0
          ? finished(own, other)
          : -search(other, own, depth, -beta, -alpha);
    }
    if (depth == 0) {
      return estimate(own, other, moves);
    }
    int best = -INFINITY;
    int low = alpha;
    long corners = moves & board.corners();
    for (long left = corners; left != 0 && best < beta; left &= left - 1) {
      best = Math.max(best, -after(own, other, left & -left, depth - 1, -beta, -low));
      low = Math.max(low, best);
    }
    for (long left = moves & ~corners; left != 0 && best < beta; left &= left - 1) {
      best = Math.max(best, -after(own, other, left & -left, depth - 1, -beta, -low));
      low = Math.max(low, best);
    }
    return best;
  }

  private static int finished(long own, long other) {
    int margin = Long.bitCount(own) - Long.bitCount(other);
    return margin + WON * Integer.signum(margin);
  }

  private int estimate(long own, long other, long moves) {
    int value = MOVE * (Long.bitCount(moves) - Long.bitCount(board.moves(other, own)));
    int edge = board.size() - 1;
    for (int row = 0; row <= edge; row += edge) {
      for (int column = 0; column <= edge; column += edge) {
        long corner = board.cell(row, column);
        if (((own | other) & corner) != 0) {
          value += (own & corner) != 0 ? CORNER : -CORNER;
        } else {
          long beside = board.cell(row == 0 ? 1 : edge - 1, column == 0 ? 1 : edge - 1);
          value += (own & beside) != 0 ? BESIDE_CORNER : 0;
          value -= (other & beside) != 0 ? BESIDE_CORNER : 0;
        }
      }
    }
    return value;
  }
}
