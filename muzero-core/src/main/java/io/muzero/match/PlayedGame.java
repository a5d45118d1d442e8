package io.muzero.match;

import java.util.List;

/**
 * A game of a match that is over.
 *
 * @param number from 0; games 2p and 2p + 1 are a pair, the same opening with the seats changed
 * @param seat of the first side: 0 when it made the first move
 * @param moves actions from the start
 * @param randomMoves moves of the opening
 * @param result 1 when the first side won, 0 for a draw, −1 when it lost
 * @param trace equal for equal games
 */
public record PlayedGame(
    int number, int seat, List<Integer> moves, int randomMoves, int result, long trace) {
  /** Copies the list. */
  public PlayedGame {
    moves = List.copyOf(moves);
  }
}
