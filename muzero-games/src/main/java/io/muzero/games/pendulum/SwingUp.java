package io.muzero.games.pendulum;

import io.muzero.environment.Action;

/**
 * Swings the pendulum up by its energy and holds it by a proportional-derivative controller (K.
 * Åström, K. Furuta, "Swinging up a Pendulum by Energy Control", 2000).
 */
final class SwingUp {
  private static final double NEAR = 0.6;
  private static final double STIFFNESS = 12;
  private static final double DAMPING = 3;
  private static final double ENERGY_GAIN = 4;

  private SwingUp() {}

  /** The torque in a state, clipped to what the motor can do. */
  static Action torque(Pendulum pendulum) {
    double[] state = pendulum.state();
    double angle = Pendulum.fromUpright(state[0]);
    double velocity = state[1];
    double torque;
    if (Math.abs(angle) < NEAR) {
      torque = -STIFFNESS * angle - DAMPING * velocity;
    } else {
      // Energy above that of standing upright; the rod's inertia is 1/3 kg·m².
      double surplus = velocity * velocity / 6 + pendulum.gravity() / 2 * (Math.cos(angle) - 1);
      torque = -ENERGY_GAIN * surplus * (velocity < 0 ? -1 : 1);
    }
    return Action.of((float) Math.max(-2, Math.min(2, torque)));
  }
}
