package io.muzero.training;

import java.util.OptionalDouble;

/**
 * What one training step measured, before its change of the parameters.
 *
 * @param step number of the step, from 1
 * @param descent what was minimised, and how
 * @param losses the losses it is made of
 * @param predictions how well the network predicts
 */
public record LearnerStep(long step, Descent descent, Losses losses, Predictions predictions) {
  /**
   * What was minimised.
   *
   * @param loss Σ w·loss of each kind over the batch, divided by the batch's positions, times the
   *     kind's factor
   * @param gradientNorm length of the gradient before clipping
   * @param learningRate of this step
   */
  public record Descent(double loss, double gradientNorm, double learningRate) {}

  /**
   * Weighted means over the states of the batch, Σ w·loss / Σ w: w is the importance, times
   * unrolledWeight/K on unrolled steps, 0 where the loss does not apply; 0 when it applies nowhere.
   * A uniform policy over A actions reads ln A whatever the weights.
   *
   * @param policy cross-entropy of the policy, nats
   * @param value cross-entropy of the categorical value, nats
   * @param reward cross-entropy of the categorical reward, nats
   * @param consistency 1 − cosine between prediction and projection ({@link ConsistencyLoss}),
   *     within 0 to 2; 0 when it is off
   * @param turn cross-entropy of who moves next, nats; empty where turns do not vary
   */
  public record Losses(
      double policy, double value, double reward, double consistency, OptionalDouble turn) {}

  /**
   * Plain means over all states where a loss applies.
   *
   * @param valueError |predicted value − target|, in the game's units
   * @param rewardError |predicted reward − target| likewise
   * @param policyEntropy entropy of the predicted policy at the sampled positions, nats
   * @param rootValueErrors |predicted value − target| at each sampled position, the target clipped
   *     to the value support's range [B], for priorities; owned by the receiver
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Predictions(
      double valueError, double rewardError, double policyEntropy, float[] rootValueErrors) {}

  /** What the step minimises. */
  public double loss() {
    return descent.loss;
  }

  /** Length of the gradient before clipping. */
  public double gradientNorm() {
    return descent.gradientNorm;
  }

  /** Learning rate of this step. */
  public double learningRate() {
    return descent.learningRate;
  }

  /** Mean cross-entropy of the policy, nats. */
  public double policyLoss() {
    return losses.policy;
  }

  /** Mean cross-entropy of the categorical value, nats. */
  public double valueLoss() {
    return losses.value;
  }

  /** Mean cross-entropy of the categorical reward, nats. */
  public double rewardLoss() {
    return losses.reward;
  }

  /** Mean of 1 − cosine; 0 when the consistency loss is off. */
  public double consistencyLoss() {
    return losses.consistency;
  }

  /** Mean cross-entropy of who moves next, nats; empty where turns do not vary. */
  public OptionalDouble turnLoss() {
    return losses.turn;
  }

  /** Mean |predicted value − target|. */
  public double valueError() {
    return predictions.valueError;
  }

  /** Mean |predicted reward − target|. */
  public double rewardError() {
    return predictions.rewardError;
  }

  /** Mean entropy of the predicted policy at the sampled positions, nats. */
  public double policyEntropy() {
    return predictions.policyEntropy;
  }

  /** |predicted value − target| at each sampled position [B], for priorities. */
  public float[] rootValueErrors() {
    return predictions.rootValueErrors;
  }
}
