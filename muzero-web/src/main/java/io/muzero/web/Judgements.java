package io.muzero.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a solver found of a game's moves, and the one that looks at them. Not thread-safe: {@link
 * Session} holds its lock around every use.
 */
final class Judgements {
  /** What was found, by the moves' numbers. */
  private final Map<Integer, ObjectNode> found = new TreeMap<>();

  /** Looks at the moves, the first {@link #judgeTo} of them; null when none does. */
  private @Nullable Judge judge;

  private int judgeTo;

  /**
   * Lets a solver look at so many moves.
   *
   * @return whether it is to be begun; false: the one that is at work goes so far too
   */
  boolean begin(Judge next, int moves) {
    judgeTo = moves;
    if (judge != null) {
      return false;
    }
    judge = next;
    return true;
  }

  /** The next move to look at; empty when there is none, or the solver is not wanted any more. */
  OptionalInt next(Judge by) {
    if (judge != by) {
      return OptionalInt.empty();
    }
    for (int ply = 0; ply < judgeTo; ply++) {
      if (!found.containsKey(ply)) {
        return OptionalInt.of(ply);
      }
    }
    judge = null;
    return OptionalInt.empty();
  }

  /** Notes what was found of a move; returns whether it was still wanted. */
  boolean note(Judge by, int ply, ObjectNode judgement) {
    if (judge != by) {
      return false;
    }
    found.put(ply, judgement);
    return true;
  }

  /** Wants no more of this solver. */
  void stop(Judge by) {
    if (judge == by) {
      judge = null;
    }
  }

  /** Wants no more of any solver. */
  void stop() {
    judge = null;
  }

  /** The game has only so many moves now. */
  void cutTo(int moves) {
    judgeTo = Math.min(judgeTo, moves);
    found.keySet().removeIf(ply -> ply >= moves);
  }

  /** The game is another one now. */
  void clear() {
    judge = null;
    found.clear();
  }

  /** Adds what was found, in the order of the moves. */
  void addTo(ArrayNode judged) {
    found.values().forEach(judged::add);
  }
}
