package io.muzero.games.go;

import java.util.Arrays;

/**
 * Stones on a board of Go, which knows chains, liberties and captures, but neither whose turn it is
 * nor what was there before.
 *
 * <p>A chain is a ring of stones under the name of one of them. Of its liberties it keeps how many
 * there are, their sum and the sum of their squares, a liberty counted once for each stone beside
 * it. All sums change by additions when stones come and go, and n·Σp² = (Σp)² says that all n are
 * one and the same point.
 *
 * <p>Not thread-safe.
 */
final class GoBoard {
  static final int EMPTY = 0;
  static final int BLACK = 1;
  static final int WHITE = 2;

  /** The number of the position without stones. */
  private static final long EMPTY_NUMBER = 0x9E3779B97F4A7C15L;

  private final Grid grid;
  private final byte[] colours;

  /** Per stone: its chain's name, and the next stone around the ring. */
  private final short[] chains;

  private final short[] next;

  /** Per chain's name: stones; liberties, their sum, the sum of squares; what its stones number. */
  private final short[] stones;

  private final short[] liberties;
  private final int[] sums;
  private final int[] squares;
  private final long[] numbers;

  private long number = EMPTY_NUMBER;

  /** An empty board. */
  GoBoard(Grid grid) {
    this.grid = grid;
    int points = grid.points;
    colours = new byte[points];
    chains = new short[points];
    next = new short[points];
    stones = new short[points];
    liberties = new short[points];
    sums = new int[points];
    squares = new int[points];
    numbers = new long[points];
  }

  /** The same stones again. */
  GoBoard(GoBoard other) {
    grid = other.grid;
    colours = other.colours.clone();
    chains = other.chains.clone();
    next = other.next.clone();
    stones = other.stones.clone();
    liberties = other.liberties.clone();
    sums = other.sums.clone();
    squares = other.squares.clone();
    numbers = other.numbers.clone();
    number = other.number;
  }

  /** Puts the same stones as another board of this size has. */
  void takeOver(GoBoard other) {
    int points = grid.points;
    System.arraycopy(other.colours, 0, colours, 0, points);
    System.arraycopy(other.chains, 0, chains, 0, points);
    System.arraycopy(other.next, 0, next, 0, points);
    System.arraycopy(other.stones, 0, stones, 0, points);
    System.arraycopy(other.liberties, 0, liberties, 0, points);
    System.arraycopy(other.sums, 0, sums, 0, points);
    System.arraycopy(other.squares, 0, squares, 0, points);
    System.arraycopy(other.numbers, 0, numbers, 0, points);
    number = other.number;
  }

  /** Takes all stones away. */
  void clear() {
    Arrays.fill(colours, (byte) EMPTY);
    number = EMPTY_NUMBER;
  }

  /** The points. */
  Grid grid() {
    return grid;
  }

  /** What lies on a point: {@link #EMPTY}, {@link #BLACK} or {@link #WHITE}. */
  int colour(int point) {
    return colours[point];
  }

  /** Tells this position from others by 64 bits: which stones lie where. */
  long number() {
    return number;
  }

  /** The name of the chain of a stone. */
  int chain(int point) {
    return chains[point];
  }

  /** Stones in the chain of a stone. */
  int stones(int point) {
    return stones[chains[point]];
  }

  /** Whether the chain of a stone has one liberty left. */
  boolean inAtari(int point) {
    int chain = chains[point];
    return (long) liberties[chain] * squares[chain] == (long) sums[chain] * sums[chain];
  }

  /** The one liberty of a chain in atari. */
  int lastLiberty(int point) {
    int chain = chains[point];
    return sums[chain] / liberties[chain];
  }

  /** Different liberties of the chain of a stone, counted up to {@code most}. */
  int liberties(int point, int most) {
    boolean[] seen = new boolean[grid.points];
    int count = 0;
    int stone = point;
    do {
      for (int beside : grid.neighbours(stone)) {
        if (colours[beside] == EMPTY && !seen[beside]) {
          seen[beside] = true;
          if (++count == most) {
            return count;
          }
        }
      }
      stone = next[stone];
    } while (stone != point);
    return count;
  }

  /** Whether a stone on this empty point would have no liberty, also after what it captures. */
  boolean isSuicide(int point, int colour) {
    for (int beside : grid.neighbours(point)) {
      int there = colours[beside];
      if (there == EMPTY || (there == colour) != inAtari(beside)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a stone on this empty point captures. */
  boolean captures(int point, int colour) {
    for (int beside : grid.neighbours(point)) {
      if (colours[beside] == 3 - colour && inAtari(beside)) {
        return true;
      }
    }
    return false;
  }

  /** The {@link #number} of the position that a stone on this empty point leads to. */
  long numberAfter(int point, int colour) {
    long after = number ^ grid.number(colour, point);
    int[] around = grid.neighbours(point);
    for (int i = 0; i < around.length; i++) {
      int beside = around[i];
      if (colours[beside] == 3 - colour && inAtari(beside) && isFirstOfChain(around, i)) {
        after ^= numbers[chains[beside]];
      }
    }
    return after;
  }

  /** Whether no point before the i-th is of its chain. */
  private boolean isFirstOfChain(int[] points, int i) {
    for (int j = 0; j < i; j++) {
      if (colours[points[j]] != EMPTY && chains[points[j]] == chains[points[i]]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Puts a stone on an empty point where it is no suicide, and takes what it captures.
   *
   * @return stones captured
   */
  int play(int point, int colour) {
    colours[point] = (byte) colour;
    chains[point] = (short) point;
    next[point] = (short) point;
    stones[point] = 1;
    liberties[point] = 0;
    sums[point] = 0;
    squares[point] = 0;
    numbers[point] = grid.number(colour, point);
    number ^= numbers[point];
    for (int beside : grid.neighbours(point)) {
      if (colours[beside] == EMPTY) {
        addLiberty(point, beside);
      } else {
        int chain = chains[beside];
        liberties[chain]--;
        sums[chain] -= point;
        squares[chain] -= point * point;
      }
    }
    int captured = 0;
    for (int beside : grid.neighbours(point)) {
      if (colours[beside] == colour) {
        join(chains[point], chains[beside]);
      } else if (colours[beside] != EMPTY && liberties[chains[beside]] == 0) {
        captured += stones(beside);
        take(beside);
      }
    }
    return captured;
  }

  private void addLiberty(int chain, int point) {
    liberties[chain]++;
    sums[chain] += point;
    squares[chain] += point * point;
  }

  /** Makes one chain of two, under the name of the larger. */
  private void join(int one, int other) {
    if (one == other) {
      return;
    }
    int large = stones[one] >= stones[other] ? one : other;
    int small = one + other - large;
    int stone = small;
    do {
      chains[stone] = (short) large;
      stone = next[stone];
    } while (stone != small);
    short after = next[large];
    next[large] = next[small];
    next[small] = after;
    stones[large] += stones[small];
    liberties[large] += liberties[small];
    sums[large] += sums[small];
    squares[large] += squares[small];
    numbers[large] ^= numbers[small];
  }

  /** Takes the chain of a stone off the board. */
  private void take(int point) {
    number ^= numbers[chains[point]];
    int stone = point;
    do {
      colours[stone] = EMPTY;
      for (int beside : grid.neighbours(stone)) {
        if (colours[beside] != EMPTY) {
          addLiberty(chains[beside], stone);
        }
      }
      stone = next[stone];
    } while (stone != point);
  }

  /**
   * Whether an empty point is an eye of this colour: its own stones on all sides, and the other's
   * on too few diagonals to cut it off.
   */
  boolean isEye(int point, int colour) {
    for (int beside : grid.neighbours(point)) {
      if (colours[beside] != colour) {
        return false;
      }
    }
    int cutting = 0;
    for (int corner : grid.diagonals(point)) {
      cutting += colours[corner] == 3 - colour ? 1 : 0;
    }
    return cutting + (grid.diagonals(point).length < 4 ? 1 : 0) < 2;
  }

  /**
   * Black's points less White's: stones, and empty points from which only stones of one colour can
   * be reached over empty points (Tromp and Taylor).
   */
  int areaMargin() {
    int margin = 0;
    boolean[] seen = new boolean[grid.points];
    int[] open = new int[grid.points];
    for (int start = 0; start < grid.points; start++) {
      if (colours[start] != EMPTY) {
        margin += colours[start] == BLACK ? 1 : -1;
      } else if (!seen[start]) {
        int count = 0;
        int reached = 0;
        seen[start] = true;
        open[count++] = start;
        for (int i = 0; i < count; i++) {
          for (int beside : grid.neighbours(open[i])) {
            reached |= colours[beside];
            if (colours[beside] == EMPTY && !seen[beside]) {
              seen[beside] = true;
              open[count++] = beside;
            }
          }
        }
        margin += reached == BLACK ? count : reached == WHITE ? -count : 0;
      }
    }
    return margin;
  }
}
