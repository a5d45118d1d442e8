package io.muzero.games.gymnasium;

import io.muzero.environment.EnvironmentSpec;

/** An environment of Gymnasium's whose state is a few reals, and can be set. */
public abstract class VectorEnvironment extends GymnasiumEnvironment {

  /** Creates an environment that is still to be reset. */
  protected VectorEnvironment(EnvironmentSpec spec) {
    super(spec);
  }

  /** Copies generator and step count. */
  protected VectorEnvironment(VectorEnvironment other) {
    super(other);
  }

  /** The state as a new array, in Gymnasium's order. */
  public abstract double[] state();

  /** Puts the system into a state, for analysis and tests; neither generator nor time change. */
  public abstract void setState(double... state);

  @Override
  public void observe(float[] target, int offset) {
    double[] observation = gymnasiumObservation();
    for (int i = 0; i < observation.length; i++) {
      target[offset + i] = (float) observation[i];
    }
  }
}
