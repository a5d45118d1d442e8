package io.muzero.training;

import io.muzero.replay.TrainingBatch;

/**
 * What the reward's logits are trained on and say: each step's reward or, with a value prefix, the
 * sum of those since the last reset (EfficientZero, arXiv:2111.00210, section 4.2).
 *
 * @param horizon steps after which a sum begins anew; 0: each reward is by itself
 */
record RewardSums(int horizon) {
  /** Whether step k begins a sum. */
  private boolean begins(int k) {
    return horizon == 0 || (k - 1) % horizon == 0;
  }

  /** The targets of all steps [K+1, B]; not to be changed. */
  float[] targets(TrainingBatch of) {
    if (horizon == 0) {
      return of.rewardTarget;
    }
    float[] sums = of.rewardTarget.clone();
    for (int k = 1; k <= of.unrollSteps; k++) {
      for (int b = 0; b < of.size && !begins(k); b++) {
        sums[k * of.size + b] += sums[(k - 1) * of.size + b];
      }
    }
    return sums;
  }

  /**
   * The reward of a step that predictions of all steps give, in the game's units.
   *
   * @param predicted what the logits say [K+1, B]
   * @param state index of step and row
   * @param size rows B
   */
  double reward(double[] predicted, int state, int size) {
    int k = state / size;
    return k == 0 || begins(k) ? predicted[state] : predicted[state] - predicted[state - size];
  }
}
