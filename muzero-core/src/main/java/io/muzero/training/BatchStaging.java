package io.muzero.training;

import ai.djl.pytorch.engine.PtNDArray;
import io.muzero.model.ValueSupport;
import io.muzero.network.DirectArray;
import io.muzero.network.HostMemory;
import io.muzero.network.NetworkProgram;
import io.muzero.replay.TrainingBatch;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.List;
import java.util.Locale;

/**
 * A batch in memory that Java and libtorch share: inputs, targets as categories and weighted, and
 * actions.
 *
 * <p>The memory belongs to the manager it was made with. Used by one thread.
 */
final class BatchStaging {
  private final LearnerConfig config;
  private final NetworkProgram network;
  private final RewardSums sums;
  private final ValueSupport valueSupport;
  private final ValueSupport rewardSupport;
  private final DirectArray numbers;
  private final DirectArray actions;
  private final DirectArray frames;
  private final DirectArray ledTo;
  private final FloatBuffer numberBuffer;
  private final LongBuffer actionBuffer;
  private final float[] weightedTarget;

  /** Memory for batches of a loss. */
  BatchStaging(HostMemory memory, LearnerConfig config, NetworkProgram network, MuZeroLoss loss) {
    this.config = config;
    this.network = network;
    sums = new RewardSums(network.prefixHorizon());
    valueSupport = network.valueSupport();
    rewardSupport = network.rewardSupport();
    numbers = memory.floats(loss.batchSizes().stream().mapToLong(Integer::longValue).sum());
    actions = memory.longs(Math.max(1, config.unrollSteps()), config.batchSize());
    boolean pictures = network.shape().pictures() > 0;
    frames = memory.bytes(pictures ? inputs() : 1, Math.max(1, network.shape().pictureSize()));
    ledTo = memory.longs(pictures ? inputs() : 1, Math.max(1, network.shape().pictures()));
    numberBuffer = numbers.asFloats();
    actionBuffer = actions.asLongs();
    weightedTarget = new float[network.logits()];
  }

  /** Inputs, weighted targets and, if used, next inputs with their weights, one after another. */
  PtNDArray numbers() {
    return numbers.tensor();
  }

  /** Actions [K, B]. */
  PtNDArray actions() {
    return actions.tensor();
  }

  /**
   * Requires a batch of the shape that is trained on.
   *
   * @throws IllegalArgumentException when it has another
   */
  void requireShape(TrainingBatch of) {
    boolean fits =
        of.size == config.batchSize()
            && of.unrollSteps == config.unrollSteps()
            && of.observationSize == network.shape().inputSize()
            && of.actionCount == network.shape().actionCount()
            && (of.pictures != null) == (network.shape().pictures() > 0)
            && (config.consistencyWeight() == 0 || of.hasNextObservations());
    if (!fits) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "this learner takes batches of %d positions, %d steps, %d inputs as %s, %d actions%s; got %d, %d, %d as %s, %d",
              config.batchSize(),
              config.unrollSteps(),
              network.shape().inputSize(),
              network.shape().pictures() > 0 ? "bytes" : "floats",
              network.shape().actionCount(),
              config.consistencyWeight() == 0 ? "" : ", with next observations",
              of.size,
              of.unrollSteps,
              of.observationSize,
              of.pictures == null ? "floats" : "bytes",
              of.actionCount));
    }
  }

  /** Writes a batch of finite targets. */
  void put(TrainingBatch of) {
    numberBuffer.clear();
    numberBuffer.put(of.observations);
    float[] rewards = sums.targets(of);
    for (int k = 0; k <= of.unrollSteps; k++) {
      for (int b = 0; b < of.size; b++) {
        int state = k * of.size + b;
        putTarget(of, state, rewards[state], of.lossWeight(k, b, config.unrolledWeight()));
      }
    }
    if (config.consistencyWeight() > 0) {
      numberBuffer.put(of.nextObservations);
      for (int i = 0; i < of.nextObservationWeight.length; i++) {
        float weight = of.lossWeight(1, i % of.size, config.unrolledWeight());
        numberBuffer.put(of.nextObservationWeight[i] * weight);
      }
    }
    for (int i = 0; i < of.actions.length; i++) {
      actionBuffer.put(i, of.actions[i]);
    }
    putPictures(of);
  }

  private void putPictures(TrainingBatch of) {
    if (of.pictures == null) {
      return;
    }
    frames.asBytes().put(0, of.pictures.frames(), 0, inputs() * network.shape().pictureSize());
    LongBuffer led = ledTo.asLongs();
    for (int i = 0; i < inputs() * network.shape().pictures(); i++) {
      led.put(i, of.pictures.actions()[i]);
    }
  }

  /** Inputs of a batch that the network sees. */
  private int inputs() {
    return config.batchSize() * (config.consistencyWeight() > 0 ? config.unrollSteps() + 1 : 1);
  }

  /** The pictures' frames [inputs, k·O] and what led to them [inputs, k]; none without pictures. */
  List<PtNDArray> pictures() {
    return network.shape().pictures() > 0 ? List.of(frames.tensor(), ledTo.tensor()) : List.of();
  }

  private void putTarget(TrainingBatch of, int state, float reward, float weight) {
    int actionCount = of.actionCount;
    System.arraycopy(of.policyTarget, state * actionCount, weightedTarget, 0, actionCount);
    valueSupport.encode(of.valueTarget[state], weightedTarget, actionCount);
    int rewards = actionCount + valueSupport.size();
    int turns = rewards + rewardSupport.size();
    rewardSupport.encode(reward, weightedTarget, rewards);
    if (turns < weightedTarget.length) {
      weightedTarget[turns] = of.movesAgain[state];
      weightedTarget[turns + 1] = 1 - of.movesAgain[state];
      scale(turns, turns + 2, weight * of.turnWeight[state]);
    }
    scale(0, actionCount, weight * of.policyWeight[state]);
    scale(actionCount, rewards, weight * of.valueWeight[state]);
    scale(rewards, turns, weight * of.rewardWeight[state]);
    numberBuffer.put(weightedTarget, 0, network.logits());
  }

  private void scale(int from, int to, float factor) {
    for (int i = from; i < to; i++) {
      weightedTarget[i] *= factor;
    }
  }
}
