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
   * @param drift how far the imagined hidden state is from the one that is made of what is seen;
   *     empty after a terminal state, and where the model does not show its states
   */
  public record RealStep(
      Step step, int playerToMove, Optional<Prediction> seen, Optional<Drift> drift) {}

  /**
   * Distances of hidden states: the root of the mean squared difference of their numbers, each of
   * which is within [0, 1].
   *
   * @param imagined from the state that is made of what is seen to the imagined one
   * @param moved from that state to the one that was made of what was seen a step before: how much
   *     a step changes
   */
  public record Drift(double imagined, double moved) {}
}
