package io.muzero.games.gymnasium;

import io.muzero.environment.Action;
import io.muzero.environment.ActionSpace;
import io.muzero.environment.Environment;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.Step;
import io.muzero.games.random.Pcg64;
import java.math.BigInteger;

/**
 * An environment of one player that follows one of Gymnasium's, seeds included: {@code reset(seed)}
 * gives the episode that Gymnasium's {@code reset(seed=seed)} gives.
 *
 * <p>This class keeps the generator, counts steps, ends an episode at the time limit of the {@link
 * EnvironmentSpec} and refuses what is no action. A step that reaches a terminal state and the time
 * limit at once is terminated (Gymnasium reports both). Continuous actions of the right length are
 * accepted when all components are finite; what lies outside the box is clipped or not as
 * Gymnasium's environment does.
 */
public abstract class GymnasiumEnvironment implements Environment {
  private final EnvironmentSpec spec;
  private final Pcg64 random;
  private int steps;
  private boolean going;

  /** Creates an environment that is still to be reset. */
  protected GymnasiumEnvironment(EnvironmentSpec spec) {
    this.spec = spec;
    this.random = new Pcg64(0);
  }

  /** Copies generator and step count. */
  protected GymnasiumEnvironment(GymnasiumEnvironment other) {
    spec = other.spec;
    random = new Pcg64(other.random);
    steps = other.steps;
    going = other.going;
  }

  /** Draws a start state. */
  protected abstract void start();

  /**
   * Performs an action that has been checked, without regard to the time limit.
   *
   * @return never truncated
   */
  protected abstract Step advance(Action action);

  /**
   * The observation as Gymnasium gives it, in double precision, before any encoding for the
   * network: a table world's state, a hand's numbers, the vector itself.
   */
  public abstract double[] gymnasiumObservation();

  /** The environment's generator; drawing from it changes the episode. */
  public final Pcg64 random() {
    return random;
  }

  /** Steps made since the reset. */
  public final int steps() {
    return steps;
  }

  @Override
  public final EnvironmentSpec spec() {
    return spec;
  }

  @Override
  public final void reset(long seed) {
    random.seed(seed);
    reset();
  }

  /** Starts an episode with a seed of any size, at least 0. */
  public final void reset(BigInteger seed) {
    random.seed(seed);
    reset();
  }

  @Override
  public final void reset() {
    steps = 0;
    start();
    going = true;
  }

  @Override
  public final int playerToMove() {
    return 0;
  }

  @Override
  public boolean isLegal(int action) {
    return action >= 0 && action < spec.actionCount();
  }

  @Override
  public final Step step(Action action) {
    if (!going) {
      throw new IllegalStateException("the episode has ended or not begun: call reset first");
    }
    check(action);
    Step step = advance(action);
    steps++;
    if (!step.terminated() && spec.maxSteps() > 0 && steps >= spec.maxSteps()) {
      step = new Step(step.reward(), false, true);
    }
    going = !step.ended();
    return step;
  }

  private void check(Action action) {
    if (spec.actions() instanceof ActionSpace.Discrete discrete) {
      if (!isLegal(action.index())) {
        throw new IllegalArgumentException(
            "action " + action.index() + " is not one of 0 to " + (discrete.size() - 1));
      }
    } else if (spec.actions() instanceof ActionSpace.Continuous box) {
      box.require(action);
    }
  }
}
