package io.muzero.replay;

/**
 * Sampled positions with the targets of each unrolled step, in flat arrays; made once and refilled.
 *
 * <p>B positions, K unrolled steps, A actions, O numbers in an input. Arrays over steps are
 * k-major: element (k, b) is at {@code k * B + b}. Step 0 is the sampled position itself. A weight
 * is 0 where its loss does not apply. Values and rewards are in the view of the player to move at
 * their step; {@code rewardTarget[k]} is the reward of the transition into step k.
 */
public final class TrainingBatch {
  /** Positions B. */
  public final int size;

  /** Unrolled steps K. */
  public final int unrollSteps;

  /** Numbers in an input O. */
  public final int observationSize;

  /** Number of actions A. */
  public final int actionCount;

  /** Inputs of the sampled positions [B, O]. */
  public final float[] observations;

  /** Action taken at each step [K, B]; the action of element (k, b) leads from step k to k + 1. */
  public final int[] actions;

  /** Policy targets [K+1, B, A]; each sums to 1 where its weight is not 0. */
  public final float[] policyTarget;

  /** Value targets [K+1, B]. */
  public final float[] valueTarget;

  /** Reward targets [K+1, B]; those of step 0 are unused. */
  public final float[] rewardTarget;

  /** Weight of each policy loss [K+1, B]. */
  public final float[] policyWeight;

  /** Weight of each value loss [K+1, B]. */
  public final float[] valueWeight;

  /** Weight of each reward loss [K+1, B]. */
  public final float[] rewardWeight;

  /** Importance-sampling weight of each position [B]. */
  public final float[] importance;

  /** Identities of the positions, for their priorities [B]. */
  public final long[] positions;

  /** Inputs of steps 1 to K [K, B, O], for the consistency loss; empty when it is off. */
  public final float[] nextObservations;

  /** 1 where {@link #nextObservations} holds a real input, else 0 [K, B]; empty when it is off. */
  public final float[] nextObservationWeight;

  /**
   * Space for a batch.
   *
   * @param size positions B
   * @param unrollSteps steps K
   * @param observationSize numbers in an input O
   * @param actionCount actions A
   * @param nextObservations whether the inputs of the unrolled steps are wanted too
   */
  public TrainingBatch(
      int size, int unrollSteps, int observationSize, int actionCount, boolean nextObservations) {
    this.size = size;
    this.unrollSteps = unrollSteps;
    this.observationSize = observationSize;
    this.actionCount = actionCount;
    int states = (unrollSteps + 1) * size;
    int transitions = unrollSteps * size;
    observations = new float[size * observationSize];
    actions = new int[transitions];
    policyTarget = new float[states * actionCount];
    valueTarget = new float[states];
    rewardTarget = new float[states];
    policyWeight = new float[states];
    valueWeight = new float[states];
    rewardWeight = new float[states];
    importance = new float[size];
    positions = new long[size];
    this.nextObservations = new float[nextObservations ? transitions * observationSize : 0];
    nextObservationWeight = new float[nextObservations ? transitions : 0];
  }
}
