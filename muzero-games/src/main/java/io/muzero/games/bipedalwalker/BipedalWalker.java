package io.muzero.games.bipedalwalker;

import io.muzero.environment.Action;
import io.muzero.environment.ActionSpace;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.Step;
import io.muzero.environment.Symmetry;
import io.muzero.games.gymnasium.GymnasiumEnvironment;
import io.muzero.games.random.Pcg64;
import org.jbox2d.dynamics.Body;
import org.jbox2d.dynamics.joints.RevoluteJoint;

/**
 * A hull on two legs with motors in hips and knees is to walk over rolling ground: Gymnasium's
 * {@code BipedalWalker-v3} (not the hardcore one).
 *
 * <p><b>World</b>: 93 m of ground, flat at the start, then rolling; a hull of 5.4 kg, legs of two
 * parts of 1.13 m; 50 steps a second.
 *
 * <p><b>Observation</b> 24×1×1, unbounded: [0] the hull's angle in rad, anticlockwise positive; [1]
 * its angular velocity, .04 for 1 rad/s; [2] its horizontal velocity, .12 for 1 m/s; [3] its
 * vertical velocity, .08 for 1 m/s; then for each leg, [4] and [9]: hip angle in rad within about
 * [−.8, 1.1]; [5] and [10]: hip speed, 1 for 4 rad/s; [6] and [11]: knee angle plus 1 in rad,
 * within about [−.6, .9]; [7] and [12]: knee speed, 1 for 6 rad/s; [8] and [13]: whether the lower
 * part touches the ground (0 or 1); [14] to [23]: the free share, within [0, 1], of ten rays of
 * 5.33 m from straight down to 1.35 rad forwards.
 *
 * <p><b>Actions</b>: four reals in [−1, 1], for hip and knee of the first and of the second leg;
 * the sign is the direction of the motor, which aims at 4 rad/s (hip) or 6 rad/s (knee) with a
 * torque of up to 80 Nm times the absolute value, at most 1.
 *
 * <p><b>Reward</b>: 4.33 for each m forwards, less 5 for each rad that |angle of the hull| grows,
 * less .028 for each motor at full torque; −100 instead when the hull touches the ground or is left
 * of the start of the ground. Within [−100, 17], because Box2D limits speed to 2 m a step. Walking
 * to the end brings about 300, which counts as solved; random play −100.
 *
 * <p><b>Start</b>: ground of random heights; a random force of up to ±5 N pushes the hull sideways
 * in a step with motors off, which passes before the first observation. <b>End</b>: terminated by a
 * fall, by leaving to the left or by reaching the last 4.67 m; truncated after 1600 steps.
 *
 * <p>Every reset builds a new world; Gymnasium reuses its own, so a used environment of its does
 * not repeat what a fresh one does. Compared with Box2D single trajectories part soon, because feet
 * on the ground amplify rounding; statistics agree.
 */
public final class BipedalWalker extends GymnasiumEnvironment {
  static final float MOTOR_TORQUE = 80;

  private static final double STEPS_PER_SECOND = 50;
  private static final float HIP_SPEED = 4;
  private static final float KNEE_SPEED = 6;
  private static final int RAYS = 10;
  private static final double TORQUE_COST = 0.00035;
  private static final float[] NO_TORQUE = new float[4];

  private WalkingSite site;
  private double potential;
  private final double[] state = new double[14 + RAYS];

  /** A walk that is still to be reset. */
  public BipedalWalker() {
    super(
        new EnvironmentSpec(
            1,
            14 + RAYS,
            1,
            1,
            Float.NEGATIVE_INFINITY,
            Float.POSITIVE_INFINITY,
            new ActionSpace.Continuous(new float[] {-1, -1, -1, -1}, new float[] {1, 1, 1, 1}),
            -100,
            17,
            1600,
            Symmetry.NONE));
    site = new WalkingSite(new Pcg64(0));
  }

  private BipedalWalker(BipedalWalker other) {
    super(other);
    site = new WalkingSite(other.site);
    potential = other.potential;
    System.arraycopy(other.state, 0, state, 0, state.length);
  }

  @Override
  protected void start() {
    site = new WalkingSite(random());
    simulate(NO_TORQUE);
    potential = potential();
  }

  @Override
  protected Step advance(Action action) {
    float[] torques = action.values();
    simulate(torques);
    double before = potential;
    potential = potential();
    // Gymnasium's sum turns to single precision with the first torque of its float32 actions.
    float reward = (float) (potential - before);
    for (float torque : torques) {
      reward -= (float) (TORQUE_COST * MOTOR_TORQUE) * Math.min(1, Math.abs(torque));
    }
    double x = site.hull().getPosition().x;
    if (site.hullHasTouched() || x < 0) {
      return Step.terminal(-100);
    }
    double goal = (WalkingSite.TERRAIN_LENGTH - WalkingSite.GRASS) * WalkingSite.TERRAIN_STEP;
    return x > goal ? Step.terminal(reward) : Step.going(reward);
  }

  /** Sets the motors, lets one step pass and looks. */
  private void simulate(float[] torques) {
    for (int i = 0; i < torques.length; i++) {
      RevoluteJoint motor = site.motor(i);
      motor.setMotorSpeed(speed(i) * Math.signum(torques[i]));
      motor.setMaxMotorTorque(MOTOR_TORQUE * Math.min(1, Math.abs(torques[i])));
    }
    site.step();
    look();
  }

  /** Greatest speed of a motor in rad/s: even ones are hips, odd ones knees. */
  private static float speed(int motor) {
    return motor % 2 == 0 ? HIP_SPEED : KNEE_SPEED;
  }

  private void look() {
    Body hull = site.hull();
    state[0] = hull.getAngle();
    state[1] = 2.0 * hull.getAngularVelocity() / STEPS_PER_SECOND;
    state[2] = 0.3 * hull.getLinearVelocity().x * WalkingSite.VIEW_WIDTH / STEPS_PER_SECOND;
    state[3] = 0.3 * hull.getLinearVelocity().y * WalkingSite.VIEW_HEIGHT / STEPS_PER_SECOND;
    for (int leg = 0; leg < 2; leg++) {
      RevoluteJoint hip = site.motor(2 * leg);
      RevoluteJoint knee = site.motor(2 * leg + 1);
      int at = 4 + 5 * leg;
      state[at] = hip.getJointAngle();
      state[at + 1] = hip.getJointSpeed() / (double) HIP_SPEED;
      state[at + 2] = knee.getJointAngle() + 1.0;
      state[at + 3] = knee.getJointSpeed() / (double) KNEE_SPEED;
      state[at + 4] = site.footTouches(leg) ? 1 : 0;
    }
    for (int ray = 0; ray < RAYS; ray++) {
      state[14 + ray] = site.lidar(1.5 * ray / 10.0);
    }
  }

  private double potential() {
    return 130.0 * site.hull().getPosition().x / 30.0 - 5.0 * Math.abs(state[0]);
  }

  /** The world, to be looked at. */
  WalkingSite site() {
    return site;
  }

  @Override
  public double[] gymnasiumObservation() {
    double[] observation = new double[state.length];
    for (int i = 0; i < observation.length; i++) {
      observation[i] = (float) state[i];
    }
    return observation;
  }

  @Override
  public void observe(float[] target, int offset) {
    for (int i = 0; i < state.length; i++) {
      target[offset + i] = (float) state[i];
    }
  }

  @Override
  public BipedalWalker copy() {
    return new BipedalWalker(this);
  }

  @Override
  public String text() {
    return WalkerPicture.text(this);
  }

  @Override
  public String json() {
    return WalkerPicture.json(this);
  }
}
