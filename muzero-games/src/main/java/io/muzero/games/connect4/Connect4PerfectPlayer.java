package io.muzero.games.connect4;

import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.Player;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * The player {@code perfect}: wins at once where it can, and else makes a move that keeps the value
 * of the position. From {@value #SCORED_STONES} stones on the move also wins as soon and loses as
 * late as possible. Equal choices are made at random, so that games from the empty board differ.
 *
 * <p>With fewer stones exact scores would take too long, and so would the values of all moves: one
 * search finds the position's value, and the choice is among the moves that it (or an earlier one,
 * or the opening book) proved to keep it. In a position that is lost every move keeps the value:
 * there it plays as the {@linkplain Connect4Expert expert} does, which makes winning hard.
 *
 * <p>Used by one thread.
 */
final class Connect4PerfectPlayer implements Player {
  private static final int SCORED_STONES = 14;

  private final Connect4Solver solver;
  private final UniformRandomProvider random;
  private final Connect4Expert expert;

  Connect4PerfectPlayer(Connect4Solver solver, UniformRandomProvider random) {
    this.solver = solver;
    this.random = random;
    this.expert = new Connect4Expert(random);
  }

  @Override
  public Action choose(Environment environment) {
    Connect4 game = (Connect4) environment;
    long own = game.ownStones();
    long mask = game.allStones();
    long winning = Bitboard.winningCells(own, mask) & Bitboard.playable(mask);
    if (winning != 0) {
      return action(winning);
    }
    if (game.moves() >= SCORED_STONES) {
      return action(bestScored(game, mask));
    }
    AlphaBeta search = solver.newSearch();
    int value = search.value(own, mask);
    return value < 0 ? expert.choose(game) : action(keeping(value, search, own, mask));
  }

  /** Moves that keep a value of at least 0, not necessarily all. */
  private long keeping(int value, AlphaBeta search, long own, long mask) {
    long candidates = Bitboard.notLosingAtOnce(own, mask);
    long keeping = 0;
    for (long rest = candidates; rest != 0; rest &= rest - 1) {
      long move = Long.lowestOneBit(rest);
      if (-search.knownUpperBound(own ^ mask, mask | move) >= value) {
        keeping |= move;
      }
    }
    while (keeping == 0) {
      long move = oneOf(candidates);
      candidates ^= move;
      if (-search.value(own ^ mask, mask | move) >= value) {
        keeping = move;
      }
    }
    return keeping;
  }

  /** Moves with the greatest score. */
  private long bestScored(Connect4 game, long mask) {
    int[] scores = solver.scores(game);
    int best = Integer.MIN_VALUE;
    long moves = 0;
    for (int column = 0; column < scores.length; column++) {
      if (game.isLegal(column) && scores[column] >= best) {
        long move = Bitboard.playable(mask) & Bitboard.column(column);
        moves = scores[column] > best ? move : moves | move;
        best = scores[column];
      }
    }
    return moves;
  }

  private Action action(long moves) {
    return Action.of(Long.numberOfTrailingZeros(oneOf(moves)) / Bitboard.STRIDE);
  }

  private long oneOf(long cells) {
    long rest = cells;
    for (int skip = random.nextInt(Long.bitCount(cells)); skip > 0; skip--) {
      rest &= rest - 1;
    }
    return Long.lowestOneBit(rest);
  }
}
