package io.muzero.games.connect4;

import static io.muzero.games.connect4.Bitboard.CELLS;
import static io.muzero.games.connect4.Bitboard.COLUMNS;
import static io.muzero.games.connect4.Bitboard.LOWER_OF_PAIRS;
import static io.muzero.games.connect4.Bitboard.UPPER_OF_PAIRS;

/**
 * Searches positions of Connect Four for their exact scores: negamax with alpha–beta bounds.
 *
 * <p>A score is in the view of the player to move: a win with the winner's k-th stone is 22 − k, a
 * draw 0, a loss the negative of the opponent's score. What keeps the tree small, in the order a
 * node meets it: moves that lose at once are never made (an opponent's threat is answered, two are
 * a loss, and no stone is put below the cell an opponent wins on); how soon anyone can win still
 * bounds the score; {@link FollowUp} proves bounds without search; the {@link TranspositionTable}
 * holds bounds of equal and mirrored positions, of the node and of the positions after each move;
 * and moves are tried in the order of the threats they make, the middle first.
 *
 * <p>Used by one thread; many may share the table and the book.
 */
final class AlphaBeta {
  /** Sees each position whose bounds a search found. */
  interface Listener {
    /** Bounds [lower, upper] of the score that took this many nodes to find. */
    void found(long key, int stones, int lower, int upper, long nodes);
  }

  /** Positions with this many stones or more are cheaper to search than to look up. */
  private static final int TABLE_STONES = 36;

  /** Positions with this many stones or more are not worth a look at what follows each move. */
  private static final int LOOK_AHEAD_STONES = 26;

  private static final int[] MIDDLE_FIRST = {3, 2, 4, 1, 5, 0, 6};

  private final TranspositionTable table;
  private final OpeningBook book;
  private final Listener listener;

  /** Moves and their ranks by number of stones, because the search is recursive. */
  private final long[][] moves = new long[CELLS][COLUMNS];

  private final int[][] ranks = new int[CELLS][COLUMNS];
  private long nodes;

  AlphaBeta(TranspositionTable table, OpeningBook book, Listener listener) {
    this.table = table;
    this.book = book;
    this.listener = listener;
  }

  AlphaBeta(TranspositionTable table, OpeningBook book) {
    this(table, book, (key, stones, lower, upper, nodes) -> {});
  }

  /** Positions searched so far. */
  long nodes() {
    return nodes;
  }

  /** Score of a win whose last stone comes when this many stones are on the board. */
  static int scoreOfWin(int stones) {
    return (CELLS + 1 - stones) / 2;
  }

  /**
   * The exact score.
   *
   * @param own stones of the player to move
   * @param mask all stones; nobody has four
   */
  int score(long own, long mask) {
    int stones = Long.bitCount(mask);
    if ((Bitboard.winningCells(own, mask) & Bitboard.playable(mask)) != 0) {
      return scoreOfWin(stones);
    }
    if (stones == CELLS) {
      return 0;
    }
    int lower = -scoreOfWin(stones + 1);
    int upper = scoreOfWin(stones + 2);
    while (lower < upper) {
      // Bounds of small size are cheap to refute and say most: who wins, if anyone, comes first.
      int test = lower + Math.floorDiv(upper - lower, 2);
      if (test <= 0 && lower / 2 < test) {
        test = lower / 2;
      } else if (test >= 0 && upper / 2 > test) {
        test = upper / 2;
      }
      int found = search(own, mask, stones, test, test + 1);
      if (found <= test) {
        upper = found;
      } else {
        lower = found;
      }
    }
    return lower;
  }

  /** Who wins: the sign of {@link #score}, found in a fraction of its time. */
  int value(long own, long mask) {
    int stones = Long.bitCount(mask);
    if ((Bitboard.winningCells(own, mask) & Bitboard.playable(mask)) != 0) {
      return 1;
    }
    if (stones == CELLS) {
      return 0;
    }
    if (search(own, mask, stones, 0, 1) > 0) {
      return 1;
    }
    return search(own, mask, stones, -1, 0) < 0 ? -1 : 0;
  }

  /**
   * An upper bound of the score that the book or an earlier search with the same table knows; 42,
   * more than any score, when they know none.
   *
   * @param own stones of the player to move
   * @param mask all stones; nobody has four
   */
  int knownUpperBound(long own, long mask) {
    long key = Bitboard.key(own, mask);
    int upper = CELLS;
    if (OpeningBook.upper(book.lookUp(key)) <= 0) {
      upper = OpeningBook.upper(book.lookUp(key));
    }
    long entry = table.get(key);
    return entry == 0 ? upper : Math.min(upper, TranspositionTable.upper(entry));
  }

  /**
   * A score within the bounds exactly, one at or below {@code alpha} as an upper bound, one at or
   * above {@code beta} as a lower bound.
   *
   * @param own stones of the player to move, who cannot win at once
   */
  private int search(long own, long mask, int stones, int alpha, int beta) {
    nodes++;
    long opponent = own ^ mask;
    long candidates = Bitboard.notLosingAtOnce(own, mask);
    if (candidates == 0) {
      return -scoreOfWin(stones + 1);
    }
    if (stones >= CELLS - 2) {
      return 0;
    }
    int lower = -scoreOfWin(stones + 3);
    int upper = scoreOfWin(stones + 2);
    boolean firstMoves = (stones & 1) == 0;
    if (firstMoves) {
      upper = Math.min(upper, FollowUp.boundOfFirst(own, opponent));
    } else if (FollowUp.winsForFirst(opponent, own)) {
      upper = Math.min(upper, -1);
    }
    boolean remembered = stones < TABLE_STONES;
    long key = 0;
    if (remembered) {
      key = Bitboard.key(own, mask);
      if (stones <= book.mostStones()) {
        byte known = book.lookUp(key);
        if (OpeningBook.lower(known) >= 0) {
          lower = Math.max(lower, OpeningBook.lower(known));
        }
        if (OpeningBook.upper(known) <= 0) {
          upper = Math.min(upper, OpeningBook.upper(known));
        }
      }
      long entry = table.get(key);
      if (entry != 0) {
        lower = Math.max(lower, TranspositionTable.lower(entry));
        upper = Math.min(upper, TranspositionTable.upper(entry));
      }
    }
    if (lower >= beta || lower == upper) {
      return lower;
    }
    if (upper <= alpha) {
      return upper;
    }
    int low = Math.max(alpha, lower);
    int high = Math.min(beta, upper);
    long before = nodes;

    int count = 0;
    long[] ordered = moves[stones];
    int[] rank = ranks[stones];
    for (int column : MIDDLE_FIRST) {
      long move = candidates & Bitboard.column(column);
      if (move == 0) {
        continue;
      }
      int sure = sureAfter(own | move, opponent, stones, high);
      if (sure >= high) {
        return sure;
      }
      int value = threatRank(own | move, opponent, firstMoves);
      int i = count++;
      for (; i > 0 && rank[i - 1] < value; i--) {
        rank[i] = rank[i - 1];
        ordered[i] = ordered[i - 1];
      }
      rank[i] = value;
      ordered[i] = move;
    }

    int best = -CELLS;
    for (int i = 0; i < count && best < high; i++) {
      int score = -search(opponent, mask | ordered[i], stones + 1, -high, -Math.max(low, best));
      best = Math.max(best, score);
    }
    if (remembered) {
      // A best score outside (low, high) bounds the score on one side only.
      int atLeast = best > low ? Math.max(lower, Math.min(best, upper)) : lower;
      int atMost = best < high ? Math.min(upper, Math.max(best, lower)) : upper;
      long effort = nodes - before + 1;
      table.put(key, atLeast, atMost, effort);
      listener.found(key, stones, atLeast, atMost, effort);
    }
    return best;
  }

  /**
   * A lower bound of the mover's score after a move, known without search; any number below {@code
   * high} when nothing useful is known.
   *
   * @param own stones of the mover, the move among them
   * @param stones stones on the board before the move
   */
  private int sureAfter(long own, long opponent, int stones, int high) {
    if ((stones & 1) == 0) {
      if (high <= 1 && FollowUp.winsForFirst(own, opponent)) {
        return 1;
      }
    } else if (high <= 1) {
      int bound = FollowUp.boundOfFirst(opponent, own);
      if (bound != FollowUp.UNKNOWN && -bound >= high) {
        return -bound;
      }
    }
    if (stones < LOOK_AHEAD_STONES) {
      long entry = table.get(Bitboard.key(opponent, own | opponent));
      if (entry != 0) {
        return -TranspositionTable.upper(entry);
      }
    }
    return -CELLS;
  }

  /**
   * How promising a move is: the cells it could win on later, where those count double that are not
   * right above another such cell or one of the opponent's, and those in the rows that zugzwang
   * gives to the mover.
   */
  private static int threatRank(long own, long opponent, boolean firstMoves) {
    long mask = own | opponent;
    long wins = Bitboard.winningCells(own, mask);
    if (wins == 0) {
      return 0;
    }
    long dead = (wins | Bitboard.winningCells(opponent, mask)) << 1;
    long rows = firstMoves ? LOWER_OF_PAIRS : UPPER_OF_PAIRS;
    return Long.bitCount(wins) + Long.bitCount(wins & ~dead) + Long.bitCount(wins & rows);
  }
}
