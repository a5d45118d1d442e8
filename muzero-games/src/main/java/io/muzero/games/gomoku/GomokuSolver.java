package io.muzero.games.gomoku;

import io.muzero.environment.Environment;
import io.muzero.environment.Solver;
import java.util.Arrays;

/**
 * The exact value of every position of a tiny board, by alpha–beta over all moves.
 *
 * <p>A line that would win at once is completed and one of the opponent's is blocked. A player whom
 * a {@link Pairing} keeps from every window that is left cannot win any more, which bounds the
 * value. Cells are tried in the order of what they add to own windows and take from the opponent's;
 * bounds are remembered up to the board's symmetries.
 *
 * <p>Thread-safe: one call at a time is let in.
 */
public final class GomokuSolver implements Solver {
  /** Largest board, so that two sets of cells and the bounds fit a long. */
  static final int MAXIMUM_CELLS = 30;

  private static final int ENUMERABLE_CELLS = 9;
  private static final int TABLE_BITS = 20;
  private static final int BOUND_BITS = 4;
  private static final int CHUNK = 10;

  private final int columns;
  private final int rows;
  private final int line;
  private final int cells;
  private final int board;
  private final int[] windows;

  /** Per symmetry but the identity and chunk of ten cells: where a set of these cells goes. */
  private final int[][][] images;

  /** Entries of 30 + 30 bits of stones and 4 of bounds; a new one displaces the old one. */
  private final long[] table = new long[1 << TABLE_BITS];

  /** Cells and their ranks by number of free cells, because the search is recursive. */
  private final int[][] candidates;

  private final int[][] ranks;

  private final Pairing pairing;
  private final int[] open;

  /**
   * A solver for boards of this shape.
   *
   * @throws IllegalArgumentException when the board has more than 30 cells
   */
  public GomokuSolver(int columns, int rows, int line) {
    this.columns = columns;
    this.rows = rows;
    this.line = line;
    this.cells = columns * rows;
    if (cells > MAXIMUM_CELLS) {
      throw new IllegalArgumentException(
          "at most " + MAXIMUM_CELLS + " cells can be solved, was " + cells);
    }
    board = (1 << cells) - 1;
    Windows places = new Windows(columns, rows, line);
    windows = new int[places.count()];
    for (int window = 0; window < windows.length; window++) {
      for (int cell : places.cells(window)) {
        windows[window] |= 1 << cell;
      }
    }
    images = images(columns, rows);
    candidates = new int[cells + 1][cells];
    ranks = new int[cells + 1][cells];
    pairing = new Pairing(cells);
    open = new int[windows.length];
  }

  private static int[][][] images(int columns, int rows) {
    int count = columns == rows ? 8 : 4;
    int[][][] images = new int[count - 1][MAXIMUM_CELLS / CHUNK][1 << CHUNK];
    for (int symmetry = 1; symmetry < count; symmetry++) {
      for (int cell = 0; cell < columns * rows; cell++) {
        int row = cell / columns;
        int column = cell % columns;
        row = (symmetry & 1) != 0 ? rows - 1 - row : row;
        column = (symmetry & 2) != 0 ? columns - 1 - column : column;
        int image = (symmetry & 4) != 0 ? column * columns + row : row * columns + column;
        int[] sets = images[symmetry - 1][cell / CHUNK];
        for (int set = 0; set < sets.length; set++) {
          if ((set >>> cell % CHUNK & 1) != 0) {
            sets[set] |= 1 << image;
          }
        }
      }
    }
    return images;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException when the game has another shape than the solver
   */
  @Override
  public synchronized int[] actionValues(Environment environment) {
    Gomoku game = (Gomoku) environment;
    if (game.columns() != columns || game.rows() != rows || game.line() != line) {
      throw new IllegalArgumentException(
          "this solver is for " + columns + "x" + rows + " with lines of " + line);
    }
    int own = 0;
    int theirs = 0;
    for (int cell = 0; cell < cells; cell++) {
      if (game.stone(cell) == 1 + game.playerToMove()) {
        own |= 1 << cell;
      } else if (game.stone(cell) != 0) {
        theirs |= 1 << cell;
      }
    }
    int[] values = new int[cells];
    for (int cell = 0; cell < cells; cell++) {
      values[cell] = game.isLegal(cell) ? valueOfMove(own, theirs, cell) : Integer.MIN_VALUE;
    }
    return values;
  }

  private int valueOfMove(int own, int theirs, int cell) {
    int mine = own | 1 << cell;
    if (Arrays.stream(windows).anyMatch(window -> (mine & window) == window)) {
      return 1;
    }
    if (search(theirs, mine, 0, 1) > 0) {
      return -1;
    }
    return search(theirs, mine, -1, 0) < 0 ? 1 : 0;
  }

  /** The value for the player to move, or a bound of it outside ({@code alpha}, {@code beta}). */
  private int search(int own, int theirs, int alpha, int beta) {
    int free = board & ~(own | theirs);
    if (free == 0) {
      return 0;
    }
    int blocks = 0;
    for (int window : windows) {
      int rest = window & free;
      if ((rest & rest - 1) == 0) {
        if ((theirs & window) == 0) {
          return 1;
        }
        if ((own & window) == 0) {
          blocks |= rest;
        }
      }
    }
    if ((blocks & blocks - 1) != 0) {
      return -1;
    }
    int lower = -1;
    int upper = 1;
    long key = key(own, theirs);
    int place = (int) (key * 0x9E3779B97F4A7C15L >>> Long.SIZE - TABLE_BITS);
    long entry = table[place];
    if (entry >>> BOUND_BITS == key) {
      lower = Math.max(lower, (int) (entry >>> 2 & 3) - 1);
      upper = Math.min(upper, (int) (entry & 3) - 1);
    }
    if (lower >= beta || lower == upper) {
      return lower;
    }
    if (upper <= alpha) {
      return upper;
    }
    if (lower < 0 && cannotWin(own, free)) {
      lower = 0;
    }
    if (upper > 0 && cannotWin(theirs, free)) {
      upper = 0;
    }
    if (lower >= beta || lower == upper) {
      return lower;
    }
    if (upper <= alpha) {
      return upper;
    }
    int best =
        blocks != 0
            ? -search(theirs, own | blocks, -beta, -alpha)
            : bestOf(own, theirs, free, alpha, beta);
    if (best >= beta) {
      lower = Math.max(lower, best);
    } else {
      upper = Math.min(upper, best);
    }
    table[place] = key << BOUND_BITS | (long) (lower + 1) << 2 | upper + 1;
    return best;
  }

  /** Whether a player can be kept from every window that holds none of these other stones. */
  private boolean cannotWin(int others, int free) {
    int most = Integer.bitCount(free) / 2;
    int count = 0;
    for (int window : windows) {
      if ((others & window) == 0) {
        if (count == most) {
          return false;
        }
        open[count++] = window & free;
      }
    }
    return pairing.exists(open, count);
  }

  /** The best value of the moves on these free cells. */
  private int bestOf(int own, int theirs, int free, int alpha, int beta) {
    int number = Integer.bitCount(free);
    int[] order = candidates[number];
    int[] rank = ranks[number];
    int count = 0;
    for (int rest = free; rest != 0; rest &= rest - 1) {
      int cell = Integer.lowestOneBit(rest);
      int value = rank(own, theirs, cell);
      int i = count++;
      for (; i > 0 && rank[i - 1] < value; i--) {
        rank[i] = rank[i - 1];
        order[i] = order[i - 1];
      }
      rank[i] = value;
      order[i] = cell;
    }
    int best = -1;
    for (int i = 0; i < count && best < beta; i++) {
      if (rank[i] == 0 && i > 0) {
        // Cells in no window that still counts are all alike, and no better than what was tried.
        break;
      }
      best = Math.max(best, -search(theirs, own | order[i], -beta, -Math.max(alpha, best)));
    }
    return best;
  }

  /** Windows through a cell that one player may still fill, the fuller the more. */
  private int rank(int own, int theirs, int cell) {
    int rank = 0;
    for (int window : windows) {
      if ((window & cell) != 0) {
        if ((window & theirs) == 0) {
          rank += 1 << 2 * Integer.bitCount(window & own);
        }
        if ((window & own) == 0) {
          rank += 1 << 2 * Integer.bitCount(window & theirs);
        }
      }
    }
    return rank;
  }

  /** The least of a position's images: 60 bits. */
  private long key(int own, int theirs) {
    long least = (long) own << MAXIMUM_CELLS | theirs;
    for (int[][] image : images) {
      least = Math.min(least, (long) image(own, image) << MAXIMUM_CELLS | image(theirs, image));
    }
    return least;
  }

  private static int image(int stones, int[][] image) {
    int chunk = (1 << CHUNK) - 1;
    return image[0][stones & chunk]
        | image[1][stones >>> CHUNK & chunk]
        | image[2][stones >>> 2 * CHUNK];
  }

  @Override
  public boolean canEnumerate() {
    return cells <= ENUMERABLE_CELLS;
  }
}
