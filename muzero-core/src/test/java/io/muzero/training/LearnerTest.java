package io.muzero.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.muzero.environment.ActionSpace;
import io.muzero.network.ConvolutionKind;
import io.muzero.network.DeviceChoice;
import io.muzero.network.NaiveNetwork;
import io.muzero.network.NetworkConfig;
import io.muzero.network.NetworkProgram;
import io.muzero.network.NetworkShape;
import io.muzero.network.Networks;
import io.muzero.network.ParameterLayout;
import io.muzero.network.Precision;
import io.muzero.network.RewardHead;
import io.muzero.network.SafeTensors;
import io.muzero.replay.TrainingBatch;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LearnerTest {
  private static final int BATCH = 3;
  private static final int UNROLL = 2;

  static Stream<Arguments> networks() {
    return Stream.of(
        Arguments.of("mlp", Networks.mlp(), Networks.vector(), 0.0),
        Arguments.of("shallow mlp", Networks.shallowMlp(), Networks.vector(), 0.0),
        Arguments.of("mlp, consistent", Networks.mlp(), Networks.vector(), 0.7),
        Arguments.of(
            "dense residual",
            Networks.residual(ConvolutionKind.DENSE),
            Networks.board(ActionSpace.Layout.CELLS),
            0.0),
        Arguments.of(
            "direct residual, deeper representation",
            Networks.deepRepresentation(ConvolutionKind.DIRECT),
            Networks.board(ActionSpace.Layout.CELLS),
            0.3),
        Arguments.of(
            "dense residual, spatial policy",
            Networks.spatial(ConvolutionKind.DENSE, Precision.FLOAT32),
            Networks.board(ActionSpace.Layout.CELLS),
            0.0),
        Arguments.of(
            "direct residual, spatial policy",
            Networks.spatial(ConvolutionKind.DIRECT, Precision.FLOAT32),
            Networks.board(ActionSpace.Layout.CELLS),
            0.3),
        Arguments.of(
            "dense residual, global pooling",
            Networks.pooling(ConvolutionKind.DENSE, Precision.FLOAT32),
            Networks.board(ActionSpace.Layout.CELLS),
            0.0),
        Arguments.of(
            "direct residual, global pooling",
            Networks.pooling(ConvolutionKind.DIRECT, Precision.FLOAT32),
            Networks.board(ActionSpace.Layout.COLUMNS),
            0.3),
        Arguments.of(
            "mlp, reward of the dynamics",
            Networks.with(RewardHead.DYNAMICS, Networks.mlp()),
            Networks.vector(),
            0.0),
        Arguments.of(
            "shallow mlp, reward of the dynamics, turns vary",
            Networks.with(RewardHead.DYNAMICS, Networks.shallowMlp()),
            Networks.turnsVary(Networks.vector()),
            0.7),
        Arguments.of("mlp, turns vary", Networks.mlp(), Networks.turnsVary(Networks.vector()), 0.0),
        Arguments.of(
            "dense residual, global pooling, reward of the dynamics",
            Networks.with(
                RewardHead.DYNAMICS, Networks.pooling(ConvolutionKind.DENSE, Precision.FLOAT32)),
            Networks.board(ActionSpace.Layout.CELLS),
            0.0),
        Arguments.of(
            "direct residual, global pooling, reward of the dynamics, turns vary",
            Networks.with(
                RewardHead.DYNAMICS, Networks.pooling(ConvolutionKind.DIRECT, Precision.FLOAT32)),
            Networks.turnsVary(Networks.board(ActionSpace.Layout.COLUMNS)),
            0.3),
        Arguments.of(
            "direct residual, spatial policy, reward of the dynamics",
            Networks.with(
                RewardHead.DYNAMICS, Networks.spatial(ConvolutionKind.DIRECT, Precision.FLOAT32)),
            Networks.board(ActionSpace.Layout.CELLS),
            0.3),
        Arguments.of(
            "dense residual, turns vary",
            Networks.residual(ConvolutionKind.DENSE),
            Networks.turnsVary(Networks.board(ActionSpace.Layout.CELLS)),
            0.0),
        Arguments.of(
            "direct residual",
            Networks.residual(ConvolutionKind.DIRECT),
            Networks.board(ActionSpace.Layout.COLUMNS),
            0.3));
  }

  /** Signs, halving, 1/K, masks, importance and every parameter's gradient at once. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void step_lossAndGradient_equalTheirDefinition(
      String name, NetworkConfig network, NetworkShape shape, double consistency)
      throws IOException {
    LearnerConfig config = plainDescent(consistency);
    TrainingBatch batch = randomBatch(shape, consistency > 0, 7);
    try (Learner learner = learner(network, shape, config)) {
      NetworkProgram program = new NetworkProgram(network, shape);
      float[] before = Networks.noisyWeights(program.layout(), 11);
      setWeights(learner, before);
      LearnerStep step = learner.step(batch);
      float[] after = learner.weights().values();

      double[] theta = new double[before.length];
      for (int i = 0; i < theta.length; i++) {
        theta[i] = before[i];
      }
      NaiveLoss naive =
          new NaiveLoss(program, new NaiveNetwork(network, shape, program.layout()), config, batch);
      double loss = 0;
      for (double part : naive.losses(theta)) {
        loss += part;
      }
      assertThat(step.loss()).isCloseTo(loss, within(1e-4));
      double[] gradient = naive.gradient(theta);
      double norm = 0;
      for (ParameterLayout.Parameter p : program.layout().parameters()) {
        for (int i = p.offset(); i < p.offset() + p.size(); i++) {
          assertThat((double) before[i] - after[i])
              .as("%s[%d]", p.name(), i - p.offset())
              .isCloseTo(gradient[i], within(2e-5 + 1e-3 * Math.abs(gradient[i])));
          norm += gradient[i] * gradient[i];
        }
      }
      assertThat(step.gradientNorm()).isCloseTo(Math.sqrt(norm), within(1e-3));
    }
  }

  /** Each gradient is rounded to 8 bits on its way; together they point where the exact ones do. */
  @Test
  void step_bfloat16_changesWeightsAlmostAsFloat32Does() throws IOException {
    NetworkShape shape = Networks.board(ActionSpace.Layout.COLUMNS);
    TrainingBatch batch = randomBatch(shape, false, 7);
    Map<Precision, float[]> changes = new EnumMap<>(Precision.class);
    for (Precision precision : List.of(Precision.FLOAT32, Precision.BFLOAT16)) {
      NetworkConfig network = Networks.residual(ConvolutionKind.DIRECT, precision);
      try (Learner learner = learner(network, shape, plainDescent(0))) {
        float[] before = Networks.noisyWeights(learner.layout(), 11);
        setWeights(learner, before);
        learner.step(batch);
        float[] change = learner.weights().values();
        for (int i = 0; i < change.length; i++) {
          change[i] -= before[i];
        }
        changes.put(precision, change);
      }
    }
    double exact = 0;
    double difference = 0;
    for (int i = 0; i < changes.get(Precision.FLOAT32).length; i++) {
      float change = changes.get(Precision.FLOAT32)[i];
      exact += change * change;
      difference += Math.pow(changes.get(Precision.BFLOAT16)[i] - change, 2);
    }
    assertThat(Math.sqrt(difference / exact)).isBetween(1e-5, 0.02);
  }

  @Test
  void step_measures_errorsInTheGamesUnits() throws IOException {
    NetworkShape shape = Networks.vector();
    TrainingBatch batch = randomBatch(shape, false, 3);
    try (Learner learner = learner(Networks.mlp(), shape, plainDescent(0))) {
      LearnerStep step = learner.step(batch); // fresh weights predict 0
      double valueError = 0;
      double rewardError = 0;
      int values = 0;
      int rewards = 0;
      for (int i = 0; i < (UNROLL + 1) * BATCH; i++) {
        if (batch.valueWeight[i] > 0) {
          valueError += Math.abs(batch.valueTarget[i]);
          values++;
        }
        if (batch.rewardWeight[i] > 0) {
          rewardError += Math.abs(batch.rewardTarget[i]);
          rewards++;
        }
      }
      assertThat(step.valueError()).isCloseTo(valueError / values, within(1e-5));
      assertThat(step.rewardError()).isCloseTo(rewardError / rewards, within(1e-5));
      for (int b = 0; b < BATCH; b++) {
        assertThat(step.rootValueErrors()[b])
            .isCloseTo(Math.abs(batch.valueTarget[b]), within(1e-5f));
      }
      assertThat(step.policyEntropy()).isCloseTo(Math.log(4), within(1e-5));
      assertThat(step.step()).isEqualTo(1);
      assertThat(step.loss())
          .isCloseTo(
              0.9 * step.policyLoss() + 0.5 * step.valueLoss() + 1.1 * step.rewardLoss(),
              within(1e-5));
    }
  }

  @Test
  void step_ofALongGradient_isShortened() throws IOException {
    NetworkShape shape = Networks.vector();
    TrainingBatch batch = randomBatch(shape, false, 3);
    LearnerConfig clipped =
        new LearnerConfig(
            BATCH, UNROLL, Optimiser.SGD, 1, Schedule.CONSTANT, 0, 1, 1, 0, 0, 0.01, 1, 1, 1, 1, 0);
    try (Learner learner = learner(Networks.mlp(), shape, clipped)) {
      float[] before = learner.weights().values();
      assertThat(learner.step(batch).gradientNorm()).isGreaterThan(0.01);
      float[] after = learner.weights().values();
      double change = 0;
      for (int i = 0; i < before.length; i++) {
        change += Math.pow(before[i] - after[i], 2);
      }
      assertThat(Math.sqrt(change)).isCloseTo(0.01, within(1e-5));
    }
  }

  /** Two steps of AdamW, its gradients taken from plain descent at the same weights. */
  @Test
  void step_adamW_followsItsDefinition() throws IOException {
    NetworkShape shape = Networks.vector();
    double decay = 0.1;
    double rate = 0.01;
    LearnerConfig adam =
        new LearnerConfig(
            BATCH,
            UNROLL,
            Optimiser.ADAMW,
            rate,
            Schedule.CONSTANT,
            0,
            1,
            1,
            decay,
            0,
            0,
            0.9,
            0.5,
            1.1,
            1.7,
            0);
    try (Learner learner = learner(Networks.mlp(), shape, adam);
        Learner probe = learner(Networks.mlp(), shape, plainDescent(0))) {
      float[] mask = learner.layout().decayMask();
      setWeights(learner, Networks.noisyWeights(learner.layout(), 2));
      double[] m = new double[mask.length];
      double[] v = new double[mask.length];
      for (int t = 1; t <= 2; t++) {
        TrainingBatch batch = randomBatch(shape, false, t);
        float[] before = learner.weights().values();
        setWeights(probe, before);
        probe.step(batch);
        float[] probed = probe.weights().values();
        learner.step(batch);
        float[] after = learner.weights().values();
        for (int i = 0; i < before.length; i++) {
          double g = (double) before[i] - probed[i];
          m[i] = 0.9 * m[i] + 0.1 * g;
          v[i] = 0.999 * v[i] + 0.001 * g * g;
          double expected = before[i] * (1 - rate * decay * mask[i]);
          if (Math.abs(g) > 1e-4) { // below, the probe's rounding is all there is
            double first = m[i] / (1 - Math.pow(0.9, t));
            double second = v[i] / (1 - Math.pow(0.999, t));
            expected -= rate * first / (Math.sqrt(second) + 1e-8);
            assertThat((double) after[i]).as("theta[%d]", i).isCloseTo(expected, within(5e-5));
          }
        }
      }
    }
  }

  @Test
  void step_repeatedOrRestoredMidway_isBitIdentical() throws IOException {
    NetworkShape shape = Networks.board(ActionSpace.Layout.CELLS);
    NetworkConfig network = Networks.residual(ConvolutionKind.AUTO);
    float[] through;
    byte[] midway;
    try (Learner learner = learner(network, shape, trainable())) {
      train(learner, shape, 0, 10);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      learner.save(out);
      midway = out.toByteArray();
      train(learner, shape, 10, 20);
      through = learner.weights().values();
    }
    try (Learner again = learner(network, shape, trainable())) {
      train(again, shape, 0, 20);
      assertThat(again.weights().values()).containsExactly(through);
      again.restore(new ByteArrayInputStream(midway));
      assertThat(again.step()).isEqualTo(10);
      assertThat(again.weights().version()).isEqualTo(10);
      train(again, shape, 10, 20);
      assertThat(again.weights().values()).containsExactly(through);
    }
  }

  @Test
  void restore_ofALargerNetwork_isRefused() throws IOException {
    NetworkShape board = Networks.board(ActionSpace.Layout.CELLS);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    NetworkConfig larger = Networks.deepRepresentation(ConvolutionKind.DIRECT);
    try (Learner other = learner(larger, board, trainable())) {
      other.save(out);
    }
    try (Learner learner = learner(Networks.residual(ConvolutionKind.DIRECT), board, trainable())) {
      assertThatThrownBy(() -> learner.restore(new ByteArrayInputStream(out.toByteArray())))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("representation.block1.first.weight is not expected");
    }
  }

  /** Added blocks change nothing at first, and learn. */
  @Test
  void restore_ofAShallowerNetwork_goesOnFromWhatItComputes() throws IOException {
    NetworkShape board = Networks.board(ActionSpace.Layout.CELLS);
    NetworkConfig shallow = Networks.residual(ConvolutionKind.DIRECT);
    NetworkConfig deep = Networks.deepRepresentation(ConvolutionKind.DIRECT);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LearnerStep expected;
    try (Learner other = learner(shallow, board, trainable())) {
      train(other, board, 0, 20);
      other.save(out);
      expected = other.step(randomBatch(board, false, 3));
    }
    try (Learner learner = learner(deep, board, trainable())) {
      float[] fresh = learner.weights().values();
      learner.restore(new ByteArrayInputStream(out.toByteArray()));
      assertThat(learner.step()).isEqualTo(20);
      assertThat(learner.step(randomBatch(board, false, 3)).loss()).isEqualTo(expected.loss());
      train(learner, board, 21, 40);
      float[] trained = learner.weights().values();
      for (ParameterLayout.Parameter p : learner.layout().parameters()) {
        if (p.name().matches("representation\\.block[12]\\..*weight")) {
          assertThat(Arrays.copyOfRange(trained, p.offset(), p.offset() + p.size()))
              .as(p.name())
              .isNotEqualTo(Arrays.copyOfRange(fresh, p.offset(), p.offset() + p.size()));
        }
      }
    }
  }

  @Test
  void restore_ofAnotherNetwork_changesNothing() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Learner other = learner(Networks.mlp(), Networks.vector(), trainable())) {
      other.save(out);
    }
    try (Learner learner = learner(Networks.shallowMlp(), Networks.vector(), trainable())) {
      float[] before = learner.weights().values();
      assertThatThrownBy(() -> learner.restore(new ByteArrayInputStream(out.toByteArray())))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another network");
      assertThat(learner.weights().values()).containsExactly(before);
    }
  }

  @Test
  void step_onANonFiniteLoss_namesStepAndTermAndChangesNothing() throws IOException {
    NetworkShape shape = Networks.vector();
    try (Learner learner = learner(Networks.mlp(), shape, trainable())) {
      train(learner, shape, 0, 2);
      float[] before = learner.weights().values();
      TrainingBatch bad = randomBatch(shape, false, 1);
      bad.policyTarget[0] = Float.NaN;
      assertThatThrownBy(() -> learner.step(bad))
          .isInstanceOfSatisfying(
              NonFiniteLossException.class,
              e -> {
                assertThat(e.step()).isEqualTo(3);
                assertThat(e.term()).isEqualTo("policy loss");
              });
      TrainingBatch worse = randomBatch(shape, false, 1);
      worse.valueTarget[4] = Float.POSITIVE_INFINITY;
      assertThatThrownBy(() -> learner.step(worse))
          .isInstanceOf(NonFiniteLossException.class)
          .hasMessageContaining("value target of training step 3");
      assertThat(learner.weights().values()).containsExactly(before);
      assertThat(learner.step()).isEqualTo(2);
      train(learner, shape, 2, 4);
      float[] after = learner.weights().values();
      try (Learner undisturbed = learner(Networks.mlp(), shape, trainable())) {
        train(undisturbed, shape, 0, 4);
        assertThat(undisturbed.weights().values()).containsExactly(after);
      }
    }
  }

  /** Targets that can be told apart by the inputs are learned down to their own entropy. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void step_onOneBatch_learnsItByHeart(
      String name, NetworkConfig network, NetworkShape shape, double consistency)
      throws IOException {
    LearnerConfig config =
        new LearnerConfig(
            BATCH,
            UNROLL,
            Optimiser.ADAMW,
            0.01,
            Schedule.COSINE,
            10,
            0.05,
            600,
            0,
            0,
            5,
            1,
            1,
            1,
            1,
            consistency);
    TrainingBatch batch = randomBatch(shape, consistency > 0, 13);
    try (Learner learner = learner(network, shape, config)) {
      double first = learner.step(batch).loss();
      LearnerStep last = null;
      for (int i = 0; i < 600; i++) {
        last = learner.step(batch);
      }
      double floor = entropy(batch, new NetworkProgram(network, shape));
      assertThat(first).isGreaterThan(floor + 1);
      assertThat(last.policyLoss() + last.valueLoss() + last.rewardLoss())
          .isBetween(floor - 1e-3, floor + 0.15);
      assertThat(last.valueError()).isLessThan(0.25);
      assertThat(last.turnLoss().isPresent()).isEqualTo(shape.turnsVary());
      assertThat(last.turnLoss().orElse(0)).isLessThan(0.05);
    }
  }

  @Test
  void step_leavesNoNativeMemoryBehind() throws IOException {
    NetworkShape shape = Networks.vector();
    try (Learner learner = learner(Networks.mlp(), shape, trainable())) {
      train(learner, shape, 0, 2);
      int arrays = learner.nativeArrays();
      train(learner, shape, 2, 12);
      assertThat(learner.nativeArrays()).isEqualTo(arrays);
      assertThat(learner.recordsHistory()).isFalse();
    }
  }

  @Test
  void step_onABatchOfAnotherShape_saysWhatItTakes() throws IOException {
    try (Learner learner = learner(Networks.mlp(), Networks.vector(), trainable())) {
      TrainingBatch other = new TrainingBatch(BATCH, UNROLL + 1, 3, 4, false);
      assertThatThrownBy(() -> learner.step(other))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("3 positions, 2 steps");
    }
  }

  private static void train(Learner learner, NetworkShape shape, int from, int to) {
    for (int i = from; i < to; i++) {
      learner.step(randomBatch(shape, false, 100 + i));
    }
  }

  private static Learner learner(NetworkConfig network, NetworkShape shape, LearnerConfig config) {
    return new Learner(
        network, shape, config, DeviceChoice.CPU, RandomSource.XO_RO_SHI_RO_128_PP.create(1));
  }

  private static LearnerConfig plainDescent(double consistency) {
    return new LearnerConfig(
        BATCH,
        UNROLL,
        Optimiser.SGD,
        1,
        Schedule.CONSTANT,
        0,
        1,
        1,
        0,
        0,
        0,
        0.9,
        0.5,
        1.1,
        1.7,
        consistency);
  }

  private static LearnerConfig trainable() {
    return new LearnerConfig(
        BATCH,
        UNROLL,
        Optimiser.ADAMW,
        0.01,
        Schedule.EXPONENTIAL,
        5,
        0.5,
        10,
        1e-4,
        0,
        5,
        1,
        1,
        1,
        1,
        0);
  }

  private static void setWeights(Learner learner, float[] theta) throws IOException {
    SafeTensors file = new SafeTensors();
    file.metadata().put("step", "0");
    file.putAll("", learner.layout(), theta);
    file.putAll("optimiser.first_moment.", learner.layout(), new float[theta.length]);
    file.putAll("optimiser.second_moment.", learner.layout(), new float[theta.length]);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    file.write(out);
    learner.restore(new ByteArrayInputStream(out.toByteArray()));
  }

  /** Random everything, with one step masked for each loss. */
  private static TrainingBatch randomBatch(NetworkShape shape, boolean next, long seed) {
    UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
    TrainingBatch batch =
        new TrainingBatch(BATCH, UNROLL, shape.inputSize(), shape.actionCount(), next);
    for (int i = 0; i < batch.observations.length; i++) {
      batch.observations[i] = (float) random.nextDouble(-1, 1);
    }
    for (int i = 0; i < batch.nextObservations.length; i++) {
      batch.nextObservations[i] = (float) random.nextDouble(-1, 1);
    }
    for (int i = 0; i < batch.nextObservationWeight.length; i++) {
      batch.nextObservationWeight[i] = i == 1 ? 0 : 1;
    }
    for (int i = 0; i < batch.actions.length; i++) {
      batch.actions[i] = random.nextInt(shape.actionCount());
    }
    for (int i = 0; i < (UNROLL + 1) * BATCH; i++) {
      float sum = 0;
      for (int a = 0; a < shape.actionCount(); a++) {
        float p = (float) random.nextDouble();
        batch.policyTarget[i * shape.actionCount() + a] = p;
        sum += p;
      }
      for (int a = 0; a < shape.actionCount(); a++) {
        batch.policyTarget[i * shape.actionCount() + a] /= sum;
      }
      batch.valueTarget[i] = (float) random.nextDouble(-4, 4);
      batch.rewardTarget[i] = (float) random.nextDouble(-1, 1);
      batch.policyWeight[i] = i == 5 ? 0 : 1;
      batch.valueWeight[i] = i == 7 ? 0 : 1;
      batch.rewardWeight[i] = i < BATCH || i == 8 ? 0 : 1;
      batch.movesAgain[i] = i % 2;
      batch.turnWeight[i] = i < BATCH || i == 6 ? 0 : 1;
    }
    for (int b = 0; b < BATCH; b++) {
      batch.importance[b] = 1 - 0.25f * b;
    }
    return batch;
  }

  /** The least the three cross-entropies can be: the targets' own entropies. */
  private static double entropy(TrainingBatch batch, NetworkProgram program) {
    double result = 0;
    for (int i = 0; i < (UNROLL + 1) * BATCH; i++) {
      float[] policy = new float[batch.actionCount];
      System.arraycopy(batch.policyTarget, i * policy.length, policy, 0, policy.length);
      float[] value = new float[program.valueSupport().size()];
      program.valueSupport().encode(batch.valueTarget[i], value, 0);
      float[] reward = new float[program.rewardSupport().size()];
      program.rewardSupport().encode(batch.rewardTarget[i], reward, 0);
      double sum =
          batch.policyWeight[i] * entropy(policy)
              + batch.valueWeight[i] * entropy(value)
              + batch.rewardWeight[i] * entropy(reward);
      result += batch.importance[i % BATCH] * sum / BATCH / (i < BATCH ? 1 : UNROLL);
    }
    return result;
  }

  private static double entropy(float[] p) {
    double result = 0;
    for (float x : p) {
      result -= x > 0 ? x * Math.log(x) : 0;
    }
    return result;
  }
}
