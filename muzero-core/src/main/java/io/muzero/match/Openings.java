package io.muzero.match;

import io.muzero.environment.Environment;
import io.muzero.random.RandomStream;
import io.muzero.selfplay.RandomOpening;
import io.muzero.selfplay.RandomPlayer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Draws the openings of a match: random moves ({@link RandomOpening}). One that was drawn before is
 * drawn again a few times, so that openings differ as long as there are others. Used by one thread.
 */
final class Openings {
  private static final int TRIES = 20;

  private final int moves;
  private final long seed;
  private final Set<List<Integer>> drawn = new HashSet<>();

  /**
   * Openings.
   *
   * @param moves of each, at least 0; fewer where further ones would end the game
   */
  Openings(int moves, long seed) {
    this.moves = moves;
    this.seed = seed;
  }

  /**
   * The moves of a pair's opening; the pairs' are asked for in order.
   *
   * @param pair the pair's number, from 0
   * @param start the state before the first move, left unchanged
   */
  List<Integer> of(int pair, Environment start) {
    RandomPlayer random = new RandomPlayer(RandomStream.create(seed, "opening", pair));
    List<Integer> opening = List.of();
    for (int i = 0; i < TRIES; i++) {
      opening = RandomOpening.draw(start, moves, random);
      if (drawn.add(opening)) {
        break;
      }
    }
    return opening;
  }
}
