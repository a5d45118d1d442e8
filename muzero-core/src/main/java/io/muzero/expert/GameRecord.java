package io.muzero.expert;

import java.util.List;

/**
 * A game that was played somewhere, every move of it legal.
 *
 * @param game the game's name
 * @param moves actions from the start, forced passes included
 * @param randomMoves moves at the beginning that were drawn at random and that nobody chose; 0
 *     where nothing is known of it
 * @param result 1 when the first player won, 0 for a draw, −1 when the second player won
 * @param source where it comes from
 */
public record GameRecord(
    String game, List<Integer> moves, int randomMoves, int result, Source source) {
  /** Checks ranges; the list is copied. */
  public GameRecord {
    moves = List.copyOf(moves);
    if (randomMoves < 0 || randomMoves > moves.size()) {
      throw new IllegalArgumentException(
          "randomMoves must be within [0, " + moves.size() + "], was " + randomMoves);
    }
    if (result < -1 || result > 1) {
      throw new IllegalArgumentException("result must be -1, 0 or 1, was " + result);
    }
  }

  /**
   * A place in a file.
   *
   * @param file its name
   * @param number of the game in it, from 1; of the line in a file of lines; 0 for the whole file
   */
  public record Source(String file, int number) {
    @Override
    public String toString() {
      return number == 0 ? file : file + ", game " + number;
    }
  }
}
