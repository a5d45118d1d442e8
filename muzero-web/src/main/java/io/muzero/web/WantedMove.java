package io.muzero.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.muzero.environment.Environment;
import io.muzero.environment.Episode;
import java.util.ArrayList;
import java.util.List;

/**
 * A move that somebody asks for: by its name, or by its action's index where a name is ambiguous.
 *
 * @param name its name, empty when it is asked for by its index
 * @param action its index, −1 when it is asked for by its name
 */
record WantedMove(String name, int action) {
  private static final int LONGEST_NAME = 50;

  /** A move by its name, which any letters may write. */
  static WantedMove named(String name) {
    return new WantedMove(name, -1);
  }

  /** A move by the index of its action. */
  static WantedMove of(int action) {
    return new WantedMove("", action);
  }

  /**
   * The moves of a request: texts are names, whole numbers are indices.
   *
   * @param most as many as there may be
   */
  static List<WantedMove> of(Request request, int most) {
    List<WantedMove> moves = new ArrayList<>();
    for (JsonNode move : request.list("moves", most)) {
      if (move.isInt() && move.asInt() >= 0) {
        moves.add(of(move.asInt()));
      } else if (move.isTextual()
          && !move.asText().isEmpty()
          && move.asText().length() <= LONGEST_NAME) {
        moves.add(named(move.asText()));
      } else {
        throw HttpProblem.bad(
            "a move must be a text of 1 to "
                + LONGEST_NAME
                + " characters or the index of an action");
      }
    }
    return moves;
  }

  /**
   * Plays moves one after the other.
   *
   * @throws HttpProblem 400 when one is not legal; says how many were played before it
   */
  static void playAll(List<WantedMove> moves, Episode episode) {
    for (WantedMove move : moves) {
      episode.play(move.in(episode));
    }
  }

  private int in(Episode episode) {
    int played = episode.moves().size();
    if (episode.ended()) {
      throw HttpProblem.badAfter(
          played, "the game is over after " + played + " moves: " + this + " cannot be played");
    }
    Environment state = episode.environment();
    if (name.isEmpty() && action < state.spec().actionCount() && state.isLegal(action)) {
      return action;
    }
    for (int legal : name.isEmpty() ? new int[0] : episode.legalActions()) {
      if (state.actionName(legal).equalsIgnoreCase(name)) {
        return legal;
      }
    }
    throw HttpProblem.badAfter(
        played,
        "move "
            + (played + 1)
            + ", "
            + this
            + ", is not legal there; moves are named as the table names them");
  }

  @Override
  public String toString() {
    return name.isEmpty() ? "action " + action : "'" + name + "'";
  }
}
