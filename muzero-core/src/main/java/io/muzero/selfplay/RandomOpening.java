package io.muzero.selfplay;

import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.SquareBoardGame;

/**
 * The rule of random moves that games begin with, wherever games are measured, matched or recorded:
 * none ends the game, and none passes. A random pass gives a turn away, and two of them end a game
 * of Go before it began.
 */
public final class RandomOpening {
  private RandomOpening() {}

  /**
   * Whether a legal action may be one of them.
   *
   * @param state before it, left unchanged
   */
  public static boolean allows(Environment state, Action action) {
    boolean pass = state instanceof SquareBoardGame board && board.isPass(action.index());
    return !pass && !state.copy().step(action).ended();
  }
}
