package io.muzero.launcher;

import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.Step;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A game as it went, every state kept, so that moves can be taken back. Used by one thread. */
final class Episode {
  private final List<Environment> states = new ArrayList<>();
  private final List<Integer> actions = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();

  /** Starts from an environment that has been reset; it is copied. */
  Episode(Environment start) {
    states.add(start.copy());
  }

  /** The state now, not to be changed. */
  Environment state() {
    return states.get(states.size() - 1);
  }

  /** Every state from the first on, not to be changed. */
  List<Environment> states() {
    return states;
  }

  /** The action that led from each state to the next. */
  List<Integer> actions() {
    return actions;
  }

  /** What the last action brought; null before the first. */
  @Nullable Step last() {
    return steps.isEmpty() ? null : steps.get(steps.size() - 1);
  }

  /** Whether the game is over. */
  boolean ended() {
    Step last = last();
    return last != null && last.ended();
  }

  /** Sum of a player's rewards so far: those of its own steps, less the other player's. */
  double score(int player) {
    double sum = 0;
    for (int i = 0; i < steps.size(); i++) {
      double reward = steps.get(i).reward();
      sum += states.get(i).playerToMove() == player ? reward : -reward;
    }
    return sum;
  }

  /** Makes a move of the player to move. */
  void play(int action) {
    Environment next = state().copy();
    Step step = next.step(Action.of(action));
    states.add(next);
    actions.add(action);
    steps.add(step);
  }

  /** Takes the last move back; false when there is none. */
  boolean takeBack() {
    if (actions.isEmpty()) {
      return false;
    }
    states.remove(states.size() - 1);
    actions.remove(actions.size() - 1);
    steps.remove(steps.size() - 1);
    return true;
  }
}
