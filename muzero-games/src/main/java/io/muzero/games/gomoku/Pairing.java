package io.muzero.games.gomoku;

import java.util.Arrays;

/**
 * Looks for a pairing strategy: two free cells for each window, no cell for two windows. Whoever
 * then answers each stone on a cell with one on its partner keeps the opponent from filling any of
 * these windows, for good.
 *
 * <p>The pairs are found as a matching of cells to windows, each window taking part twice, by
 * augmenting paths. Used by one thread.
 */
final class Pairing {
  private static final int NONE = -1;

  private final int[] owner;
  private int[] windows = new int[0];
  private int visited;

  /** For boards of so many cells. */
  Pairing(int cells) {
    owner = new int[cells];
  }

  /**
   * Whether there is a pairing.
   *
   * @param windows the free cells of each window
   * @param count number of windows
   */
  boolean exists(int[] windows, int count) {
    this.windows = windows;
    Arrays.fill(owner, NONE);
    for (int seat = 0; seat < 2 * count; seat++) {
      visited = 0;
      if (!takesCell(seat)) {
        return false;
      }
    }
    return true;
  }

  /** Gives a cell to a seat (two a window), moving others to other cells if need be. */
  private boolean takesCell(int seat) {
    for (int rest = windows[seat >> 1] & ~visited; rest != 0; rest &= ~visited & rest - 1) {
      int cell = Integer.numberOfTrailingZeros(rest);
      visited |= 1 << cell;
      if (owner[cell] == NONE || takesCell(owner[cell])) {
        owner[cell] = seat;
        return true;
      }
    }
    return false;
  }
}
