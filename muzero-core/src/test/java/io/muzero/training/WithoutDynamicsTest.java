package io.muzero.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.environment.ActionSpace;
import io.muzero.model.HiddenStates;
import io.muzero.model.ModelOutput;
import io.muzero.model.Transitions;
import io.muzero.network.ConvolutionKind;
import io.muzero.network.DeviceChoice;
import io.muzero.network.DjlMuZeroModel;
import io.muzero.network.NetworkConfig;
import io.muzero.network.NetworkProgram;
import io.muzero.network.NetworkShape;
import io.muzero.network.Networks;
import io.muzero.network.ParameterLayout;
import io.muzero.network.Precision;
import io.muzero.network.Weights;
import io.muzero.replay.TrainingBatch;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks that are searched by the real rules have no g, and read files of those that had. */
class WithoutDynamicsTest {
  private static final int BATCH = 5;

  private static Stream<Arguments> networks() {
    NetworkShape cells = Networks.board(ActionSpace.Layout.CELLS);
    NetworkShape columns = Networks.board(ActionSpace.Layout.COLUMNS);
    return Stream.of(
        Arguments.of("mlp", Networks.mlp(), Networks.vector()),
        Arguments.of("dense", Networks.residual(ConvolutionKind.DENSE), columns),
        Arguments.of("direct", Networks.residual(ConvolutionKind.DIRECT), columns),
        Arguments.of(
            "many actions", Networks.residual(ConvolutionKind.DIRECT), Networks.manyActions(300)),
        Arguments.of(
            "spatial", Networks.spatial(ConvolutionKind.DIRECT, Precision.FLOAT32), cells));
  }

  private static Learner learner(NetworkConfig network, NetworkShape shape) {
    LearnerConfig config =
        new LearnerConfig(
            BATCH, 0, Optimiser.ADAMW, 0.01, Schedule.CONSTANT, 0, 1, 1, 1e-4, 0, 0, 1, 1, 1, 1, 0);
    return new Learner(
        network, shape, config, DeviceChoice.CPU, RandomSource.XO_RO_SHI_RO_128_PP.create(1));
  }

  private static TrainingBatch batch(NetworkShape shape, long seed) {
    UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
    TrainingBatch batch =
        new TrainingBatch(BATCH, 0, shape.inputSize(), shape.actionCount(), false);
    for (int i = 0; i < batch.observations.length; i++) {
      batch.observations[i] = random.nextFloat();
    }
    for (int b = 0; b < BATCH; b++) {
      batch.policyTarget[b * shape.actionCount() + random.nextInt(shape.actionCount())] = 1;
      batch.valueTarget[b] = random.nextFloat();
    }
    Arrays.fill(batch.policyWeight, 1);
    Arrays.fill(batch.valueWeight, 1);
    Arrays.fill(batch.importance, 1);
    return batch;
  }

  /** The parameters of a layout out of those of a larger one. */
  private static float[] part(ParameterLayout of, ParameterLayout whole, float[] all) {
    float[] some = new float[of.size()];
    for (ParameterLayout.Parameter p : of.parameters()) {
      ParameterLayout.Parameter q =
          whole.parameters().stream()
              .filter(other -> other.name().equals(p.name()))
              .findAny()
              .orElseThrow();
      System.arraycopy(all, q.offset(), some, p.offset(), p.size());
    }
    return some;
  }

  private static byte[] saved(Learner learner) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    learner.save(out);
    return out.toByteArray();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void learner_fromAFileWithDynamics_goesOnAsThatOneDoes(
      String name, NetworkConfig network, NetworkShape shape) throws IOException {
    NetworkShape without = shape.searchedBy(true);
    ParameterLayout whole = new NetworkProgram(network, shape).layout();
    ParameterLayout layout = new NetworkProgram(network, without).layout();
    assertThat(layout.size()).isLessThan(whole.size());
    assertThat(layout.parameters()).noneMatch(p -> p.name().startsWith("dynamics"));
    assertThat(layout.fits(whole.fingerprint())).isTrue();
    assertThat(layout.fits(layout.fingerprint())).isTrue();
    assertThat(whole.fits(layout.fingerprint())).isFalse();
    try (Learner old = learner(network, shape);
        Learner now = learner(network, without)) {
      old.step(batch(shape, 1));
      assertThat(now.restore(new ByteArrayInputStream(saved(old)))).isEmpty();
      assertThat(now.weights().values()).isEqualTo(part(layout, whole, old.weights().values()));
      for (int i = 2; i < 6; i++) {
        old.step(batch(shape, i));
        now.step(batch(shape, i));
      }
      // Moments too: four steps of AdamW later they are the same.
      assertThat(now.weights().values()).isEqualTo(part(layout, whole, old.weights().values()));
      // And its own file is read again, but not by a network that needs dynamics.
      byte[] own = saved(now);
      try (Learner again = learner(network, without)) {
        again.restore(new ByteArrayInputStream(own));
        assertThat(again.weights().values()).isEqualTo(now.weights().values());
      }
      assertThatThrownBy(() -> old.restore(new ByteArrayInputStream(own)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("dynamics");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void model_withWeightsOfAFileWithDynamics_saysTheSame(
      String name, NetworkConfig network, NetworkShape shape) throws IOException {
    NetworkShape without = shape.searchedBy(true);
    ParameterLayout whole = new NetworkProgram(network, shape).layout();
    ParameterLayout layout = new NetworkProgram(network, without).layout();
    Weights weights = new Weights(1, Networks.noisyWeights(whole, 3));
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    weights.write(whole, file);
    ModelOutput before = new ModelOutput(BATCH, shape.actionCount());
    ModelOutput after = new ModelOutput(BATCH, shape.actionCount());
    float[] inputs = batch(shape, 9).observations;
    int[] rows = {0, 1, 2, 3, 4};
    try (DjlMuZeroModel old = new DjlMuZeroModel(network, shape, -1, DeviceChoice.CPU);
        DjlMuZeroModel now = new DjlMuZeroModel(network, without, -1, DeviceChoice.CPU);
        HiddenStates oldStates = old.newHiddenStates(BATCH);
        HiddenStates states = now.newHiddenStates(BATCH)) {
      old.load(weights);
      now.load(Weights.read(layout, new ByteArrayInputStream(file.toByteArray())));
      old.initialInference(inputs, BATCH, oldStates, rows, before);
      now.initialInference(inputs, BATCH, states, rows, after);
      assertThat(after.policyLogits).isEqualTo(before.policyLogits);
      assertThat(after.value).isEqualTo(before.value);
      assertThatThrownBy(
              () -> now.recurrentInference(states, new Transitions(rows, rows, rows, 1), after))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("has no dynamics");
    }
  }
}
