package io.muzero.games.othello;

/** Positions of Othello from pictures. */
public final class OthelloPositions {
  private OthelloPositions() {}

  /**
   * A position, whoever is to move made the first player.
   *
   * @param board rows from the top, {@code X}, {@code O} and {@code -}
   * @param toMove {@code X} or {@code O}
   */
  public static Othello of(int size, String board, char toMove) {
    long own = 0;
    long other = 0;
    for (int cell = 0; cell < board.length(); cell++) {
      long bit = board.charAt(cell) == '-' ? 0 : 1L << cell;
      if (board.charAt(cell) == toMove) {
        own |= bit;
      } else {
        other |= bit;
      }
    }
    Othello game = new Othello(size);
    game.start(own, other);
    return game;
  }
}
