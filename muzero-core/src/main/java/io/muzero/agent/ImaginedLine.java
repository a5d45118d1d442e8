package io.muzero.agent;

import io.muzero.environment.Step;
import java.util.List;
import java.util.Optional;

/**
 * What the model imagines along a line of actions, beside what the real rules give: the learned
 * dynamics unrolled from one observation, never corrected on the way. Immutable.
 *
 * @param root what the network says of the first state
 * @param steps one for each action of the line
 */
public record ImaginedLine(Prediction root, List<ImaginedStep> steps) {
  /** Copies the list. */
  public ImaginedLine {
    steps = List.copyOf(steps);
  }

  /**
   * What the network says of a state.
   *
   * @param playerToMove who moves there, 0 or 1; in an imagined state that is imagined too
   * @param value the state's value in the view of that player
   * @param policy probability of each action, legal or not [A]
   */
  public record Prediction(int playerToMove, double value, List<Double> policy) {
    /** Copies the list. */
    public Prediction {
      policy = List.copyOf(policy);
    }
  }

  /**
   * One step of the line.
   *
   * @param action the action's index
   * @param reward the reward that the model expects, in the view of the player who takes it
   * @param after what it says of the state that it imagines after it
   * @param real what the rules gave; empty past the episode's end, and from an illegal action on
   */
  public record ImaginedStep(
      int action, double reward, Prediction after, Optional<RealStep> real) {}

  /**
   * What really happened at a step. Where a game has chance, it is one of the things that could.
   *
   * @param step reward and end
   * @param playerToMove who really moves next
   * @param seen what the network says of the real state when it sees it; empty after a terminal
   *     state, which has no value
   */
  public record RealStep(Step step, int playerToMove, Optional<Prediction> seen) {}
}
