package io.muzero.expert;

import io.muzero.environment.Action;
import io.muzero.environment.ActionSpace;
import io.muzero.environment.Environment;
import io.muzero.environment.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * Plays a recorded game by the rules, move by move. A pass that is forced may be left out. Used for
 * one game.
 */
final class Replay {
  private final Environment environment;
  private final List<Integer> moves = new ArrayList<>();
  private int read;
  private double score;
  private boolean ended;
  private boolean truncated;

  /** Begins a game. */
  Replay(Environment environment) {
    this.environment = environment;
    environment.reset(0);
  }

  /** The pass of a board's action space; −1 where there is none. */
  private int pass() {
    int cells = environment.spec().height() * environment.spec().width();
    return environment.spec().actions() instanceof ActionSpace.Discrete discrete
            && discrete.layout() == ActionSpace.Layout.CELLS
            && discrete.size() > cells
        ? cells
        : -1;
  }

  private boolean mustPass() {
    int pass = pass();
    if (ended || pass < 0 || !environment.isLegal(pass)) {
      return false;
    }
    for (int action = 0; action < pass; action++) {
      if (environment.isLegal(action)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Plays the next move that is written.
   *
   * @param action −1 where what is written is no move
   * @param text what is written
   */
  void play(int action, String text) throws BadRecordException {
    read++;
    if (action < 0) {
      throw new BadRecordException(read, "'" + text + "' is no move of this game");
    }
    if (mustPass() && action != pass()) {
      step(pass());
    }
    if (ended) {
      if (action == pass() && !truncated) {
        return; // Some programs note a pass of each player after the last move.
      }
      throw new BadRecordException(
          read,
          truncated
              ? "the game is longer than environment.max_moves allows"
              : environment.actionName(action) + " comes after the game's end");
    }
    if (!environment.isLegal(action)) {
      throw new BadRecordException(read, environment.actionName(action) + " is not legal there");
    }
    step(action);
  }

  /** As above, of a player, 0 or 1, whose turn it must be. */
  void play(int player, int action, String text) throws BadRecordException {
    if (!ended && environment.playerToMove() != player && mustPass() && action != pass()) {
      step(pass());
    }
    if (!ended && environment.playerToMove() != player) {
      throw new BadRecordException(
          read + 1,
          "it is the turn of " + environment.playerName(environment.playerToMove()) + " there");
    }
    play(action, text);
  }

  private void step(int action) {
    int mover = environment.playerToMove();
    Step step = environment.step(Action.of(action));
    moves.add(action);
    score += mover == 0 ? step.reward() : -step.reward();
    ended = step.ended();
    truncated = step.truncated();
  }

  /** The moves played, forced passes included. */
  List<Integer> moves() {
    return moves;
  }

  /** Whether the game came to an end by its rules. */
  boolean decided() {
    return ended && !truncated;
  }

  /** The result by the rules, in the first player's view: 1, 0 or −1. */
  int result() {
    return (int) Math.signum(score);
  }
}
