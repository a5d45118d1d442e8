package io.muzero.games.pendulum;

import io.muzero.environment.Action;
import io.muzero.environment.ActionSpace;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.Step;
import io.muzero.environment.Symmetry;
import io.muzero.games.gymnasium.VectorEnvironment;
import io.muzero.games.picture.ScenePicture;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A rod that hangs from a hinge with a motor too weak to lift it at once; it is to swing up and
 * stay up: Gymnasium's {@code Pendulum-v1}.
 *
 * <p><b>Observation</b> 3×1×1: cos θ and sin θ within [−1, 1], angular velocity within [−8, 8]
 * rad/s; θ is the angle from upright. With {@code normalise} the velocity is divided by 8.
 *
 * <p><b>Action</b>: one number, the torque in N·m, clipped to [−2, 2], held for .05 s.
 *
 * <p><b>Reward</b>: −(θ² + .1 θ̇² + .001 u²) of the state before the step, θ within [−π, π) and u
 * the clipped torque; so within [−16.28, 0].
 *
 * <p><b>Start</b>: θ uniform in [−π, π), θ̇ in [−1, 1). <b>End</b>: truncated after 200 steps,
 * never terminated. Random play scores −1,223; the player {@code heuristic} about −150.
 *
 * <p>Dynamics: rod of 1 m and 1 kg, semi-implicit Euler steps in double precision; the torque's
 * products are in single, as Gymnasium's with actions of that type.
 */
public final class Pendulum extends VectorEnvironment {
  /** Gymnasium's gravity in m/s². */
  static final double GRAVITY = 10;

  private static final double TOP_VELOCITY = 8;
  private static final float TOP_TORQUE = 2;
  private static final double TIME_STEP = 0.05;

  private final double gravity;
  private double angle;
  private double velocity;

  /** With Gymnasium's gravity and observation. */
  public Pendulum() {
    this(GRAVITY, false);
  }

  /**
   * With a choice of gravity and units.
   *
   * @param gravity acceleration in m/s²
   * @param normalise whether the observation is brought to [−1, 1]
   */
  public Pendulum(double gravity, boolean normalise) {
    super(
        new EnvironmentSpec(
            1,
            3,
            1,
            1,
            normalise ? -1 : (float) -TOP_VELOCITY,
            normalise ? 1 : (float) TOP_VELOCITY,
            new ActionSpace.Continuous(new float[] {-TOP_TORQUE}, new float[] {TOP_TORQUE}),
            -(Math.PI * Math.PI + 0.1 * TOP_VELOCITY * TOP_VELOCITY + 0.001 * 4.001),
            0,
            200,
            Symmetry.NONE),
        normalise ? new double[] {1, 1, TOP_VELOCITY} : new double[0]);
    this.gravity = gravity;
  }

  private Pendulum(Pendulum other) {
    super(other);
    gravity = other.gravity;
    angle = other.angle;
    velocity = other.velocity;
  }

  /** The acceleration of gravity in m/s². */
  double gravity() {
    return gravity;
  }

  @Override
  protected void start() {
    angle = random().uniform(-Math.PI, Math.PI);
    velocity = random().uniform(-1, 1);
  }

  @Override
  protected Step advance(Action action) {
    float torque = Math.max(-TOP_TORQUE, Math.min(TOP_TORQUE, action.values()[0]));
    double fromUpright = fromUpright(angle);
    double cost =
        fromUpright * fromUpright + 0.1 * (velocity * velocity) + 0.001f * (torque * torque);
    double acceleration = 3 * gravity / 2 * Math.sin(angle) + 3 * torque;
    velocity += acceleration * TIME_STEP;
    velocity = Math.max(-TOP_VELOCITY, Math.min(TOP_VELOCITY, velocity));
    angle += velocity * TIME_STEP;
    return Step.going(-cost);
  }

  /** The angle brought to [−π, π) by a floored modulo. */
  static double fromUpright(double angle) {
    double turned = (angle + Math.PI) % (2 * Math.PI);
    return (turned < 0 ? turned + 2 * Math.PI : turned) - Math.PI;
  }

  /** The angle, which counts whole turns too, and the angular velocity. */
  @Override
  public double[] state() {
    return new double[] {angle, velocity};
  }

  @Override
  public void setState(double... state) {
    angle = state[0];
    velocity = state[1];
  }

  @Override
  public double[] gymnasiumObservation() {
    return new double[] {Math.cos(angle), Math.sin(angle), velocity};
  }

  @Override
  public Pendulum copy() {
    return new Pendulum(this);
  }

  /** The hinge {@code +}, the rod's end {@code o}, and the two numbers. */
  @Override
  public String text() {
    char[][] cells = new char[5][13];
    for (char[] row : cells) {
      Arrays.fill(row, ' ');
    }
    cells[2][6] = '+';
    cells[(int) Math.round(2 - 2 * Math.cos(angle))][(int) Math.round(6 - 6 * Math.sin(angle))] =
        'o';
    return Arrays.stream(cells)
            .map(row -> new String(row).stripTrailing())
            .collect(Collectors.joining("\n"))
        + "\n"
        + String.format(
            Locale.ROOT, "angle %+.1f°  %+.2f rad/s", Math.toDegrees(fromUpright(angle)), velocity);
  }

  @Override
  public String json() {
    return new ScenePicture(-1.2, -1.2, 1.2, 1.2)
        .line("#c04040", 0.15, 0, 0, -Math.sin(angle), Math.cos(angle))
        .circle("#303030", 0, 0, 0.06)
        .note("angle", fromUpright(angle))
        .note("velocity", velocity)
        .json();
  }
}
