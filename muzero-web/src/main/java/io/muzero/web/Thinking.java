package io.muzero.web;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who thinks about a game: the newest search, and the reference player whose move is awaited. Not
 * thread-safe: {@link Session} holds its lock around every use.
 */
final class Thinking {
  private @Nullable Thought thought;

  /** The reference player that thinks about the present position; null: none. */
  private @Nullable Awaited awaited;

  /** The search that was put away last, of this position or an earlier one; null: none. */
  private @Nullable Awaited putAway;

  /**
   * Who thinks, or thought, of which position.
   *
   * @param position its number
   * @param who an agent or a reference player, by name
   */
  private record Awaited(int position, String who) {}

  /** The newest search, of the present position or an earlier one, running or done. */
  @Nullable Thought thought() {
    return thought;
  }

  /**
   * The newest search, to be looked into.
   *
   * @throws HttpProblem 404 when there is none
   */
  Thought require() {
    if (thought == null) {
      throw HttpProblem.notFound(
          putAway == null ? "nothing was searched in this position" : Thought.putAway().line());
    }
    return thought;
  }

  /** Puts a search in the place of the one before, which ends. */
  void begin(Thought next) {
    forget();
    if (next.plays()) {
      stopMoves();
    }
    putAway = null;
    thought = next;
  }

  /** Takes the newest search out of sight, with a note that it was; the caller ends it. */
  void putAway(Thought search) {
    putAway = new Awaited(search.position(), search.agent());
    thought = null;
  }

  /** Whether an agent's search of a position was put away. */
  boolean isPutAway(int position, String agent) {
    return Objects.equals(putAway, new Awaited(position, agent));
  }

  /** Ends a search that could not be begun. */
  void drop(Thought search) {
    search.end();
    if (thought == search) {
      thought = null;
    }
  }

  /** Stops the search that goes on; what it found stays to be looked at. */
  void cancel() {
    if (thought != null) {
      thought.cancel();
    }
  }

  /** Ends the newest search, if there is one. */
  void forget() {
    if (thought != null) {
      thought.end();
      thought = null;
    }
  }

  /**
   * Awaits a reference player's move, and that of nobody else any more.
   *
   * @return whether it is to be asked; false: it is at this position already
   */
  boolean await(int position, String player) {
    if (isAwaited(position, player)) {
      return false;
    }
    stopMoves();
    awaited = new Awaited(position, player);
    return true;
  }

  /** Whether this is whose move is awaited. */
  boolean isAwaited(int position, String player) {
    return Objects.equals(awaited, new Awaited(position, player));
  }

  /** Awaits no reference player's move any more. */
  void awaitNoMore() {
    awaited = null;
  }

  /** Stops what would make a move: the seat is another's now. */
  private void stopMoves() {
    awaited = null;
    Thought now = thought;
    if (now != null && now.plays()) {
      now.cancel();
    }
  }
}
