package io.muzero.games.cartpole;

import io.muzero.environment.Action;
import io.muzero.environment.ActionSpace;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.Step;
import io.muzero.environment.Symmetry;
import io.muzero.games.gymnasium.VectorEnvironment;
import io.muzero.games.picture.ScenePicture;
import java.util.Locale;

/**
 * A pole hinged to a cart that is pushed left or right and must be kept upright: Gymnasium's {@code
 * CartPole-v1}.
 *
 * <p><b>Observation</b> 4×1×1, unbounded: cart position x in m (an episode ends beyond ±2.4), cart
 * velocity in m/s, pole angle θ in rad from upright, clockwise positive (ends beyond ±12° =
 * ±.2094), angular velocity in rad/s.
 *
 * <p><b>Actions</b>: 0 pushes left, 1 pushes right, with 10 N for 20 ms.
 *
 * <p><b>Reward</b>: 1 for every step, the last included; with {@code sutton_barto_reward} 0, and −1
 * for the step that fails.
 *
 * <p><b>Start</b>: each of the four uniform in [−.05, .05). <b>End</b>: terminated when position or
 * angle leaves its range, truncated after 500 steps. Undiscounted return at most 500; random play
 * scores 22, and 475 counts as solved.
 *
 * <p>Dynamics: Barto, Sutton, Anderson, "Neuronlike Adaptive Elements That Can Solve Difficult
 * Learning Control Problems", 1983, in the corrected form of R. Florian, 2007, with Euler steps in
 * double precision. The mirror image (all four numbers negated, actions exchanged) is an exact
 * symmetry, but not a permutation of the observation, so it is not offered for augmentation.
 */
public final class CartPole extends VectorEnvironment {
  private static final double GRAVITY = 9.8;
  private static final double POLE_MASS = 0.1;
  private static final double TOTAL_MASS = POLE_MASS + 1.0;

  /** Half the pole's length. */
  private static final double LENGTH = 0.5;

  private static final double POLE_MASS_LENGTH = POLE_MASS * LENGTH;
  private static final double FORCE = 10.0;
  private static final double TIME_STEP = 0.02;
  private static final double ANGLE_LIMIT = 12 * 2 * Math.PI / 360;
  private static final double POSITION_LIMIT = 2.4;

  private final boolean suttonBartoReward;
  private double x;
  private double velocity;
  private double angle;
  private double angularVelocity;

  /** With reward 1 a step. */
  public CartPole() {
    this(false);
  }

  /**
   * With a choice of reward.
   *
   * @param suttonBartoReward 0 a step and −1 for failing, instead of 1 a step
   */
  public CartPole(boolean suttonBartoReward) {
    super(
        new EnvironmentSpec(
            1,
            4,
            1,
            1,
            Float.NEGATIVE_INFINITY,
            Float.POSITIVE_INFINITY,
            new ActionSpace.Discrete(2),
            suttonBartoReward ? -1 : 1,
            suttonBartoReward ? 0 : 1,
            500,
            Symmetry.NONE));
    this.suttonBartoReward = suttonBartoReward;
  }

  private CartPole(CartPole other) {
    super(other);
    suttonBartoReward = other.suttonBartoReward;
    x = other.x;
    velocity = other.velocity;
    angle = other.angle;
    angularVelocity = other.angularVelocity;
  }

  @Override
  protected void start() {
    x = random().uniform(-0.05, 0.05);
    velocity = random().uniform(-0.05, 0.05);
    angle = random().uniform(-0.05, 0.05);
    angularVelocity = random().uniform(-0.05, 0.05);
  }

  @Override
  protected Step advance(Action action) {
    double force = action.index() == 1 ? FORCE : -FORCE;
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    double push =
        (force + POLE_MASS_LENGTH * (angularVelocity * angularVelocity) * sin) / TOTAL_MASS;
    double angularAcceleration =
        (GRAVITY * sin - cos * push)
            / (LENGTH * (4.0 / 3.0 - POLE_MASS * (cos * cos) / TOTAL_MASS));
    double acceleration = push - POLE_MASS_LENGTH * angularAcceleration * cos / TOTAL_MASS;
    x += TIME_STEP * velocity;
    velocity += TIME_STEP * acceleration;
    angle += TIME_STEP * angularVelocity;
    angularVelocity += TIME_STEP * angularAcceleration;
    boolean failed =
        x < -POSITION_LIMIT || x > POSITION_LIMIT || angle < -ANGLE_LIMIT || angle > ANGLE_LIMIT;
    double reward = suttonBartoReward ? (failed ? -1 : 0) : 1;
    return new Step(reward, failed, false);
  }

  @Override
  public double[] state() {
    return new double[] {x, velocity, angle, angularVelocity};
  }

  @Override
  public void setState(double... state) {
    x = state[0];
    velocity = state[1];
    angle = state[2];
    angularVelocity = state[3];
  }

  @Override
  public double[] gymnasiumObservation() {
    return state();
  }

  @Override
  public void observe(float[] target, int offset) {
    target[offset] = (float) x;
    target[offset + 1] = (float) velocity;
    target[offset + 2] = (float) angle;
    target[offset + 3] = (float) angularVelocity;
  }

  @Override
  public CartPole copy() {
    return new CartPole(this);
  }

  @Override
  public String actionName(int action) {
    return action == 0 ? "left" : "right";
  }

  /** The track with the cart, the pole leaning as far as it does, and the four numbers. */
  @Override
  public String text() {
    int width = 49;
    int cart = (int) Math.round((x + POSITION_LIMIT) / (2 * POSITION_LIMIT) * (width - 1));
    cart = Math.max(0, Math.min(width - 1, cart));
    int lean = (int) Math.round(angle / ANGLE_LIMIT * 3);
    int top = Math.max(0, Math.min(width - 1, cart + lean));
    String pole = lean == 0 ? "|" : lean > 0 ? "/" : "\\";
    return " ".repeat(top)
        + pole
        + "\n"
        + " ".repeat(Math.max(0, Math.min(width - 1, cart + lean / 2)))
        + pole
        + "\n"
        + "-".repeat(cart)
        + "#"
        + "-".repeat(width - 1 - cart)
        + "\n"
        + String.format(
            Locale.ROOT,
            "x %+.3f m  %+.3f m/s  angle %+.2f°  %+.2f°/s",
            x,
            velocity,
            Math.toDegrees(angle),
            Math.toDegrees(angularVelocity));
  }

  @Override
  public String json() {
    return new ScenePicture(-2.4, -0.6, 2.4, 1.8)
        .line("#808080", 0.02, -2.4, 0, 2.4, 0)
        .box("#303030", x, 0, 0.25, 0.15, 0)
        .line(
            "#c08040",
            0.1,
            x,
            0.05,
            x + 2 * LENGTH * Math.sin(angle),
            0.05 + 2 * LENGTH * Math.cos(angle))
        .circle("#8080c0", x, 0.05, 0.05)
        .note("x", x)
        .note("velocity", velocity)
        .note("angle", angle)
        .note("angular velocity", angularVelocity)
        .json();
  }
}
