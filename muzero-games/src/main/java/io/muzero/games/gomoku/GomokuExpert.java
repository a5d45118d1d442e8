package io.muzero.games.gomoku;

import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.Player;
import java.util.BitSet;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * The player {@code expert}: the first of these that applies, and among equals the cell with most
 * points:
 *
 * <ol>
 *   <li>complete a line,
 *   <li>block the opponent's line,
 *   <li>make a double threat: two cells that complete a line (an open four, or two fours at once),
 *   <li>where the opponent could make one, leave no cell for it,
 *   <li>where that cannot be, make a four and so gain a move,
 *   <li>any cell.
 * </ol>
 *
 * <p>Points count the windows through a cell that hold stones of one player only, the more stones
 * the more, own ones slightly more than the opponent's. It does not search, so it can be beaten by
 * a sequence of fours or by two open threes. Remaining equals are drawn at random.
 *
 * <p>Used by one thread.
 */
final class GomokuExpert implements Player {
  private final Windows windows;
  private final UniformRandomProvider random;

  GomokuExpert(Windows windows, UniformRandomProvider random) {
    this.windows = windows;
    this.random = random;
  }

  @Override
  public Action choose(Environment environment) {
    Gomoku game = (Gomoku) environment;
    Position position = new Position(windows, game);
    int own = 1 + game.playerToMove();
    int theirs = 3 - own;
    BitSet free = position.free();
    BitSet wins = position.completions(own);
    if (!wins.isEmpty()) {
      return best(position, own, wins);
    }
    BitSet losses = position.completions(theirs);
    if (!losses.isEmpty()) {
      return best(position, own, losses);
    }
    BitSet doubles = position.doubleThreats(own);
    if (!doubles.isEmpty()) {
      return best(position, own, doubles);
    }
    if (!position.doubleThreats(theirs).isEmpty()) {
      BitSet stopping = new BitSet();
      BitSet gaining = new BitSet();
      free.stream()
          .forEach(
              cell -> {
                position.put(cell, own);
                stopping.set(cell, position.doubleThreats(theirs).isEmpty());
                gaining.set(cell, !position.completions(own).isEmpty());
                position.put(cell, 0);
              });
      if (!stopping.isEmpty()) {
        return best(position, own, stopping);
      }
      if (!gaining.isEmpty()) {
        return best(position, own, gaining);
      }
    }
    return best(position, own, free);
  }

  private Action best(Position position, int own, BitSet cells) {
    long best = -1;
    int count = 0;
    int chosen = -1;
    for (int cell = cells.nextSetBit(0); cell >= 0; cell = cells.nextSetBit(cell + 1)) {
      long points = position.points(cell, own);
      if (points > best) {
        best = points;
        count = 0;
      }
      if (points == best && random.nextInt(++count) == 0) {
        chosen = cell;
      }
    }
    return Action.of(chosen);
  }

  /** A copy of the board that can be tried moves on. */
  private static final class Position {
    private final Windows windows;
    private final int[] stones;
    private final int line;

    Position(Windows windows, Gomoku game) {
      this.windows = windows;
      this.line = game.line();
      this.stones = new int[game.columns() * game.rows()];
      for (int cell = 0; cell < stones.length; cell++) {
        stones[cell] = game.stone(cell);
      }
    }

    void put(int cell, int stone) {
      stones[cell] = stone;
    }

    BitSet free() {
      BitSet free = new BitSet();
      for (int cell = 0; cell < stones.length; cell++) {
        free.set(cell, stones[cell] == 0);
      }
      return free;
    }

    /** Stones of a player in a window, −1 when the other one has some there too. */
    private int count(int window, int player) {
      int count = 0;
      for (int cell : windows.cells(window)) {
        if (stones[cell] == player) {
          count++;
        } else if (stones[cell] != 0) {
          return -1;
        }
      }
      return count;
    }

    private int freeCell(int window) {
      for (int cell : windows.cells(window)) {
        if (stones[cell] == 0) {
          return cell;
        }
      }
      throw new IllegalStateException("no free cell");
    }

    /** Free cells on which a player completes a line. */
    BitSet completions(int player) {
      BitSet completions = new BitSet();
      for (int window = 0; window < windows.count(); window++) {
        if (count(window, player) == line - 1) {
          completions.set(freeCell(window));
        }
      }
      return completions;
    }

    /** Free cells after which a player has two cells or more to complete a line on. */
    BitSet doubleThreats(int player) {
      BitSet doubles = new BitSet();
      for (int cell = 0; cell < stones.length; cell++) {
        if (stones[cell] != 0) {
          continue;
        }
        stones[cell] = player;
        int first = -1;
        for (int window : windows.through(cell)) {
          if (count(window, player) == line - 1) {
            int completing = freeCell(window);
            if (first >= 0 && completing != first) {
              doubles.set(cell);
            }
            first = completing;
          }
        }
        stones[cell] = 0;
      }
      return doubles;
    }

    /** What a free cell is worth to a player. */
    long points(int cell, int player) {
      long points = 0;
      for (int window : windows.through(cell)) {
        int mine = count(window, player);
        int theirs = count(window, 3 - player);
        if (mine >= 0) {
          points += 3 * worth(mine);
        }
        if (theirs > 0) {
          points += 2 * worth(theirs);
        }
      }
      return points;
    }

    /** Of a window with this many stones: each further stone makes it eight times as much. */
    private static long worth(int stones) {
      return 1L << 3 * Math.min(stones, 12);
    }
  }
}
