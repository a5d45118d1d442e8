package io.muzero.games.go;

/**
 * What a game of Go is played by.
 *
 * @param size rows and columns N, within [1, 19]
 * @param komi points that White gets beforehand, finite
 * @param maxMoves moves, passes included, after which a game is cut off, at least 2
 * @param history positions that an observation shows, within [1, 8]
 */
public record GoRules(int size, double komi, int maxMoves, int history) {
  /** Most positions in an observation, as many as AlphaGo Zero's. */
  public static final int MOST_HISTORY = 8;

  /** Checks ranges. */
  public GoRules {
    if (size < 1 || size > Grid.MAXIMUM_SIZE) {
      throw new IllegalArgumentException("size must be within [1, 19], was " + size);
    }
    if (!Double.isFinite(komi)) {
      throw new IllegalArgumentException("komi must be finite, was " + komi);
    }
    if (maxMoves < 2) {
      throw new IllegalArgumentException("maxMoves must be at least 2, was " + maxMoves);
    }
    if (history < 1 || history > MOST_HISTORY) {
      throw new IllegalArgumentException("history must be within [1, 8], was " + history);
    }
  }

  /** The usual rules of a size. */
  public static GoRules ofSize(int size) {
    return new GoRules(size, usualKomi(size), usualMaxMoves(size), MOST_HISTORY);
  }

  /**
   * Half a point less than Black wins by under perfect play, as far as it is known: 1 on 2×2, 9 on
   * 3×3, 2 on 4×4, 25 on 5×5 and 4 on 6×6. From 7×7 on 7.5, as on large boards. On 1×1, where no
   * stone can be put, 0.5.
   */
  static double usualKomi(int size) {
    return switch (size) {
      case 1, 2 -> 0.5;
      case 3 -> 8.5;
      case 4 -> 1.5;
      case 5 -> 24.5;
      case 6 -> 3.5;
      default -> 7.5;
    };
  }

  /** Three moves for each point, and at least 30. */
  static int usualMaxMoves(int size) {
    return Math.max(30, 3 * size * size);
  }
}
