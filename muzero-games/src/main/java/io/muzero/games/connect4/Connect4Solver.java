package io.muzero.games.connect4;

import io.muzero.environment.Environment;
import io.muzero.environment.Solver;

/**
 * The exact value and score of every position, by search from it.
 *
 * <p>Thread-safe: all callers share one {@link TranspositionTable} of 32 MiB and the {@link
 * OpeningBook}; each call searches with memory of its own.
 */
public final class Connect4Solver implements Solver {
  /** What {@link #scores} gives for a full column. */
  public static final int ILLEGAL = Integer.MIN_VALUE;

  private static final int TABLE_BITS = 22;

  private final TranspositionTable table = new TranspositionTable(TABLE_BITS);
  private final OpeningBook book;

  /** A solver that knows the packed opening book. */
  public Connect4Solver() {
    this(OpeningBook.packed());
  }

  Connect4Solver(OpeningBook book) {
    this.book = book;
  }

  /** A search for the calling thread that shares what this solver knows. */
  AlphaBeta newSearch() {
    return new AlphaBeta(table, book);
  }

  @Override
  public int[] actionValues(Environment environment) {
    return evaluate((Connect4) environment, false);
  }

  /**
   * The score of each column under perfect play by both sides, in the view of the player to move: a
   * win with the winner's k-th stone counts 22 − k, a draw 0, and a loss is the negative of the
   * opponent's score, so the fastest win and the slowest loss score most.
   *
   * <p>Takes some times as long as {@link #actionValues}, which the opening book does not shorten
   * as much: many seconds with fewer than 8 stones.
   *
   * @param game the position, not ended, left unchanged
   * @return scores [7]; full columns have {@link #ILLEGAL}
   */
  public int[] scores(Connect4 game) {
    return evaluate(game, true);
  }

  private int[] evaluate(Connect4 game, boolean exactly) {
    AlphaBeta search = newSearch();
    long own = game.ownStones();
    long mask = game.allStones();
    int[] results = new int[Connect4.COLUMNS];
    for (int column = 0; column < Connect4.COLUMNS; column++) {
      if (!game.isLegal(column)) {
        results[column] = ILLEGAL;
        continue;
      }
      long cell = Bitboard.playable(mask) & Bitboard.column(column);
      long opponent = own ^ mask;
      if (Bitboard.hasFour(own | cell)) {
        results[column] = exactly ? AlphaBeta.scoreOfWin(game.moves()) : 1;
      } else if (exactly) {
        results[column] = -search.score(opponent, mask | cell);
      } else {
        results[column] = -search.value(opponent, mask | cell);
      }
    }
    return results;
  }

  /** There are 4.5·10¹² positions. */
  @Override
  public boolean canEnumerate() {
    return false;
  }
}
