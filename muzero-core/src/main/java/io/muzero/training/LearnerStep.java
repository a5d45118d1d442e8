package io.muzero.training;

import java.util.OptionalDouble;

/**
 * What one training step measured, before its change of the parameters.
 *
 * <p>The losses of policy, value, reward and consistency are weighted means over the states of the
 * batch, Σ w·loss / Σ w: w is the importance, times unrolledWeight/K on unrolled steps, 0 where the
 * loss does not apply; 0 when it applies nowhere. A uniform policy over A actions reads ln A
 * whatever the weights.
 *
 * @param step number of the step, from 1
 * @param loss what the step minimises: Σ w·loss of each kind over the batch, divided by the batch's
 *     positions, times the kind's factor
 * @param policyLoss cross-entropy of the policy, nats
 * @param valueLoss cross-entropy of the categorical value, nats
 * @param rewardLoss cross-entropy of the categorical reward, nats
 * @param consistencyLoss 1 − cosine between prediction and projection ({@link ConsistencyLoss}),
 *     within 0 to 2; 0 when it is off
 * @param gradientNorm length of the gradient before clipping
 * @param learningRate of this step
 * @param valueError plain mean of |predicted value − target| over all states where the loss
 *     applies, in the game's units
 * @param rewardError mean |predicted reward − target| likewise
 * @param policyEntropy plain mean of the entropy of the predicted policy at the sampled positions,
 *     nats
 * @param rootValueErrors |predicted value − target| at each sampled position, the target clipped to
 *     the value support's range [B], for priorities; owned by the receiver
 * @param turnLoss mean cross-entropy of who moves next, nats; empty where turns do not vary
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record LearnerStep(
    long step,
    double loss,
    double policyLoss,
    double valueLoss,
    double rewardLoss,
    double consistencyLoss,
    double gradientNorm,
    double learningRate,
    double valueError,
    double rewardError,
    double policyEntropy,
    float[] rootValueErrors,
    OptionalDouble turnLoss) {}
