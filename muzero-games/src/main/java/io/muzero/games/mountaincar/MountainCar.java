package io.muzero.games.mountaincar;

import io.muzero.environment.Action;
import io.muzero.environment.ActionSpace;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.Step;
import io.muzero.environment.Symmetry;
import io.muzero.games.gymnasium.VectorEnvironment;

/**
 * A car in a valley whose engine is too weak to climb straight out, so that it must swing up:
 * Gymnasium's {@code MountainCar-v0}.
 *
 * <p><b>Observation</b> 2×1×1: position x within [−1.2, .6] (the valley's height is sin 3x) and
 * velocity within [−.07, .07], both without a unit; with {@code normalise} divided by 1.2 and .07,
 * within [−1, 1].
 *
 * <p><b>Actions</b>: 0 pushes left, 1 does nothing, 2 pushes right, with .001 a step; gravity pulls
 * with up to .0025.
 *
 * <p><b>Reward</b>: −1 for every step, the last included.
 *
 * <p><b>Start</b>: position uniform in [−.6, −.4), at rest. <b>End</b>: terminated at position .5
 * or beyond when not slower than {@code goal_velocity} to the right (0), truncated after 200 steps.
 * The wall at −1.2 stops the car. Return within [−200, −1]; random play scores −200, pushing along
 * the velocity −119.5, and −110 counts as solved.
 *
 * <p>Dynamics: A. Moore, "Efficient Memory-Based Learning for Robot Control", 1990, in double
 * precision.
 */
public final class MountainCar extends VectorEnvironment {
  private static final double LEFT_END = -1.2;
  private static final double RIGHT_END = 0.6;
  private static final double TOP_SPEED = 0.07;
  private static final double GOAL = 0.5;
  private static final double FORCE = 0.001;
  private static final double GRAVITY = 0.0025;

  private final double goalVelocity;
  private double position;
  private double velocity;

  /** With Gymnasium's goal and observation. */
  public MountainCar() {
    this(0, false);
  }

  /**
   * With a choice of goal and units.
   *
   * @param goalVelocity least velocity at the goal
   * @param normalise whether the observation is brought to [−1, 1]
   */
  public MountainCar(double goalVelocity, boolean normalise) {
    super(
        new EnvironmentSpec(
            1,
            2,
            1,
            1,
            normalise ? -1 : (float) LEFT_END,
            normalise ? 1 : (float) RIGHT_END,
            new ActionSpace.Discrete(3),
            -1,
            -1,
            200,
            Symmetry.NONE),
        normalise ? new double[] {-LEFT_END, TOP_SPEED} : new double[0]);
    this.goalVelocity = goalVelocity;
  }

  private MountainCar(MountainCar other) {
    super(other);
    goalVelocity = other.goalVelocity;
    position = other.position;
    velocity = other.velocity;
  }

  @Override
  protected void start() {
    position = random().uniform(-0.6, -0.4);
    velocity = 0;
  }

  @Override
  protected Step advance(Action action) {
    velocity += (action.index() - 1) * FORCE + Math.cos(3 * position) * -GRAVITY;
    velocity = Math.max(-TOP_SPEED, Math.min(TOP_SPEED, velocity));
    position = Math.max(LEFT_END, Math.min(RIGHT_END, position + velocity));
    if (position == LEFT_END && velocity < 0) {
      velocity = 0;
    }
    return new Step(-1, position >= GOAL && velocity >= goalVelocity, false);
  }

  @Override
  public double[] state() {
    return new double[] {position, velocity};
  }

  @Override
  public void setState(double... state) {
    position = state[0];
    velocity = state[1];
  }

  @Override
  public double[] gymnasiumObservation() {
    return state();
  }

  @Override
  public MountainCar copy() {
    return new MountainCar(this);
  }

  @Override
  public String actionName(int action) {
    return switch (action) {
      case 0 -> "left";
      case 1 -> "none";
      default -> "right";
    };
  }

  @Override
  public String text() {
    return Valley.text(position, velocity, GOAL);
  }

  @Override
  public String json() {
    return Valley.json(position, velocity, GOAL);
  }
}
