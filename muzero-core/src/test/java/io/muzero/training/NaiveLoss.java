package io.muzero.training;

import io.muzero.model.ValueSupport;
import io.muzero.network.NaiveNetwork;
import io.muzero.network.NetworkProgram;
import io.muzero.replay.TrainingBatch;

/**
 * The loss and its gradient by definition, for tiny networks: each use of the parameters gets a
 * copy of its own, each copy is moved by ±ε in turn, and the loss of step j counts 2⁻ʲ⁺ⁱ times
 * through the copy of step i, because the gradient is halved at each of the j − i dynamics inputs
 * between.
 */
final class NaiveLoss {
  private static final double EPSILON = 1e-5;

  private final NetworkProgram program;
  private final NaiveNetwork network;
  private final LearnerConfig config;
  private final TrainingBatch batch;
  private final NaiveConsistency consistency;

  NaiveLoss(
      NetworkProgram program, NaiveNetwork network, LearnerConfig config, TrainingBatch batch) {
    this.program = program;
    this.network = network;
    this.config = config;
    this.batch = batch;
    consistency = new NaiveConsistency(new MuZeroLoss(program, config).layout());
  }

  /** Mean over the batch of the weighted loss of each step [K+1]. */
  double[] losses(double[] theta) {
    double[][] copies = new double[batch.unrollSteps + 2][];
    java.util.Arrays.fill(copies, theta);
    return losses(copies, theta);
  }

  /** Gradient of the whole loss by a parameter as the learner is to see it. */
  double gradient(double[] theta, int p) {
    int k = batch.unrollSteps;
    double gradient = 0;
    // Only states already unrolled get to the consistency loss's own parameters.
    int first = p < program.layout().size() ? 0 : k + 1;
    for (int slot = first; slot <= k + 1; slot++) {
      double[] up = theta.clone();
      double[] down = theta.clone();
      up[p] += EPSILON;
      down[p] -= EPSILON;
      double[] above = losses(withCopy(theta, slot, up), theta);
      double[] below = losses(withCopy(theta, slot, down), theta);
      for (int j = 0; j <= k; j++) {
        double halving = slot == k + 1 ? 1 : Math.pow(0.5, Math.max(0, j - slot));
        gradient += halving * (above[j] - below[j]) / (2 * EPSILON);
      }
    }
    return gradient;
  }

  private double[][] withCopy(double[] theta, int slot, double[] moved) {
    double[][] copies = new double[batch.unrollSteps + 2][];
    java.util.Arrays.fill(copies, theta);
    copies[slot] = moved;
    return copies;
  }

  /** Copies: 0 for h, 1 to K for each use of g, K + 1 for the heads; truth for observed states. */
  private double[] losses(double[][] copies, double[] truth) {
    int k = batch.unrollSteps;
    double[] losses = new double[k + 1];
    for (int b = 0; b < batch.size; b++) {
      double[] unscaled = network.encoded(copies[0], input(batch.observations, b));
      double[] state = NaiveNetwork.scale(unscaled);
      for (int j = 0; j <= k; j++) {
        int at = j * batch.size + b;
        if (j > 0) {
          unscaled = network.unscaled(copies[j], state, batch.actions[at - batch.size]);
          state = NaiveNetwork.scale(unscaled);
        }
        double loss = stepLoss(network.heads(copies[k + 1], state, unscaled), at);
        if (j > 0 && config.consistencyWeight() > 0) {
          double[] observed =
              network.representation(truth, input(batch.nextObservations, at - batch.size));
          loss +=
              config.consistencyWeight()
                  * batch.nextObservationWeight[at - batch.size]
                  * consistency.loss(copies[k + 1], state, truth, observed);
        }
        losses[j] +=
            batch.importance[b] * loss / batch.size * (j == 0 ? 1 : config.unrolledWeight() / k);
      }
    }
    return losses;
  }

  private double stepLoss(double[] logits, int at) {
    int actions = batch.actionCount;
    ValueSupport value = program.valueSupport();
    ValueSupport reward = program.rewardSupport();
    float[] policyTarget = new float[actions];
    System.arraycopy(batch.policyTarget, at * actions, policyTarget, 0, actions);
    float[] valueTarget = new float[value.size()];
    value.encode(batch.valueTarget[at], valueTarget, 0);
    float[] rewardTarget = new float[reward.size()];
    reward.encode(batch.rewardTarget[at], rewardTarget, 0);
    int turns = actions + value.size() + reward.size();
    double turnLoss = 0;
    if (program.shape().turnsVary()) {
      float[] turnTarget = {batch.movesAgain[at], 1 - batch.movesAgain[at]};
      turnLoss = batch.turnWeight[at] * crossEntropy(logits, turns, turnTarget);
    }
    return turnLoss
        + config.policyWeight() * batch.policyWeight[at] * crossEntropy(logits, 0, policyTarget)
        + config.valueWeight() * batch.valueWeight[at] * crossEntropy(logits, actions, valueTarget)
        + config.rewardWeight()
            * batch.rewardWeight[at]
            * crossEntropy(logits, actions + value.size(), rewardTarget);
  }

  private static double crossEntropy(double[] logits, int offset, float[] target) {
    double sum = 0;
    for (int i = 0; i < target.length; i++) {
      sum += Math.exp(logits[offset + i]);
    }
    double result = 0;
    for (int i = 0; i < target.length; i++) {
      result -= target[i] * (logits[offset + i] - Math.log(sum));
    }
    return result;
  }

  private double[] input(float[] inputs, int row) {
    double[] result = new double[batch.observationSize];
    for (int i = 0; i < result.length; i++) {
      result[i] = inputs[row * result.length + i];
    }
    return result;
  }
}
