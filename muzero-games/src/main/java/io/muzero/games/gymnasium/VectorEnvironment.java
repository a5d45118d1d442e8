package io.muzero.games.gymnasium;

import io.muzero.environment.EnvironmentSpec;

/**
 * An environment of Gymnasium's whose state is a few reals, and can be set.
 *
 * <p>The network sees Gymnasium's observation as it is, or each number in units of its own, so that
 * numbers of very different size weigh alike at the start of training.
 */
public abstract class VectorEnvironment extends GymnasiumEnvironment {

  /** What each number of the observation is divided by; empty when they are left alone. */
  private final double[] units;

  /**
   * Creates an environment that is still to be reset.
   *
   * @param units what each number of the observation is divided by, one a number, or none at all
   */
  protected VectorEnvironment(EnvironmentSpec spec, double... units) {
    super(spec);
    if (units.length != 0 && units.length != spec.observationSize()) {
      throw new IllegalArgumentException(
          "each of the "
              + spec.observationSize()
              + " numbers of the observation needs a unit, or none does; was "
              + units.length);
    }
    this.units = units.clone();
  }

  /** Copies generator and step count. */
  protected VectorEnvironment(VectorEnvironment other) {
    super(other);
    units = other.units;
  }

  /** The state as a new array, in Gymnasium's order. */
  public abstract double[] state();

  /** Puts the system into a state, for analysis and tests; neither generator nor time change. */
  public abstract void setState(double... state);

  @Override
  public void observe(float[] target, int offset) {
    double[] observation = gymnasiumObservation();
    for (int i = 0; i < observation.length; i++) {
      double number = units.length == 0 ? observation[i] : observation[i] / units[i];
      target[offset + i] = (float) number;
    }
  }
}
