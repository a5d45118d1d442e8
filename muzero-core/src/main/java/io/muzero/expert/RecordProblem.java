package io.muzero.expert;

import io.muzero.expert.GameRecord.Source;

/**
 * A game in a file that cannot be used.
 *
 * @param source where it is
 * @param move the move's number, from 1; 0 where the game as a whole is wrong
 * @param why what is wrong, for people
 */
public record RecordProblem(Source source, int move, String why) {
  /** One line, for example {@code a.sgf, game 3, move 17: b2 is taken already}. */
  @Override
  public String toString() {
    return source + (move == 0 ? "" : ", move " + move) + ": " + why;
  }
}
