package io.muzero.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.environment.Environment;
import io.muzero.environment.Solver;
import java.util.Optional;

/**
 * The solver's look at a session's moves, one move a slice, until the session has no more for it or
 * wants no more of it.
 */
final class Judge implements Workers.Task {
  private final Session session;
  private final Solver solver;

  Judge(Session session, Solver solver) {
    this.session = session;
    this.solver = solver;
  }

  /**
   * A move to look at.
   *
   * @param beginning number of the beginning of the game that it belongs to
   * @param ply its number
   * @param before the state before it
   * @param action the move
   */
  record Move(int beginning, int ply, Environment before, int action) {}

  @Override
  public boolean slice() {
    Optional<Move> next = session.unjudged(this);
    if (next.isEmpty()) {
      return false;
    }
    boolean judged = false;
    try {
      session.judged(this, next.get(), look(next.get()));
      judged = true;
      return true;
    } catch (RuntimeException e) {
      session.tellProblem("the solver failed: " + e.getMessage());
      throw e;
    } finally {
      if (!judged) {
        session.stopJudge(this);
      }
    }
  }

  private ObjectNode look(Move move) {
    int[] values = solver.actionValues(move.before());
    int best = Integer.MIN_VALUE;
    for (int value : values) {
      best = Math.max(best, value);
    }
    int played = values[move.action()];
    return JsonNodeFactory.instance
        .objectNode()
        .put("ply", move.ply())
        .put("best", best)
        .put("played", played)
        .put("lost", played < best);
  }
}
