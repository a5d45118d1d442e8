package io.muzero.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
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
import io.muzero.network.TorchThread;
import io.muzero.network.Weights;
import java.util.Arrays;
import java.util.Objects;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The way of weights that lie on a GPU, here on the CPU. */
class WeightsHandoverTest {
  private static final NetworkShape SHAPE = Networks.board(ActionSpace.Layout.COLUMNS);

  private static NDManager manager() {
    TorchThread.prepare();
    return Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
  }

  private static float[] parameters(NetworkConfig config) {
    return new NetworkProgram(config, SHAPE)
        .layout()
        .initialise(RandomSource.XO_SHI_RO_256_PP.create(7));
  }

  private static float[] outputs(DjlMuZeroModel model) {
    float[] inputs = new float[model.observationSize() * 3];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (i % 7) / 7f;
    }
    ModelOutput output = new ModelOutput(3, model.actionCount());
    try (HiddenStates states = model.newHiddenStates(6)) {
      model.initialInference(inputs, 3, states, new int[] {0, 1, 2}, output);
      model.recurrentInference(
          states,
          new Transitions(new int[] {0, 1, 2}, new int[] {0, 1, 0}, new int[] {3, 4, 5}, 3),
          output);
    }
    float[] all = Arrays.copyOf(output.policyLogits, output.policyLogits.length + 6);
    System.arraycopy(output.value, 0, all, output.policyLogits.length, 3);
    System.arraycopy(output.reward, 0, all, output.policyLogits.length + 3, 3);
    return all;
  }

  @ParameterizedTest
  @EnumSource(names = {"DENSE", "DIRECT"})
  void take_aModelComputesAsWithTheNumbersOfJava(ConvolutionKind kind) {
    NetworkConfig config = Networks.residual(kind);
    float[] parameters = parameters(config);
    try (NDManager manager = manager();
        WeightsHandover handover = new WeightsHandover(manager, parameters.length);
        DjlMuZeroModel there = new DjlMuZeroModel(config, SHAPE, 1, DeviceChoice.CPU);
        DjlMuZeroModel here = new DjlMuZeroModel(config, SHAPE, 1, DeviceChoice.CPU)) {
      // The learner's theta has the projector's parameters behind those of the network.
      PtNDArray theta =
          (PtNDArray) manager.create(Arrays.copyOf(parameters, parameters.length + 9));
      Weights taken = handover.take(3, theta);
      theta.addi(1); // the next training step
      assertThat(taken.version()).isEqualTo(3);
      assertThat(taken.values()).containsExactly(parameters);

      here.load(new Weights(3, parameters));
      there.load(new Weights(3, new float[parameters.length], taken.onDevice()));
      assertThat(outputs(there)).containsExactly(outputs(here));

      // Taken weights outlive the snapshot.
      handover.take(4, theta);
      Objects.requireNonNull(taken.onDevice()).close();
      assertThat(outputs(there)).containsExactly(outputs(here));
    }
  }

  @Test
  void take_whoComesAfterTheNextSnapshot_takesTheNumbersOfJava() {
    NetworkConfig config = Networks.residual(ConvolutionKind.DENSE);
    float[] parameters = parameters(config);
    try (NDManager manager = manager();
        WeightsHandover handover = new WeightsHandover(manager, parameters.length);
        DjlMuZeroModel late = new DjlMuZeroModel(config, SHAPE, 1, DeviceChoice.CPU);
        DjlMuZeroModel here = new DjlMuZeroModel(config, SHAPE, 1, DeviceChoice.CPU)) {
      PtNDArray theta = (PtNDArray) manager.create(parameters);
      Weights old = handover.take(1, theta);
      int arrays = ((BaseNDManager) manager).getManagedArrays().size();
      for (int i = 2; i < 50; i++) {
        handover.take(i, theta);
      }
      assertThat(((BaseNDManager) manager).getManagedArrays()).hasSize(arrays);
      late.load(old);
      here.load(new Weights(1, parameters));
      assertThat(late.version()).isEqualTo(1);
      assertThat(outputs(late)).containsExactly(outputs(here));
    }
  }
}
