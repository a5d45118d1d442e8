package io.muzero.replay;

import io.muzero.settings.Size;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the learner trains on in one step: B sampled positions and the K steps that followed each.
 *
 * <p>Flat arrays, step-major: the entry of unroll step k and row b is at {@code k * B + b}. Step 0
 * is the sampled position itself. Values are in the view of the player to move at that step,
 * rewards in the view of the player who made the transition. A weight is 1 where the target is
 * meant and 0 where no loss applies.
 *
 * <p>Made once and refilled by {@link ReplayBuffer#sample}; belongs to one thread at a time.
 */
public final class TrainingBatch {
  /** Rows B. */
  public final int size;

  /** Unroll steps K. */
  public final int unrollSteps;

  /** Numbers O in a network input (an observation with its stacked frames). */
  public final int observationSize;

  /** Number of actions A. */
  public final int actionCount;

  /** Network inputs of the sampled positions [B, O]; empty where there are {@link #pictures}. */
  public final float[] observations;

  /**
   * Actions taken, the one from step k to k+1 at k [K, B]; uniformly random past the episode's end.
   */
  public final int[] actions;

  /** Policy targets [K+1, B, A]; 0 where {@link #policyWeight} is. */
  public final float[] policyTarget;

  /** n-step returns [K+1, B]; 0 past a terminated episode's end. */
  public final float[] valueTarget;

  /** Reward of the transition from step k−1 to k [K+1, B]; 0 at step 0 and past the end. */
  public final float[] rewardTarget;

  /** Weight of each policy loss [K+1, B]: 0 past the episode's end. */
  public final float[] policyWeight;

  /**
   * Weight of each value loss [K+1, B]: 1 on absorbing states (their value is 0), 0 from a
   * truncated episode's last state on.
   */
  public final float[] valueWeight;

  /** Weight of each reward loss [K+1, B]: 0 at step 0 and past a truncated episode's last step. */
  public final float[] rewardWeight;

  /**
   * 1 where the player who made the transition from step k−1 to k moves again at k [K+1, B], 0
   * where the other one does.
   */
  public final float[] movesAgain;

  /** Weight of that: 0 at step 0 and where the position of step k is past the end [K+1, B]. */
  public final float[] turnWeight;

  /** Importance weight of each row [B], in (0, 1], the greatest 1. */
  public final float[] importance;

  /** Ids of the sampled positions [B], for {@link ReplayBuffer#updatePriorities}. */
  public final long[] positions;

  /**
   * Network inputs of the following positions [K, B, O], the one of step k at k−1; empty unless
   * asked for (the consistency loss needs them).
   */
  public final float[] nextObservations;

  /**
   * The inputs in place of {@link #observations} and {@link #nextObservations} where the game shows
   * pictures, those of the sampled positions first; null otherwise.
   */
  public final @Nullable Pictures pictures;

  /** 1 where {@link #nextObservations} has the step, 0 past the end [K, B]; empty as they are. */
  public final float[] nextObservationWeight;

  /**
   * An empty batch.
   *
   * @param size rows B
   * @param unrollSteps K
   * @param observationSize numbers O in a network input
   * @param actionCount number of actions A
   * @param withNextObservations whether inputs of the following positions are wanted
   * @throws io.muzero.settings.InvalidSettingException when it is too large
   */
  public TrainingBatch(
      int size,
      int unrollSteps,
      int observationSize,
      int actionCount,
      boolean withNextObservations) {
    this(
        new Dimensions(size, unrollSteps, observationSize, actionCount),
        withNextObservations,
        null);
  }

  /**
   * What a batch has of each.
   *
   * @param size rows B
   * @param unrollSteps K
   * @param observationSize numbers O in a network input
   * @param actionCount number of actions A
   */
  record Dimensions(int size, int unrollSteps, int observationSize, int actionCount) {}

  /** An empty batch; {@code pictures}: room for its inputs, null where they are floats. */
  TrainingBatch(Dimensions dimensions, boolean withNextObservations, @Nullable Pictures pictures) {
    size = dimensions.size;
    unrollSteps = dimensions.unrollSteps;
    observationSize = dimensions.observationSize;
    actionCount = dimensions.actionCount;
    this.pictures = pictures;
    int floats = pictures == null ? observationSize : 0;
    requireFits(size, unrollSteps, floats, actionCount, withNextObservations);
    int steps = unrollSteps + 1;
    observations = new float[Math.multiplyExact(size, floats)];
    actions = new int[unrollSteps * size];
    policyTarget = new float[Math.multiplyExact(steps * size, actionCount)];
    valueTarget = new float[steps * size];
    rewardTarget = new float[steps * size];
    policyWeight = new float[steps * size];
    valueWeight = new float[steps * size];
    rewardWeight = new float[steps * size];
    movesAgain = new float[steps * size];
    turnWeight = new float[steps * size];
    importance = new float[size];
    positions = new long[size];
    int next = withNextObservations ? unrollSteps * size : 0;
    nextObservations = new float[Math.multiplyExact(next, floats)];
    nextObservationWeight = new float[next];
  }

  /** Whether it has inputs of the following positions. */
  public boolean hasNextObservations() {
    return nextObservationWeight.length > 0;
  }

  /**
   * Numbers of a batch that go to the network in one piece: inputs and targets.
   *
   * @param targets numbers in the targets of a position: the number of actions, with a network's
   *     categories all its logits
   * @param withNextObservations whether inputs of the following positions are among them
   */
  public static long numbers(
      int size, int unrollSteps, int observationSize, int targets, boolean withNextObservations) {
    long steps = unrollSteps + 1L;
    long inputs = Size.product(withNextObservations ? steps : 1, size, observationSize);
    return Size.sum(inputs, Size.product(steps, size, targets));
  }

  /**
   * Requires that a batch fits into one array, see {@link #numbers}.
   *
   * @throws io.muzero.settings.InvalidSettingException otherwise
   */
  public static void requireFits(
      int size, int unrollSteps, int observationSize, int targets, boolean withNextObservations) {
    Size.requireIndexable(
        "learner.batchSize",
        size,
        new Size.Array(
            String.format(
                Locale.ROOT,
                "a training batch of %,d positions and %,d unrolled steps",
                size,
                unrollSteps),
            numbers(size, unrollSteps, observationSize, targets, withNextObservations),
            Size.MOST_DIRECT_FLOATS),
        "or lower learner.unrollSteps");
  }

  /**
   * Weight of the loss of step k in row b: the row's importance, 1/K on unrolled steps (MuZero,
   * arXiv:1911.08265, Appendix G) and the mean over the batch.
   *
   * @param unrolledWeight factor of the unrolled steps, 1 in MuZero
   */
  public float lossWeight(int k, int b, double unrolledWeight) {
    double share = k == 0 ? 1 : unrolledWeight / unrollSteps;
    return (float) (importance[b] * share / size);
  }

  /**
   * Sum of what a loss is weighted with over the batch: its sum over this is its mean.
   *
   * @param weights its weights [K+1, B], or [K, B] where step 0 has none
   * @param unrolledWeight factor of the unrolled steps
   */
  public double totalWeight(float[] weights, double unrolledWeight) {
    int first = unrollSteps + 1 - weights.length / size;
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * lossWeight(first + i / size, i % size, unrolledWeight);
    }
    return sum;
  }

  /**
   * Mean entropy of the policy targets in nats, weighted as the policy loss is: what of that loss's
   * mean no network can take away. 0 when no state has a policy target.
   *
   * @param unrolledWeight factor of the unrolled steps in that loss
   */
  public double policyTargetEntropy(double unrolledWeight) {
    double sum = 0;
    for (int k = 0; k <= unrollSteps; k++) {
      for (int b = 0; b < size; b++) {
        int at = k * size + b;
        double entropy = 0;
        for (int i = at * actionCount; i < (at + 1) * actionCount; i++) {
          if (policyTarget[i] > 0) {
            entropy -= policyTarget[i] * Math.log(policyTarget[i]);
          }
        }
        sum += entropy * policyWeight[at] * lossWeight(k, b, unrolledWeight);
      }
    }
    return sum == 0 ? 0 : sum / totalWeight(policyWeight, unrolledWeight);
  }
}
