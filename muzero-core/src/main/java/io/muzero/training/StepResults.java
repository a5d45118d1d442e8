package io.muzero.training;

import ai.djl.pytorch.engine.PtNDArray;
import io.muzero.model.ValueSupport;
import io.muzero.network.DirectArray;
import io.muzero.network.HostMemory;
import io.muzero.network.NetworkProgram;
import io.muzero.replay.TrainingBatch;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * What a training step measured, in memory that libtorch writes and Java reads: first {@link
 * MuZeroLoss.Result}, then the predicted values and rewards of all states.
 *
 * <p>The memory belongs to the manager it was made with. Used by one thread.
 */
final class StepResults {
  private final LearnerConfig config;
  private final MuZeroLoss loss;
  private final ValueSupport valueSupport;
  private final ValueSupport rewardSupport;
  private final RewardSums sums;
  private final boolean turnsVary;
  private final DirectArray array;
  private final FloatBuffer numbers;

  /** Memory for the results of a loss. */
  StepResults(HostMemory memory, LearnerConfig config, NetworkProgram network, MuZeroLoss loss) {
    this.config = config;
    this.loss = loss;
    valueSupport = network.valueSupport();
    rewardSupport = network.rewardSupport();
    sums = new RewardSums(network.prefixHorizon());
    turnsVary = network.shape().turnsVary();
    array = memory.floats(loss.resultSize());
    numbers = array.asFloats();
  }

  /** What the program writes to. */
  PtNDArray tensor() {
    return array.tensor();
  }

  private float get(MuZeroLoss.Result result) {
    return numbers.get(result.ordinal());
  }

  /**
   * Requires that losses and gradient are finite.
   *
   * @param step number of the step
   * @throws NonFiniteLossException when one is not
   */
  void requireFinite(long step) {
    requireFinite(step, "policy loss", MuZeroLoss.Result.POLICY_LOSS);
    requireFinite(step, "value loss", MuZeroLoss.Result.VALUE_LOSS);
    requireFinite(step, "reward loss", MuZeroLoss.Result.REWARD_LOSS);
    requireFinite(step, "consistency loss", MuZeroLoss.Result.CONSISTENCY_LOSS);
    if (turnsVary) {
      requireFinite(step, "turn loss", MuZeroLoss.Result.TURN_LOSS);
    }
    requireFinite(step, "loss", MuZeroLoss.Result.LOSS);
    requireFinite(step, "gradient", MuZeroLoss.Result.GRADIENT_NORM);
  }

  private void requireFinite(long step, String term, MuZeroLoss.Result result) {
    float value = get(result);
    if (!Float.isFinite(value)) {
      throw new NonFiniteLossException(step, term, value);
    }
  }

  /** A loss's sum over the batch as a mean, each state's weighted as in the sum. */
  private double mean(MuZeroLoss.Result result, TrainingBatch of, float[] weights) {
    double total = of.totalWeight(weights, config.unrolledWeight());
    return total == 0 ? 0 : get(result) / total;
  }

  /**
   * What the step measured, in the game's units.
   *
   * @param step number of the step
   * @param of the batch it was done on
   * @param rate its learning rate
   */
  LearnerStep measured(long step, TrainingBatch of, double rate) {
    int values = loss.scalars();
    int rewards = values + loss.states();
    float[] rootValueErrors = new float[of.size];
    double valueError = 0;
    double rewardError = 0;
    int valueCount = 0;
    int rewardCount = 0;
    double[] predicted = new double[loss.states()];
    Arrays.setAll(predicted, i -> rewardSupport.inverse(numbers.get(rewards + i)));
    for (int i = 0; i < loss.states(); i++) {
      double value = valueSupport.inverse(numbers.get(values + i));
      double error = Math.abs(value - of.valueTarget[i]);
      if (i < of.size) {
        // What lies beyond the support cannot be learned: it must not keep a position on top.
        rootValueErrors[i] = (float) Math.abs(value - valueSupport.clip(of.valueTarget[i]));
      }
      if (of.valueWeight[i] > 0) {
        valueError += error;
        valueCount++;
      }
      if (of.rewardWeight[i] > 0) {
        rewardError += Math.abs(sums.reward(predicted, i, of.size) - of.rewardTarget[i]);
        rewardCount++;
      }
    }
    return new LearnerStep(
        step,
        new LearnerStep.Descent(
            get(MuZeroLoss.Result.LOSS), get(MuZeroLoss.Result.GRADIENT_NORM), rate),
        new LearnerStep.Losses(
            mean(MuZeroLoss.Result.POLICY_LOSS, of, of.policyWeight),
            mean(MuZeroLoss.Result.VALUE_LOSS, of, of.valueWeight),
            mean(MuZeroLoss.Result.REWARD_LOSS, of, of.rewardWeight),
            mean(MuZeroLoss.Result.CONSISTENCY_LOSS, of, of.nextObservationWeight),
            turnsVary
                ? OptionalDouble.of(mean(MuZeroLoss.Result.TURN_LOSS, of, of.turnWeight))
                : OptionalDouble.empty()),
        new LearnerStep.Predictions(
            valueError / Math.max(1, valueCount),
            rewardError / Math.max(1, rewardCount),
            get(MuZeroLoss.Result.POLICY_ENTROPY),
            rootValueErrors));
  }
}
