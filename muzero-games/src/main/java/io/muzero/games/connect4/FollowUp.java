package io.muzero.games.connect4;

import static io.muzero.games.connect4.Bitboard.BOARD;
import static io.muzero.games.connect4.Bitboard.LOWER_OF_PAIRS;
import static io.muzero.games.connect4.Bitboard.UPPER_OF_PAIRS;

/**
 * What a player can be sure of by following up: replying in the column the opponent just played.
 *
 * <p>Following up is the rule "claimeven" of V. Allis, "A Knowledge-Based Approach of
 * Connect-Four", 1988. While every column has an even number of empty cells, whoever replies gets
 * the upper cell of each pair and the opponent the lower, so the final board is known but for what
 * stands already. Columns with an odd number of empty cells are taken in pairs: when the opponent
 * plays the lowest empty cell of one, the reply is that of the other ("baseinverse"), and both are
 * even from then on. The board has 42 cells, so the number of odd columns is even when the first
 * player is to move and odd when the second is.
 *
 * <p>Every answer is a proof; "don't know" is the answer most of the time.
 */
final class FollowUp {
  /** No bound is known. */
  static final int UNKNOWN = Bitboard.CELLS;

  private FollowUp() {}

  /** The lowest empty cell of each column with an odd number of empty cells. */
  private static long oddColumns(long mask) {
    return (mask & LOWER_OF_PAIRS) << 1 ^ mask & UPPER_OF_PAIRS;
  }

  /**
   * With the first player to move: 0 when the second can stop any four by following up, −1 when
   * that even makes four, else {@link #UNKNOWN}: an upper bound of the first player's score.
   *
   * @param first stones of the first player
   * @param second stones of the second player
   */
  static int boundOfFirst(long first, long second) {
    long mask = first | second;
    long empty = BOARD & ~mask;
    long reach = first | empty & LOWER_OF_PAIRS;
    long odd = oddColumns(mask);
    if (!(odd == 0 ? !Bitboard.hasFour(reach) : pairingStops(reach, odd))) {
      return UNKNOWN;
    }
    return Bitboard.hasFour(second | empty & UPPER_OF_PAIRS & ~odd) ? -1 : 0;
  }

  /** Whether two or four odd columns can be paired so that one cell of each pair makes no four. */
  private static boolean pairingStops(long reach, long odd) {
    long a = Long.lowestOneBit(odd);
    long notA = odd ^ a;
    long b = Long.lowestOneBit(notA);
    long rest = notA ^ b;
    if (rest == 0) {
      return !Bitboard.hasFour(reach | a) && !Bitboard.hasFour(reach | b);
    }
    long c = Long.lowestOneBit(rest);
    long d = rest ^ c;
    if (Long.bitCount(d) != 1
        || Bitboard.hasFour(reach | a)
        || Bitboard.hasFour(reach | b)
        || Bitboard.hasFour(reach | c)
        || Bitboard.hasFour(reach | d)) {
      return false;
    }
    boolean ab = !Bitboard.hasFour(reach | a | b);
    boolean ac = !Bitboard.hasFour(reach | a | c);
    boolean ad = !Bitboard.hasFour(reach | a | d);
    boolean bc = !Bitboard.hasFour(reach | b | c);
    boolean bd = !Bitboard.hasFour(reach | b | d);
    boolean cd = !Bitboard.hasFour(reach | c | d);
    return ac && ad && bc && bd || ab && ad && bc && cd || ab && ac && bd && cd;
  }

  /**
   * With the second player to move: whether the first surely wins by following up, because an odd
   * column holds a cell that completes four and that the second must sooner or later play below.
   *
   * @param first stones of the first player
   * @param second stones of the second player
   */
  static boolean winsForFirst(long first, long second) {
    long mask = first | second;
    long odd = oddColumns(mask);
    long a = Long.lowestOneBit(odd);
    long notA = odd ^ a;
    if (notA == 0) {
      return threatWins(first, second, a, 0, 0);
    }
    long b = Long.lowestOneBit(notA);
    long c = notA ^ b;
    return Long.bitCount(c) == 1
        && (threatWins(first, second, a, b, c)
            || threatWins(first, second, b, a, c)
            || threatWins(first, second, c, a, b));
  }

  /**
   * Whether the threat above the cell {@code low}, the lowest empty one of its column, wins while
   * the second player gets one of the paired cells {@code a} and {@code b}.
   */
  private static boolean threatWins(long first, long second, long low, long a, long b) {
    long empty = BOARD & ~(first | second);
    long column = Bitboard.column(Long.numberOfTrailingZeros(low) / Bitboard.STRIDE);
    long threats = Bitboard.winningCells(first, first | second) & empty & LOWER_OF_PAIRS & column;
    if (threats == 0) {
      return false;
    }
    long below = Long.lowestOneBit(threats) - 1;
    long reach =
        second | empty & LOWER_OF_PAIRS & ~column | empty & UPPER_OF_PAIRS & column & below;
    return !Bitboard.hasFour(reach | a) && !Bitboard.hasFour(reach | b);
  }
}
