package io.muzero.training;

import io.muzero.model.ValueSupport;
import io.muzero.network.NaiveNetwork;
import io.muzero.network.NetworkProgram;
import io.muzero.replay.TrainingBatch;
import java.util.Arrays;

/**
 * The loss and its gradient by definition, for tiny networks: each use of the parameters gets a
 * copy of its own, each copy is moved by ±ε in turn, and the loss of step j counts 2⁻ʲ⁺ⁱ times
 * through the copy of step i, because the gradient is halved at each of the j − i dynamics inputs
 * between. Where rewards are summed by a memory, the state of each step i enters that once, and all
 * that it says of later steps is halved only at the dynamics inputs before step i: such entries are
 * moved one at a time, all others being those of the parameters as they are.
 */
final class NaiveLoss {
  private static final double EPSILON = 1e-5;

  /** What of the loss is looked at: everything. */
  private static final Part WHOLE = new Part(true, true, -1);

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

  /**
   * A part of the loss.
   *
   * @param others whether it has what is no reward's
   * @param rewards whether it has the rewards'
   * @param entry the only step whose state enters the memory as the copies make it; −1: all do
   */
  private record Part(boolean others, boolean rewards, int entry) {}

  /** Mean over the batch of the weighted loss of each step [K+1]. */
  double[] losses(double[] theta) {
    double[][] copies = new double[batch.unrollSteps + 2][];
    Arrays.fill(copies, theta);
    return losses(copies, theta, WHOLE);
  }

  /** Gradient of the whole loss by a parameter as the learner is to see it. */
  double gradient(double[] theta, int p) {
    int k = batch.unrollSteps;
    double gradient = 0;
    // Only states already unrolled get to the consistency loss's own parameters.
    int first = p < program.layout().size() ? 0 : k + 1;
    for (int slot = first; slot <= k + 1; slot++) {
      boolean sums = program.prefixHorizon() > 0 && slot <= k;
      double[] changes = changes(theta, p, slot, sums ? new Part(true, false, -1) : WHOLE);
      for (int j = 0; j <= k; j++) {
        gradient += (slot == k + 1 ? 1 : halving(slot, j)) * changes[j];
      }
      for (int entry = Math.max(1, slot); sums && entry <= k; entry++) {
        double[] entered = changes(theta, p, slot, new Part(false, true, entry));
        gradient += halving(slot, entry) * Arrays.stream(entered).sum();
      }
    }
    return gradient;
  }

  private static double halving(int from, int to) {
    return Math.pow(0.5, Math.max(0, to - from));
  }

  /** What moving a parameter of one copy changes of each step's loss. */
  private double[] changes(double[] theta, int p, int slot, Part part) {
    double[] up = theta.clone();
    double[] down = theta.clone();
    up[p] += EPSILON;
    down[p] -= EPSILON;
    double[] changes = losses(withCopy(theta, slot, up), theta, part);
    double[] below = losses(withCopy(theta, slot, down), theta, part);
    for (int j = 0; j < changes.length; j++) {
      changes[j] = (changes[j] - below[j]) / (2 * EPSILON);
    }
    return changes;
  }

  private double[][] withCopy(double[] theta, int slot, double[] moved) {
    double[][] copies = new double[batch.unrollSteps + 2][];
    Arrays.fill(copies, theta);
    copies[slot] = moved;
    return copies;
  }

  /** Copies: 0 for h, 1 to K for each use of g, K + 1 for the heads; truth for observed states. */
  private double[] losses(double[][] copies, double[] truth, Part part) {
    int k = batch.unrollSteps;
    double[] losses = new double[k + 1];
    for (int b = 0; b < batch.size; b++) {
      double[] unscaled = network.encoded(copies[0], input(batch.observations, b));
      double[] state = NaiveNetwork.scale(unscaled);
      double[] usual = network.representation(truth, input(batch.observations, b));
      double[] memory = new double[0];
      double rewards = 0;
      for (int j = 0; j <= k; j++) {
        int at = j * batch.size + b;
        if (j > 0) {
          unscaled = network.unscaled(copies[j], state, batch.actions[at - batch.size]);
          state = NaiveNetwork.scale(unscaled);
        }
        double[] logits = network.heads(copies[k + 1], state, unscaled);
        rewards = batch.rewardTarget[at] + (begins(j) ? 0 : rewards);
        if (program.prefixHorizon() > 0 && j > 0) {
          memory = begins(j) ? network.freshMemory() : memory;
          double[] entering = unscaled;
          if (part.entry >= 0) {
            double[] fixed = network.unscaled(truth, usual, batch.actions[at - batch.size]);
            usual = NaiveNetwork.scale(fixed);
            entering = part.entry == j ? unscaled : fixed;
          }
          memory = network.remember(copies[k + 1], memory, entering);
          double[] sums = network.sums(copies[k + 1], memory);
          System.arraycopy(sums, 0, logits, logits.length - sums.length, sums.length);
        }
        double loss = stepLoss(logits, rewards, at, part);
        if (part.others && j > 0 && config.consistencyWeight() > 0) {
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

  /** Whether a sum of rewards begins at a step; each does where they are not summed. */
  private boolean begins(int step) {
    return step == 0 || program.prefixHorizon() == 0 || (step - 1) % program.prefixHorizon() == 0;
  }

  private double stepLoss(double[] logits, double rewards, int at, Part part) {
    int actions = batch.actionCount;
    ValueSupport value = program.valueSupport();
    ValueSupport reward = program.rewardSupport();
    float[] policyTarget = new float[actions];
    System.arraycopy(batch.policyTarget, at * actions, policyTarget, 0, actions);
    float[] valueTarget = new float[value.size()];
    value.encode(batch.valueTarget[at], valueTarget, 0);
    float[] rewardTarget = new float[reward.size()];
    reward.encode(rewards, rewardTarget, 0);
    int turns = actions + value.size() + reward.size();
    double turnLoss = 0;
    if (program.shape().turnsVary()) {
      float[] turnTarget = {batch.movesAgain[at], 1 - batch.movesAgain[at]};
      turnLoss = batch.turnWeight[at] * crossEntropy(logits, turns, turnTarget);
    }
    double ofReward =
        config.rewardWeight()
            * batch.rewardWeight[at]
            * crossEntropy(logits, actions + value.size(), rewardTarget);
    double ofOthers =
        turnLoss
            + config.policyWeight() * batch.policyWeight[at] * crossEntropy(logits, 0, policyTarget)
            + config.valueWeight()
                * batch.valueWeight[at]
                * crossEntropy(logits, actions, valueTarget);
    return (part.others ? ofOthers : 0) + (part.rewards ? ofReward : 0);
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
