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
import io.muzero.network.Stem;
import io.muzero.replay.TrainingBatch;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
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
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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
            "dense residual, actions without a place",
            Networks.residual(ConvolutionKind.DENSE),
            Networks.board(ActionSpace.Layout.NONE),
            0.3),
        Arguments.of(
            "direct residual, actions without a place",
            Networks.residual(ConvolutionKind.DIRECT),
            Networks.board(ActionSpace.Layout.NONE),
            0.0),
        Arguments.of(
            "direct residual, many actions without a place",
            Networks.residual(ConvolutionKind.DIRECT),
            Networks.manyActions(65),
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
            "pictures, EfficientZero's stem",
            Networks.image(Stem.SMALL, Precision.FLOAT32),
            Networks.picture(),
            0.0),
        Arguments.of(
            "image network without strides, reward of the dynamics",
            Networks.with(RewardHead.DYNAMICS, Networks.image(Stem.NONE, Precision.FLOAT32)),
            Networks.board(ActionSpace.Layout.NONE),
            0.0),
        Arguments.of(
            "image network without strides",
            Networks.image(Stem.NONE, Precision.FLOAT32),
            Networks.board(ActionSpace.Layout.CELLS),
            0.3),
        Arguments.of(
            "direct residual",
            Networks.residual(ConvolutionKind.DIRECT),
            Networks.board(ActionSpace.Layout.COLUMNS),
            0.3));
  }

  /** Networks of all types that predict sums of rewards, two steps of three in a row. */
  static Stream<Arguments> summing() {
    return Stream.of(
        Arguments.of("mlp", Networks.mlp(), Networks.vector(), 0.0),
        Arguments.of("shallow mlp", Networks.shallowMlp(), Networks.vector(), 0.7),
        Arguments.of(
            "dense residual, global pooling",
            Networks.pooling(ConvolutionKind.DENSE, Precision.FLOAT32),
            Networks.board(ActionSpace.Layout.CELLS),
            0.0),
        Arguments.of(
            "direct residual, spatial policy",
            Networks.spatial(ConvolutionKind.DIRECT, Precision.FLOAT32),
            Networks.board(ActionSpace.Layout.CELLS),
            0.3),
        Arguments.of(
            "direct residual, many actions without a place",
            Networks.residual(ConvolutionKind.DIRECT),
            Networks.manyActions(65),
            0.0),
        Arguments.of(
            "pictures, EfficientZero's stem",
            Networks.image(Stem.SMALL, Precision.FLOAT32),
            Networks.picture(),
            0.0),
        Arguments.of(
            "image network without strides",
            Networks.image(Stem.NONE, Precision.FLOAT32),
            Networks.board(ActionSpace.Layout.NONE),
            0.3));
  }

  /** Memory, its reset, sums as targets and the gradients through time and state at once. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("summing")
  void step_valuePrefix_equalsItsDefinition(
      String name, NetworkConfig network, NetworkShape shape, double consistency)
      throws IOException {
    int unroll = 3; // the third step begins a new sum
    LearnerConfig config =
        new LearnerConfig(
            BATCH,
            unroll,
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
    compareWithDefinition(
        Networks.with(RewardHead.PREFIX, network),
        shape,
        config,
        randomBatch(shape, unroll, consistency > 0, 7));
  }

  @Test
  void learner_ofAValuePrefixThatUnrollsNothing_isRefused() {
    LearnerConfig config =
        new LearnerConfig(
            BATCH, 0, Optimiser.SGD, 1, Schedule.CONSTANT, 0, 1, 1, 0, 0, 0, 0.9, 0.5, 1.1, 1.7, 0);
    NetworkConfig network = Networks.with(RewardHead.PREFIX, Networks.mlp());
    assertThatThrownBy(() -> learner(network, Networks.vector(), config))
        .hasMessageContaining("network.rewardHead must be state or dynamics with learner.unroll");
  }

  /** Signs, halving, 1/K, masks, importance and every parameter's gradient at once. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void step_lossAndGradient_equalTheirDefinition(
      String name, NetworkConfig network, NetworkShape shape, double consistency)
      throws IOException {
    compareWithDefinition(
        network, shape, plainDescent(consistency), randomBatch(shape, consistency > 0, 7));
  }

  /** As where the search steps the real rules: dynamics have no gradient, the rest has its own. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void step_unrollingNothing_equalsItsDefinition(
      String name, NetworkConfig network, NetworkShape shape, double consistency)
      throws IOException {
    LearnerConfig config =
        new LearnerConfig(
            BATCH, 0, Optimiser.SGD, 1, Schedule.CONSTANT, 0, 1, 1, 0, 0, 0, 0.9, 0.5, 1.1, 1.7, 0);
    compareWithDefinition(network, shape, config, randomBatch(shape, 0, false, 7));
  }

  private static void compareWithDefinition(
      NetworkConfig network, NetworkShape shape, LearnerConfig config, TrainingBatch batch)
      throws IOException {
    try (Learner learner = learner(network, shape, config)) {
      NetworkProgram program = new NetworkProgram(network, shape);
      ParameterLayout layout = new MuZeroLoss(program, config).layout();
      float[] before = Networks.noisyWeights(layout, 11);
      setAll(learner, layout, before);
      LearnerStep step = learner.step(batch);
      float[] after = all(learner, layout);

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
      double norm = 0;
      for (ParameterLayout.Parameter p : layout.parameters()) {
        // The consistency loss has thousands of its own, all computed alike.
        int every = p.block().equals(ConsistencyLoss.GROUP) && p.size() > 99 ? 97 : 1;
        for (int i = p.offset(); i < p.offset() + p.size(); i++) {
          double change = (double) before[i] - after[i];
          norm += change * change;
          if (i % every == 0) {
            double gradient = naive.gradient(theta, i);
            assertThat(change)
                .as("%s[%d]", p.name(), i - p.offset())
                .isCloseTo(gradient, within(2e-5 + 1e-3 * Math.abs(gradient)));
          }
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
              0.9 * step.policyLoss() * batch.totalWeight(batch.policyWeight, 1.7)
                  + 0.5 * step.valueLoss() * batch.totalWeight(batch.valueWeight, 1.7)
                  + 1.1 * step.rewardLoss() * batch.totalWeight(batch.rewardWeight, 1.7),
              within(1e-5));
    }
  }

  /** What cannot be learned must not keep a position's priority up; the metric shows it. */
  @Test
  void step_targetBeyondTheSupport_isClippedInTheErrorForPriorities() throws IOException {
    NetworkShape shape = Networks.vector();
    TrainingBatch batch = randomBatch(shape, false, 3);
    float[] targets = {50, -7, 3};
    float[] nearest = {5, 5, 3}; // of values from −5 to 5, where fresh weights predict 0
    System.arraycopy(targets, 0, batch.valueTarget, 0, 3);
    try (Learner learner = learner(Networks.mlp(), shape, plainDescent(0))) {
      LearnerStep step = learner.step(batch);
      for (int b = 0; b < 3; b++) {
        assertThat(step.rootValueErrors()[b]).isCloseTo(nearest[b], within(1e-5f));
      }
      assertThat(step.valueError()).isGreaterThan(50.0 / batch.valueTarget.length);
    }
  }

  /** Whatever importance, unroll steps, unrolledWeight and masks: a mean, not a sum. */
  @Test
  void step_ofAUniformPolicy_hasTheLossLnA() throws IOException {
    NetworkShape shape = new NetworkShape(3, 1, 1, new ActionSpace.Discrete(25));
    TrainingBatch batch = randomBatch(shape, true, 3);
    try (Learner learner = learner(Networks.mlp(), shape, plainDescent(1))) {
      LearnerStep step = learner.step(batch); // fresh weights
      assertThat(step.policyLoss()).isCloseTo(Math.log(25), within(1e-5));
      assertThat(step.valueLoss()).isCloseTo(Math.log(7), within(1e-5));
      assertThat(step.rewardLoss()).isCloseTo(Math.log(3), within(1e-5));
      assertThat(step.policyEntropy()).isCloseTo(Math.log(25), within(1e-5));
    }
    for (int i = 0; i < batch.policyTarget.length; i++) {
      batch.policyTarget[i] = i % 25 < 2 ? 0.5f : 0;
    }
    assertThat(batch.policyTargetEntropy(1.7)).isCloseTo(Math.log(2), within(1e-6));
    Arrays.fill(batch.policyWeight, 0);
    assertThat(batch.policyTargetEntropy(1.7)).isZero();
    try (Learner learner = learner(Networks.mlp(), shape, plainDescent(0))) {
      assertThat(learner.step(batch).policyLoss()).isZero();
    }
  }

  /** The bare cosine of states was .9 from the start and had nothing to teach. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void step_consistencyOfAFreshNetwork_isFarFromZero(
      String name, NetworkConfig network, NetworkShape shape, double consistency)
      throws IOException {
    try (Learner learner = learner(network, shape, plainDescent(1))) {
      assertThat(learner.step(randomBatch(shape, true, 3)).consistencyLoss()).isBetween(0.5, 1.5);
    }
  }

  /** The step past the end has weight 0: what stands there must not matter. */
  @Test
  void step_paddingOfNextObservations_countsNothing() throws IOException {
    NetworkShape shape = Networks.vector();
    List<LearnerStep> steps = new ArrayList<>();
    List<float[]> weights = new ArrayList<>();
    for (float padding : new float[] {0, 100}) {
      TrainingBatch batch = randomBatch(shape, true, 3);
      Arrays.fill(batch.nextObservations, 3, 6, padding); // row 1 of step 1
      try (Learner learner = learner(Networks.mlp(), shape, plainDescent(2))) {
        steps.add(learner.step(batch));
        weights.add(learner.weights().values());
      }
    }
    assertThat(steps.get(0).consistencyLoss()).isEqualTo(steps.get(1).consistencyLoss());
    assertThat(weights.get(0)).containsExactly(weights.get(1));
  }

  /** All states alike have nothing to tell apart; the loss must stay finite. */
  @Test
  void step_consistencyOfConstantStates_isFinite() throws IOException {
    NetworkShape shape = Networks.vector();
    TrainingBatch batch = randomBatch(shape, true, 3);
    Arrays.fill(batch.observations, 0);
    Arrays.fill(batch.nextObservations, 0);
    try (Learner learner = learner(Networks.mlp(), shape, plainDescent(2))) {
      setWeights(learner, new float[learner.layout().size()]);
      LearnerStep step = learner.step(batch);
      assertThat(step.consistencyLoss()).isCloseTo(1, within(1e-5));
      assertThat(step.gradientNorm()).isLessThan(100);
    }
  }

  @Test
  void weights_withTheConsistencyLoss_areTheNetworksAlone() throws IOException {
    NetworkShape shape = Networks.vector();
    try (Learner with = learner(Networks.mlp(), shape, trainable(Optimiser.ADAMW, 2));
        Learner without = learner(Networks.mlp(), shape, trainable())) {
      assertThat(with.weights().values()).containsExactly(without.weights().values());
      assertThat(with.layout().fingerprint()).isEqualTo(without.layout().fingerprint());
    }
  }

  @Test
  void restore_consistencyTurnedOn_beginsItsParametersAfresh() throws IOException {
    NetworkShape shape = Networks.vector();
    byte[] off;
    float[] network;
    try (Learner learner = learner(Networks.mlp(), shape, trainable())) {
      train(learner, shape, 0, 10);
      off = saved(learner);
      network = learner.weights().values();
    }
    LearnerConfig with = trainable(Optimiser.ADAMW, 2);
    ParameterLayout layout =
        new MuZeroLoss(new NetworkProgram(Networks.mlp(), shape), with).layout();
    byte[] on;
    try (Learner learner = learner(Networks.mlp(), shape, with)) {
      float[] fresh = all(learner, layout);
      assertThat(learner.restore(new ByteArrayInputStream(off)))
          .containsExactly(
              "the checkpoint has no projector for the consistency loss: it and its predictor begin afresh");
      assertThat(learner.weights().values()).containsExactly(network);
      float[] before = all(learner, layout);
      assertThat(Arrays.copyOfRange(before, network.length, before.length))
          .containsExactly(Arrays.copyOfRange(fresh, network.length, fresh.length));
      learner.step(randomBatch(shape, true, 3));
      float[] after = all(learner, layout);
      double rate = with.learningRateAt(11, 0);
      for (int i = network.length; i < after.length; i++) {
        assertThat(Math.abs(after[i] - before[i])).isLessThan((float) (1.01 * rate));
      }
      on = saved(learner);
      learner.step(randomBatch(shape, true, 4));
      float[] through = all(learner, layout);
      assertThat(learner.restore(new ByteArrayInputStream(on))).isEmpty();
      learner.step(randomBatch(shape, true, 4));
      assertThat(all(learner, layout)).containsExactly(through);
    }
    try (Learner learner = learner(Networks.mlp(), shape, trainable())) {
      assertThat(learner.restore(new ByteArrayInputStream(on)))
          .containsExactly("the consistency loss is off: its projector and predictor are dropped");
      assertThat(learner.step()).isEqualTo(11);
      assertThat(SafeTensors.read(new ByteArrayInputStream(saved(learner))).tensors().keySet())
          .noneMatch(name -> name.contains("consistency"));
    }
  }

  /** 3.1 times the rate with the bias correction of the blocks before. */
  @Test
  void restore_ofAShallowerNetwork_changesAddedBlocksByTheRateAtFirst() throws IOException {
    NetworkShape board = Networks.board(ActionSpace.Layout.CELLS);
    byte[] shallow;
    try (Learner other = learner(Networks.residual(ConvolutionKind.DIRECT), board, trainable())) {
      train(other, board, 0, 2000);
      shallow = saved(other);
    }
    NetworkConfig deep = Networks.deepRepresentation(ConvolutionKind.DIRECT);
    try (Learner learner = learner(deep, board, constant(Optimiser.ADAMW))) {
      learner.restore(new ByteArrayInputStream(shallow));
      float[] before = learner.weights().values();
      learner.step(randomBatch(board, false, 3));
      float[] after = learner.weights().values();
      float greatest = 0;
      for (ParameterLayout.Parameter p : learner.layout().parameters()) {
        if (p.name().matches("representation\\.block[12]\\..*")) {
          for (int i = p.offset(); i < p.offset() + p.size(); i++) {
            greatest = Math.max(greatest, Math.abs(after[i] - before[i]));
          }
        }
      }
      assertThat(greatest).isBetween(0.0099f, 0.01001f);
      byte[] midway = saved(learner);
      train(learner, board, 0, 5);
      float[] through = learner.weights().values();
      try (Learner again = learner(deep, board, constant(Optimiser.ADAMW))) {
        assertThat(again.restore(new ByteArrayInputStream(midway))).isEmpty();
        train(again, board, 0, 5);
        assertThat(again.weights().values()).containsExactly(through);
      }
    }
  }

  /** Moments of SGD, taken for those of AdamW, changed weights by 788 times the rate. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void restore_ofAnotherOptimiser_beginsItsMomentsAnew(boolean older) throws IOException {
    NetworkShape shape = Networks.vector();
    for (Optimiser was : Optimiser.values()) {
      Optimiser is = was == Optimiser.SGD ? Optimiser.ADAMW : Optimiser.SGD;
      byte[] file;
      float[] before;
      try (Learner learner = learner(Networks.mlp(), shape, constant(was))) {
        train(learner, shape, 0, 300);
        file = older ? withoutOptimiser(saved(learner)) : saved(learner);
        before = learner.weights().values();
        assertThat(learner.restore(new ByteArrayInputStream(file))).isEmpty();
      }
      try (Learner learner = learner(Networks.mlp(), shape, constant(is));
          Learner fresh = learner(Networks.mlp(), shape, constant(is))) {
        assertThat(learner.restore(new ByteArrayInputStream(file)))
            .containsExactly(
                was == Optimiser.SGD
                    ? "learner.optimiser was sgd and is adamw: its moments begin anew"
                    : "learner.optimiser was adamw and is sgd: its moments begin anew");
        setWeights(fresh, before);
        train(learner, shape, 0, 3);
        train(fresh, shape, 0, 3);
        assertThat(learner.step()).isEqualTo(303);
        assertThat(learner.weights().values()).containsExactly(fresh.weights().values());
        byte[] midway = saved(learner);
        train(learner, shape, 3, 6);
        float[] through = learner.weights().values();
        assertThat(learner.restore(new ByteArrayInputStream(midway))).isEmpty();
        train(learner, shape, 3, 6);
        assertThat(learner.weights().values()).containsExactly(through);
      }
    }
  }

  @Test
  void restore_ofAnUnknownOptimiser_isRefusedAndChangesNothing() throws IOException {
    try (Learner learner = learner(Networks.mlp(), Networks.vector(), trainable())) {
      SafeTensors file = SafeTensors.read(new ByteArrayInputStream(saved(learner)));
      file.metadata().put("optimiser", "lion");
      assertThatThrownBy(() -> learner.restore(new ByteArrayInputStream(written(file))))
          .isInstanceOf(IOException.class)
          .hasMessage("a learner's optimiser must be adamw or sgd, was lion");
      file.metadata().put("optimiser", "adamw");
      file.metadata().put("optimiser.begun", "1");
      assertThatThrownBy(() -> learner.restore(new ByteArrayInputStream(written(file))))
          .isInstanceOf(IOException.class)
          .hasMessage("optimiser.begun must be within 0 and 0, was 1");
    }
  }

  /** A loss of factor 0 has no gradient: what is left of a step is its weight decay. */
  @ParameterizedTest
  @EnumSource(Optimiser.class)
  void step_withoutGradient_decaysWeightsAsStated(Optimiser optimiser) throws IOException {
    NetworkShape shape = Networks.vector();
    double rate = 0.05;
    LearnerConfig config =
        new LearnerConfig(
            BATCH, UNROLL, optimiser, rate, Schedule.CONSTANT, 0, 1, 1, 0.1, 0.9, 0, 0, 0, 0, 1, 0);
    try (Learner learner = learner(Networks.mlp(), shape, config)) {
      float[] mask = learner.layout().decayMask();
      float[] before = Networks.noisyWeights(learner.layout(), 2);
      setWeights(learner, before);
      train(learner, shape, 0, 10);
      double share = optimiser == Optimiser.ADAMW ? rate * 0.1 : rate * 0.1 / (1 - 0.9);
      float[] after = learner.weights().values();
      for (int i = 0; i < before.length; i++) {
        double kept = mask[i] == 0 ? 1 : Math.pow(1 - share, 10);
        assertThat((double) after[i]).isCloseTo(before[i] * kept, within(1e-6));
      }
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
      double learned =
          last.policyLoss() * batch.totalWeight(batch.policyWeight, 1)
              + last.valueLoss() * batch.totalWeight(batch.valueWeight, 1)
              + last.rewardLoss() * batch.totalWeight(batch.rewardWeight, 1);
      assertThat(learned).isBetween(floor - 1e-3, floor + 0.15);
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
    return trainable(Optimiser.ADAMW, 0);
  }

  private static LearnerConfig trainable(Optimiser optimiser, double consistency) {
    return new LearnerConfig(
        BATCH,
        UNROLL,
        optimiser,
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
        consistency);
  }

  /** A rate of .01 in every step and no weight decay. */
  private static LearnerConfig constant(Optimiser optimiser) {
    return new LearnerConfig(
        BATCH, UNROLL, optimiser, 0.01, Schedule.CONSTANT, 0, 1, 1, 0, 0.9, 5, 1, 1, 1, 1, 0);
  }

  private static byte[] saved(Learner learner) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    learner.save(out);
    return out.toByteArray();
  }

  private static byte[] written(SafeTensors file) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    file.write(out);
    return out.toByteArray();
  }

  /** The file as versions wrote it that did not name the optimiser. */
  private static byte[] withoutOptimiser(byte[] saved) throws IOException {
    SafeTensors file = SafeTensors.read(new ByteArrayInputStream(saved));
    file.metadata().remove("optimiser");
    return written(file);
  }

  /** All that the learner trains, the consistency loss's parameters too. */
  private static float[] all(Learner learner, ParameterLayout layout) throws IOException {
    return SafeTensors.read(new ByteArrayInputStream(saved(learner)))
        .getAll("", layout, new float[layout.size()]);
  }

  private static void setWeights(Learner learner, float[] theta) throws IOException {
    setAll(learner, learner.layout(), theta);
  }

  private static void setAll(Learner learner, ParameterLayout layout, float[] theta)
      throws IOException {
    SafeTensors file = new SafeTensors();
    file.metadata().put("step", "0");
    file.putAll("", layout, theta);
    file.putAll("optimiser.first_moment.", layout, new float[theta.length]);
    file.putAll("optimiser.second_moment.", layout, new float[theta.length]);
    learner.restore(new ByteArrayInputStream(written(file)));
  }

  /** Random everything, with one step masked for each loss. */
  private static TrainingBatch randomBatch(NetworkShape shape, boolean next, long seed) {
    return randomBatch(shape, UNROLL, next, seed);
  }

  private static TrainingBatch randomBatch(
      NetworkShape shape, int unroll, boolean next, long seed) {
    UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
    TrainingBatch batch =
        new TrainingBatch(BATCH, unroll, shape.inputSize(), shape.actionCount(), next);
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
    for (int i = 0; i < (unroll + 1) * BATCH; i++) {
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
