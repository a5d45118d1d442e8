package io.muzero.games.board;

import io.muzero.environment.Action;
import io.muzero.environment.ActionSpace;
import io.muzero.environment.Environment;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.ObservationFormat;
import io.muzero.environment.Step;
import io.muzero.environment.Symmetry;
import io.muzero.games.picture.BoardPicture;

/**
 * A game in which two players in turn put one stone on a board, and the first to complete a line
 * wins. It counts the moves and knows whose turn it is and when the game has ended; a game says
 * where a stone goes and what a line is.
 *
 * <p><b>Observation</b>: three planes of the board, 0 or 1: stones of the player to move, stones of
 * the other, and all ones when the first player is to move.
 *
 * <p><b>Reward</b>: 1 to the player who completes a line, else 0. <b>End</b>: a line, or a full
 * board, which is a draw.
 */
public abstract class BoardGame implements Environment {
  private final String kind;
  private final EnvironmentSpec spec;
  private int moves;
  private int last = -1;
  private boolean ended;

  /**
   * An empty board.
   *
   * @param kind of the JSON picture
   * @param rows H
   * @param columns W
   */
  protected BoardGame(
      String kind, int rows, int columns, ActionSpace.Discrete actions, Symmetry symmetry) {
    this.kind = kind;
    spec =
        new EnvironmentSpec(2, 3, rows, columns, 0, 1, actions, 0, 1, rows * columns, symmetry)
            .withFormat(ObservationFormat.FLAGS);
  }

  /** A copy of what is kept here. */
  protected BoardGame(BoardGame other) {
    kind = other.kind;
    spec = other.spec;
    moves = other.moves;
    last = other.last;
    ended = other.ended;
  }

  /** Takes over what is kept here. */
  protected final void takeOver(BoardGame other) {
    moves = other.moves;
    last = other.last;
    ended = other.ended;
  }

  /**
   * Puts a stone of {@link #playerToMove}.
   *
   * @return its cell, counted row by row from the top left
   * @throws IllegalArgumentException when the action is not legal; nothing has then changed
   */
  protected abstract int put(int action);

  /** Whether the stone that was just put on this cell completes a line. */
  protected abstract boolean completesLine(int cell);

  /** Takes all stones away. */
  protected abstract void clear();

  /** Per cell, row by row from the top left: 0 empty, 1 first player, 2 second player. */
  protected abstract int[] cells();

  /** Number of stones on the board. */
  public final int moves() {
    return moves;
  }

  /** Whether the game is over. */
  public final boolean hasEnded() {
    return ended;
  }

  @Override
  public final EnvironmentSpec spec() {
    return spec;
  }

  @Override
  public final void reset(long seed) {
    reset();
  }

  @Override
  public final void reset() {
    clear();
    moves = 0;
    last = -1;
    ended = false;
  }

  @Override
  public final int playerToMove() {
    return moves & 1;
  }

  @Override
  public final Step step(Action action) {
    if (ended) {
      throw new IllegalStateException("the game has ended: call reset first");
    }
    last = put(action.index());
    moves++;
    boolean won = completesLine(last);
    ended = won || moves == spec.maxSteps();
    return ended ? Step.terminal(won ? 1 : 0) : Step.going(0);
  }

  @Override
  public boolean isDeterministic() {
    return true;
  }

  @Override
  public final String json() {
    return BoardPicture.json(kind, spec.height(), spec.width(), cells(), playerToMove(), last);
  }

  /** {@code X} moves first, {@code O} second. */
  @Override
  public String playerName(int player) {
    return player == 0 ? "X" : "O";
  }
}
