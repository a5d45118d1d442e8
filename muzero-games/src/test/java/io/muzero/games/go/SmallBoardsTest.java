package io.muzero.games.go;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.environment.Action;
import org.junit.jupiter.api.Test;

/**
 * Perfect play on small boards, proved by search to the end of every line, superko included: Black
 * wins by 1 on 2×2 and by 9, the whole board, on 3×3.
 */
class SmallBoardsTest {

  /** Proves that a colour can force a margin, whatever the other does. */
  private static final class Proof {
    private final int player;
    private final double least;

    /**
     * A proof.
     *
     * @param player 0 Black or 1 White, who forces
     * @param least the margin in the player's view that is forced
     */
    Proof(int player, double least) {
      this.player = player;
      this.least = least;
    }

    /** Whether it succeeds within so many moves of both. */
    boolean succeeds(Go game, int depth) {
      boolean own = game.playerToMove() == player;
      if (depth == 0) {
        return false;
      }
      int pass = game.spec().actionCount() - 1;
      int[] order = order(game, own);
      for (int action : order) {
        if (!game.isLegal(action)) {
          continue;
        }
        Go next = game.copy();
        boolean ended = next.step(Action.of(action)).terminated();
        boolean good =
            ended
                ? (player == 0 ? next.score() : -next.score()) >= least
                : succeeds(next, depth - 1);
        if (good == own) {
          return own;
        }
      }
      assertThat(game.isLegal(pass)).isTrue();
      return !own;
    }

    /** The player's passes last but where they win at once; the other's pass first. */
    private static int[] order(Go game, boolean own) {
      int pass = game.spec().actionCount() - 1;
      int[] order = new int[pass + 1];
      int middle = pass / 2;
      int count = 0;
      if (!own || game.passed()) {
        order[count++] = pass;
      }
      for (int distance = 0; distance <= pass; distance++) {
        if (middle + distance < pass) {
          order[count++] = middle + distance;
        }
        if (distance > 0 && middle - distance >= 0) {
          order[count++] = middle - distance;
        }
      }
      if (own && !game.passed()) {
        order[count] = pass;
      }
      return order;
    }
  }

  private static Go board(int size) {
    return new Go(new GoRules(size, 0, 100, 1));
  }

  @Test
  void twoByTwo_blackWinsByOne() {
    assertThat(new Proof(0, 1).succeeds(board(2), 11)).isTrue();
    assertThat(new Proof(1, -1).succeeds(board(2), 10)).isTrue();
    assertThat(new Proof(0, 2).succeeds(board(2), 10)).as("what is not so").isFalse();
  }

  @Test
  void threeByThree_blackWinsAll() {
    assertThat(new Proof(0, 9).succeeds(board(3), 15)).isTrue();
  }
}
