package io.muzero.games.acrobot;

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
 * Two links in a chain that hangs from a fixed hinge, with a motor at the joint between them; the
 * free end is to swing above a line one link's length over the hinge: Gymnasium's {@code
 * Acrobot-v1}.
 *
 * <p><b>Observation</b> 6×1×1: cos θ₁, sin θ₁, cos θ₂, sin θ₂ within [−1, 1], then the angular
 * velocities within ±4π and ±9π rad/s. θ₁ is the first link's angle from hanging down, θ₂ the
 * second's relative to the first. With {@code normalise} the velocities are divided by their
 * bounds.
 *
 * <p><b>Actions</b>: 0, 1, 2 apply the torque −1, 0, 1 N·m for .2 s.
 *
 * <p><b>Reward</b>: −1 for every step, 0 for the one that reaches the line.
 *
 * <p><b>Start</b>: each angle and velocity uniform in [−.1, .1), rounded to single precision.
 * <b>End</b>: terminated when −cos θ₁ − cos(θ₁ + θ₂) &gt; 1, truncated after 500 steps. Return
 * within [−500, 0]; random play scores −499, and −100 counts as solved.
 *
 * <p>Dynamics: R. Sutton, A. Barto, "Reinforcement Learning: An Introduction", 1998 (links of 1 m
 * and 1 kg, centres at .5 m, inertia 1, g = 9.8), integrated by one Runge-Kutta step of .2 s in
 * double precision.
 */
public final class Acrobot extends VectorEnvironment {
  private static final double TIME_STEP = 0.2;
  private static final double CENTRE = 0.5;
  private static final double INERTIA = 1;
  private static final double GRAVITY = 9.8;
  private static final double TOP_VELOCITY_1 = 4 * Math.PI;
  private static final double TOP_VELOCITY_2 = 9 * Math.PI;

  /** θ₁, θ₂ within [−π, π], and their velocities. */
  private final double[] state = new double[4];

  /** With Gymnasium's observation. */
  public Acrobot() {
    this(false);
  }

  /**
   * With a choice of units.
   *
   * @param normalise whether the observation is brought to [−1, 1]
   */
  public Acrobot(boolean normalise) {
    super(
        new EnvironmentSpec(
            1,
            6,
            1,
            1,
            normalise ? -1 : (float) -TOP_VELOCITY_2,
            normalise ? 1 : (float) TOP_VELOCITY_2,
            new ActionSpace.Discrete(3),
            -1,
            0,
            500,
            Symmetry.NONE),
        normalise ? new double[] {1, 1, 1, 1, TOP_VELOCITY_1, TOP_VELOCITY_2} : new double[0]);
  }

  private Acrobot(Acrobot other) {
    super(other);
    setState(other.state);
  }

  @Override
  protected void start() {
    for (int i = 0; i < state.length; i++) {
      state[i] = (float) random().uniform(-0.1, 0.1);
    }
  }

  @Override
  protected Step advance(Action action) {
    integrate(action.index() - 1.0);
    state[0] = wrapped(state[0]);
    state[1] = wrapped(state[1]);
    state[2] = Math.max(-TOP_VELOCITY_1, Math.min(TOP_VELOCITY_1, state[2]));
    state[3] = Math.max(-TOP_VELOCITY_2, Math.min(TOP_VELOCITY_2, state[3]));
    boolean above = -Math.cos(state[0]) - Math.cos(state[1] + state[0]) > 1;
    return new Step(above ? 0 : -1, above, false);
  }

  /** One step of the classical Runge-Kutta method. */
  private void integrate(double torque) {
    double[] k1 = derivative(state, torque);
    double[] k2 = derivative(moved(k1, TIME_STEP / 2), torque);
    double[] k3 = derivative(moved(k2, TIME_STEP / 2), torque);
    double[] k4 = derivative(moved(k3, TIME_STEP), torque);
    for (int i = 0; i < state.length; i++) {
      state[i] += TIME_STEP / 6.0 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
    }
  }

  private double[] moved(double[] slope, double time) {
    double[] moved = new double[state.length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = state[i] + time * slope[i];
    }
    return moved;
  }

  private static double[] derivative(double[] state, double torque) {
    double theta1 = state[0];
    double theta2 = state[1];
    double velocity1 = state[2];
    double velocity2 = state[3];
    double cos2 = Math.cos(theta2);
    double sin2 = Math.sin(theta2);
    double d1 = CENTRE * CENTRE + (1 + CENTRE * CENTRE + 2 * CENTRE * cos2) + INERTIA + INERTIA;
    double d2 = CENTRE * CENTRE + CENTRE * cos2 + INERTIA;
    double phi2 = CENTRE * GRAVITY * Math.cos(theta1 + theta2 - Math.PI / 2);
    double phi1 =
        -CENTRE * (velocity2 * velocity2) * sin2
            - 2 * CENTRE * velocity2 * velocity1 * sin2
            + (CENTRE + 1) * GRAVITY * Math.cos(theta1 - Math.PI / 2)
            + phi2;
    double acceleration2 =
        (torque + d2 / d1 * phi1 - CENTRE * (velocity1 * velocity1) * sin2 - phi2)
            / (CENTRE * CENTRE + INERTIA - d2 * d2 / d1);
    double acceleration1 = -(d2 * acceleration2 + phi1) / d1;
    return new double[] {velocity1, velocity2, acceleration1, acceleration2};
  }

  private static double wrapped(double angle) {
    double wrapped = angle;
    while (wrapped > Math.PI) {
      wrapped -= 2 * Math.PI;
    }
    while (wrapped < -Math.PI) {
      wrapped += 2 * Math.PI;
    }
    return wrapped;
  }

  @Override
  public double[] state() {
    return state.clone();
  }

  @Override
  public void setState(double... other) {
    System.arraycopy(other, 0, state, 0, state.length);
  }

  @Override
  public double[] gymnasiumObservation() {
    return new double[] {
      Math.cos(state[0]),
      Math.sin(state[0]),
      Math.cos(state[1]),
      Math.sin(state[1]),
      state[2],
      state[3]
    };
  }

  @Override
  public Acrobot copy() {
    return new Acrobot(this);
  }

  @Override
  public String actionName(int action) {
    return switch (action) {
      case 0 -> "-1";
      case 1 -> "0";
      default -> "+1";
    };
  }

  /** The hinge {@code +}, the joint {@code o}, the free end {@code *}, the line, the angles. */
  @Override
  public String text() {
    char[][] cells = new char[9][25];
    for (char[] row : cells) {
      Arrays.fill(row, ' ');
    }
    Arrays.fill(cells[2], '-');
    mark(cells, 0, 0, '+');
    double x = Math.sin(state[0]);
    double y = -Math.cos(state[0]);
    mark(cells, x, y, 'o');
    mark(cells, x + Math.sin(state[0] + state[1]), y - Math.cos(state[0] + state[1]), '*');
    return Arrays.stream(cells)
            .map(row -> new String(row).stripTrailing())
            .collect(Collectors.joining("\n"))
        + "\n"
        + String.format(
            Locale.ROOT,
            "angles %+.1f° %+.1f°  %+.2f rad/s %+.2f rad/s",
            Math.toDegrees(state[0]),
            Math.toDegrees(state[1]),
            state[2],
            state[3]);
  }

  private static void mark(char[][] cells, double x, double y, char mark) {
    cells[(int) Math.round(4 - 2 * y)][(int) Math.round(12 + 6 * x)] = mark;
  }

  @Override
  public String json() {
    double x = Math.sin(state[0]);
    double y = -Math.cos(state[0]);
    double endX = x + Math.sin(state[0] + state[1]);
    double endY = y - Math.cos(state[0] + state[1]);
    return new ScenePicture(-2.2, -2.2, 2.2, 2.2)
        .line("#808080", 0.02, -2.2, 1, 2.2, 1)
        .line("#c08040", 0.15, 0, 0, x, y)
        .line("#4080c0", 0.15, x, y, endX, endY)
        .circle("#303030", 0, 0, 0.1)
        .circle("#303030", x, y, 0.1)
        .note("angle 1", state[0])
        .note("angle 2", state[1])
        .note("velocity 1", state[2])
        .note("velocity 2", state[3])
        .json();
  }
}
