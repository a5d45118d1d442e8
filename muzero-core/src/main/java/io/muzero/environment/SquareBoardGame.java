package io.muzero.environment;

import java.util.OptionalDouble;

/**
 * A game of stones on a square board that programs outside this project know: what is needed to
 * write its games down (SGF) and to let an engine play it (GTP).
 *
 * <p>The board has {@code spec().height()} rows and columns. Action {@code row * N + column} from
 * the top left puts a stone there; action {@code N * N}, where there is one, is a pass. The first
 * player has the black stones, and the players move in turn.
 */
public interface SquareBoardGame extends Environment {
  /** SGF's number of the game, its property GM: 1 Go, 2 Othello, 4 Gomoku. */
  int sgfGame();

  /** The actions since the start, the oldest first, as a new array. */
  int[] played();

  /** Points that the second player gets beforehand; 0 where points are not counted. */
  default double komi() {
    return 0;
  }

  /** Stones in a row that win, where a line wins; 0 where none does. */
  default int line() {
    return 0;
  }

  /**
   * Points that the first player has more than the second if the game were counted now; empty where
   * points are not counted.
   */
  default OptionalDouble lead() {
    return OptionalDouble.empty();
  }

  /** An action's name in the Go Text Protocol, for example {@code C3} or {@code pass}. */
  default String vertex(int action) {
    return actionName(action);
  }

  /** Whether an action is the pass. */
  default boolean isPass(int action) {
    int size = spec().height();
    return action == size * size;
  }
}
