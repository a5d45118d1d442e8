package io.muzero.games.tictactoe;

import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.Player;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * The player {@code expert}: completes a line; else blocks one; else makes a fork (two threats at
 * once); else takes the centre, a corner, an edge, in this order.
 *
 * <p>This is the strategy of A. Newell and H. Simon, "Human Problem Solving", 1972, without its
 * rule that blocks forks, so it is of medium strength: it can be beaten by forks. Equal choices are
 * made at random.
 */
final class TicTacToeExpert implements Player {
  private static final int CENTRE = 0b000_010_000;
  private static final int CORNERS = 0b101_000_101;

  private final UniformRandomProvider random;

  TicTacToeExpert(UniformRandomProvider random) {
    this.random = random;
  }

  @Override
  public Action choose(Environment environment) {
    TicTacToe game = (TicTacToe) environment;
    int own = game.ownMarks();
    int theirs = game.opponentMarks();
    int free = ~(own | theirs) & 0b111_111_111;
    int[] preferences = {
      completions(own, free),
      completions(theirs, free),
      forks(own, free),
      free & CENTRE,
      free & CORNERS,
      free
    };
    for (int cells : preferences) {
      if (cells != 0) {
        return Action.of(anyOf(cells));
      }
    }
    throw new IllegalStateException("the game has ended");
  }

  /** Free cells that complete a line of these marks. */
  private static int completions(int marks, int free) {
    int completions = 0;
    for (int rest = free; rest != 0; rest &= rest - 1) {
      int cell = Integer.lowestOneBit(rest);
      if (TicTacToe.isWon(marks | cell)) {
        completions |= cell;
      }
    }
    return completions;
  }

  /** Free cells after which two cells would complete a line. */
  private static int forks(int marks, int free) {
    int forks = 0;
    for (int rest = free; rest != 0; rest &= rest - 1) {
      int cell = Integer.lowestOneBit(rest);
      if (Integer.bitCount(completions(marks | cell, free & ~cell)) >= 2) {
        forks |= cell;
      }
    }
    return forks;
  }

  private int anyOf(int cells) {
    int rest = cells;
    for (int skip = random.nextInt(Integer.bitCount(cells)); skip > 0; skip--) {
      rest &= rest - 1;
    }
    return Integer.numberOfTrailingZeros(rest);
  }
}
