package io.muzero.training;

import java.util.OptionalDouble;

/**
 * What one training step measured, before its change of the parameters.
 *
 * <p>Each loss is summed over the steps of a position with its weights (importance, w/K on unrolled
 * steps, 0 where it does not apply) and averaged over the batch.
 *
 * @param step number of the step, from 1
 * @param loss the sum of the others, each times its factor
 * @param policyLoss cross-entropy of the policy, nats
 * @param valueLoss cross-entropy of the categorical value, nats
 * @param rewardLoss cross-entropy of the categorical reward, nats
 * @param consistencyLoss 1 − cosine between unrolled and observed hidden state; 0 when it is off
 * @param gradientNorm length of the gradient before clipping
 * @param learningRate of this step
 * @param valueError mean |predicted value − target| over all steps where the loss applies, in the
 *     game's units
 * @param rewardError mean |predicted reward − target| likewise
 * @param policyEntropy mean entropy of the predicted policy at the sampled positions, nats
 * @param rootValueErrors |predicted value − target| at each sampled position [B], for priorities;
 *     owned by the receiver
 * @param turnLoss cross-entropy of who moves next, nats; empty where turns do not vary
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
