package io.muzero.selfplay;

import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.Player;
import io.muzero.environment.SquareBoardGame;
import java.util.ArrayList;
import java.util.List;

/**
 * The random moves that games begin with, wherever games are measured, matched or recorded: none
 * ends the game, and none passes. A random pass gives a turn away, and two of them end a game of Go
 * before it began.
 */
public final class RandomOpening {
  private RandomOpening() {}

  /**
   * Draws them.
   *
   * @param start where they begin, left unchanged
   * @param most how many, at least 0; fewer where further ones are hard to find
   * @param draws how often a move is drawn: one that is not allowed is drawn anew
   * @param random draws a legal action
   * @return indices of actions
   */
  public static List<Integer> draw(Environment start, int most, int draws, Player random) {
    Environment state = start.copy();
    List<Integer> moves = new ArrayList<>();
    for (int i = 0; i < draws && moves.size() < most; i++) {
      Action action = random.choose(state);
      if (allows(state, action)) {
        state.step(action);
        moves.add(action.index());
      }
    }
    return List.copyOf(moves);
  }

  /** As {@link #draw(Environment, int, int, Player)}, with a draw more for each of all actions. */
  public static List<Integer> draw(Environment start, int most, Player random) {
    return draw(start, most, most + start.spec().actionCount(), random);
  }

  private static boolean allows(Environment state, Action action) {
    boolean pass = state instanceof SquareBoardGame board && board.isPass(action.index());
    return !pass && !state.copy().step(action).ended();
  }
}
