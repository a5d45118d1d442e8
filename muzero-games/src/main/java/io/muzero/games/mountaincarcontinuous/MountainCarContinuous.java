package io.muzero.games.mountaincarcontinuous;

import io.muzero.environment.Action;
import io.muzero.environment.ActionSpace;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.Step;
import io.muzero.environment.Symmetry;
import io.muzero.games.gymnasium.VectorEnvironment;
import io.muzero.games.mountaincar.Valley;

/**
 * A car in a valley pushed by a force of any size, which costs: Gymnasium's {@code
 * MountainCarContinuous-v0}.
 *
 * <p><b>Observation</b> 2×1×1: position x within [−1.2, .6] (the valley's height is sin 3x) and
 * velocity within [−.07, .07], both without a unit; with {@code normalise} divided by 1.2 and .07,
 * within [−1, 1].
 *
 * <p><b>Action</b>: one number, the force; clipped to [−1, 1], and 1 pushes right with .0015 a
 * step; gravity pulls with up to .0025.
 *
 * <p><b>Reward</b>: 100 on reaching the goal, less a tenth of the action's square (before clipping)
 * in every step. Doing nothing scores 0, which is a trap for a learner.
 *
 * <p><b>Start</b>: position uniform in [−.6, −.4), at rest. <b>End</b>: terminated at position .45
 * or beyond when not slower than {@code goal_velocity} to the right (0), truncated after 999 steps.
 * Random play scores −33, full force along the velocity 89.3, and 90 counts as solved.
 *
 * <p>As in Gymnasium the start is in double precision and what follows in single: every sum and
 * product is rounded, except that the force of a clipped action and the cosine are in double.
 */
public final class MountainCarContinuous extends VectorEnvironment {
  private static final float LEFT_END = -1.2f;
  private static final float RIGHT_END = 0.6f;
  private static final double TOP_SPEED = 0.07;
  private static final float GOAL = 0.45f;
  private static final double POWER = 0.0015;
  private static final double GRAVITY = 0.0025;

  private final float goalVelocity;
  private double position;
  private double velocity;

  /** With Gymnasium's goal and observation. */
  public MountainCarContinuous() {
    this(0, false);
  }

  /**
   * With a choice of goal and units.
   *
   * @param goalVelocity least velocity at the goal
   * @param normalise whether the observation is brought to [−1, 1]
   */
  public MountainCarContinuous(double goalVelocity, boolean normalise) {
    super(
        new EnvironmentSpec(
            1,
            2,
            1,
            1,
            normalise ? -1 : LEFT_END,
            normalise ? 1 : RIGHT_END,
            new ActionSpace.Continuous(new float[] {-1}, new float[] {1}),
            -0.1,
            100,
            999,
            Symmetry.NONE),
        normalise ? new double[] {-LEFT_END, (float) TOP_SPEED} : new double[0]);
    this.goalVelocity = (float) goalVelocity;
  }

  private MountainCarContinuous(MountainCarContinuous other) {
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
    float force = action.values()[0];
    if (steps() == 0) {
      advanceFromStart(force);
    } else {
      advanceInSinglePrecision(force);
    }
    if (position == LEFT_END && velocity < 0) {
      velocity = 0;
    }
    boolean reached = position >= GOAL && velocity >= goalVelocity;
    double cost = (double) force * force * 0.1;
    return new Step(reached ? 100 - cost : -cost, reached, false);
  }

  /** The start is in double precision, so that sums with it are too; then it is rounded. */
  private void advanceFromStart(float force) {
    double speed = velocity + push(force, Math.cos(3 * position));
    speed = Math.max(-TOP_SPEED, Math.min(TOP_SPEED, speed));
    velocity = (float) speed;
    position = limited((float) (position + speed));
  }

  private void advanceInSinglePrecision(float force) {
    float x = (float) position;
    float speed = (float) velocity + (float) push(force, Math.cos(3 * x));
    speed = Math.max((float) -TOP_SPEED, Math.min((float) TOP_SPEED, speed));
    velocity = speed;
    position = limited(x + speed);
  }

  /** The change of velocity; only a clipped force is in double precision. */
  private static double push(float force, double cos) {
    double gravity = GRAVITY * cos;
    if (force < -1 || force > 1) {
      return (force < 0 ? -1 : 1) * POWER - gravity;
    }
    return force * (float) POWER - (float) gravity;
  }

  private static float limited(float x) {
    return Math.max(LEFT_END, Math.min(RIGHT_END, x));
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
  public MountainCarContinuous copy() {
    return new MountainCarContinuous(this);
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
