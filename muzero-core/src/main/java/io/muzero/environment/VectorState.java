package io.muzero.environment;

/**
 * What n environments that are stepped together show, each in a row of its own. Written by {@link
 * VectorEnvironment}, read by whoever steps it; used by one thread.
 */
public final class VectorState {
  /** Observations of the players to move [n, C·H·W], as {@link Environment#observe} writes them. */
  public final float[] observations;

  /** Which actions are legal [n, A]. Past the end of an episode it may say anything. */
  public final boolean[] legal;

  /** The players to move [n]. After a terminated step: who made it. */
  public final int[] players;

  /** What the last step brought, in the view of the player who made it [n]; 0 after a reset. */
  public final double[] rewards;

  /** Whether the last step reached an end of the game [n]. */
  public final boolean[] terminated;

  /** Whether the last step was cut from outside [n]. */
  public final boolean[] truncated;

  private final int observationSize;
  private final int actionCount;

  /**
   * Room for n environments.
   *
   * @param spec of each, with discrete actions
   * @param size environments n, at least 1
   */
  public VectorState(EnvironmentSpec spec, int size) {
    observationSize = spec.observationSize();
    actionCount = spec.actionCount();
    observations = new float[Math.multiplyExact(size, observationSize)];
    legal = new boolean[Math.multiplyExact(size, actionCount)];
    players = new int[size];
    rewards = new double[size];
    terminated = new boolean[size];
    truncated = new boolean[size];
  }

  /** Index in {@link #observations} of an environment's first number. */
  public int observationAt(int environment) {
    return environment * observationSize;
  }

  /** Index in {@link #legal} of an environment's first action. */
  public int legalAt(int environment) {
    return environment * actionCount;
  }

  /** Whether an environment's episode is over, for either reason. */
  public boolean ended(int environment) {
    return terminated[environment] || truncated[environment];
  }
}
