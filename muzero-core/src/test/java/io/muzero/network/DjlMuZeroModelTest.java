package io.muzero.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import io.muzero.environment.ActionSpace;
import io.muzero.model.HiddenStates;
import io.muzero.model.ModelOutput;
import io.muzero.model.PictureInputs;
import io.muzero.model.Transitions;
import io.muzero.model.ValueSupport;
import io.muzero.settings.InvalidSettingException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class DjlMuZeroModelTest {
  private static final double DISCOUNT = -0.5;

  @Test
  void inference_mlp_equalsTheNaiveNetwork() {
    compare(Networks.mlp(), Networks.vector());
    compare(Networks.shallowMlp(), Networks.vector());
  }

  /** The dense product is the convolution, whatever the board and the actions on it. */
  @ParameterizedTest
  @CsvSource({
    "DENSE, CELLS",
    "DENSE, COLUMNS",
    "DENSE, NONE",
    "DIRECT, CELLS",
    "DIRECT, COLUMNS",
    "DIRECT, NONE"
  })
  void inference_residual_equalsTheNaiveNetwork(ConvolutionKind kind, ActionSpace.Layout layout) {
    compare(Networks.residual(kind), Networks.board(layout));
  }

  /** Beside the table of few actions: rows made for a batch's actions alone. */
  @ParameterizedTest
  @CsvSource({"DENSE, FLOAT32, 5e-4", "DIRECT, FLOAT32, 5e-4", "DIRECT, BFLOAT16, 0.2"})
  void inference_manyActionsWithoutAPlace_equalsTheNaiveNetwork(
      ConvolutionKind kind, Precision precision, double error) {
    NetworkConfig config = Networks.residual(kind, precision);
    compare(config, Networks.manyActions(300), error);
    assertThat(new NetworkProgram(config, Networks.manyActions(300)).spreadsRows())
        .isEqualTo(kind == ConvolutionKind.DIRECT);
  }

  /** A table of actions times actions takes gigabytes where they are thousands. */
  @ParameterizedTest
  @EnumSource(names = {"DENSE", "DIRECT"})
  void constants_ofActionsWithoutAPlace_areNoLargerForMoreActions(ConvolutionKind kind) {
    NetworkConfig config = Networks.residual(kind);
    assertThat(constants(config, Networks.manyActions(20_000)))
        .isEqualTo(constants(config, Networks.manyActions(2)));
    // 47,049² is beyond an int.
    assertThat(constants(config, Networks.manyActions(47_049)))
        .isEqualTo(constants(config, Networks.manyActions(2)));
  }

  /** 2 × 500,000,000 × 9 is beyond an int. */
  @Test
  void network_ofMoreParametersThanACheckpointHolds_isRefused() {
    NetworkConfig config = Networks.residual(ConvolutionKind.DIRECT);
    for (int actions : new int[] {10_000_000, 500_000_000}) {
      assertThatThrownBy(() -> new NetworkProgram(config, Networks.manyActions(actions)))
          .isInstanceOf(InvalidSettingException.class)
          .hasMessageStartingWith("network must be smaller: its parameters would need ")
          .hasMessageContaining("of at most 173,3")
          .hasMessageContaining("; lower network.channels, network.headWidth or the widths of")
          .hasMessageEndingWith(
              ", was that with dynamics.first.action_weight [2, " + actions + ", 3, 3]");
    }
  }

  private static int constants(NetworkConfig config, NetworkShape shape) {
    return new NetworkProgram(config, shape)
        .constants().stream().mapToInt(constant -> constant.values().length).sum();
  }

  @ParameterizedTest
  @EnumSource(names = {"DENSE", "DIRECT"})
  void inference_deepRepresentation_equalsTheNaiveNetwork(ConvolutionKind kind) {
    compare(Networks.deepRepresentation(kind), Networks.board(ActionSpace.Layout.CELLS));
  }

  @ParameterizedTest
  @CsvSource({"DENSE, FLOAT32, 2e-4", "DIRECT, FLOAT32, 2e-4", "DIRECT, BFLOAT16, 0.04"})
  void inference_spatialPolicy_equalsTheNaiveNetwork(
      ConvolutionKind kind, Precision precision, double error) {
    compare(Networks.spatial(kind, precision), Networks.board(ActionSpace.Layout.CELLS), error);
  }

  @ParameterizedTest
  @CsvSource({"DENSE, FLOAT32, 2e-4", "DIRECT, FLOAT32, 2e-4", "DIRECT, BFLOAT16, 0.04"})
  void inference_globalPooling_equalsTheNaiveNetwork(
      ConvolutionKind kind, Precision precision, double error) {
    compare(Networks.pooling(kind, precision), Networks.board(ActionSpace.Layout.COLUMNS), error);
  }

  /** The reward from the dynamics' unscaled output, and who moves next from where it comes. */
  @ParameterizedTest
  @CsvSource({
    "MLP, AUTO, FLOAT32, STATE, true, 2e-4",
    "MLP, AUTO, FLOAT32, DYNAMICS, true, 2e-4",
    "MLP, AUTO, FLOAT32, DYNAMICS, false, 2e-4",
    "RESIDUAL, DENSE, FLOAT32, STATE, true, 2e-4",
    "RESIDUAL, DENSE, FLOAT32, DYNAMICS, false, 2e-4",
    "RESIDUAL, DIRECT, FLOAT32, DYNAMICS, true, 2e-4",
    "RESIDUAL, DIRECT, FLOAT32, DYNAMICS, false, 2e-4",
    "RESIDUAL, DIRECT, BFLOAT16, DYNAMICS, false, 0.04"
  })
  void inference_rewardHeadAndTurns_equalTheNaiveNetwork(
      NetworkType type,
      ConvolutionKind kind,
      Precision precision,
      RewardHead head,
      boolean turnsVary,
      double error) {
    if (type == NetworkType.MLP) {
      NetworkShape vector = Networks.vector();
      NetworkShape shape = turnsVary ? Networks.turnsVary(vector) : vector;
      compare(Networks.with(head, Networks.mlp()), shape, error);
      compare(Networks.with(head, Networks.shallowMlp()), shape, error);
      return;
    }
    NetworkShape board = Networks.board(ActionSpace.Layout.CELLS);
    NetworkShape shape = turnsVary ? Networks.turnsVary(board) : board;
    compare(Networks.with(head, Networks.residual(kind, precision)), shape, error);
    compare(Networks.with(head, Networks.spatial(kind, precision)), shape, error);
    compare(Networks.with(head, Networks.pooling(kind, precision)), shape, error);
  }

  @ParameterizedTest
  @CsvSource({
    "SMALL, FLOAT32, STATE, 5e-4",
    "SMALL, FLOAT32, DYNAMICS, 5e-4",
    "SMALL, BFLOAT16, STATE, 0.1",
    "ATARI, FLOAT32, STATE, 5e-4",
  })
  void inference_ofPictures_equalsTheNaiveNetwork(
      Stem stem, Precision precision, RewardHead head, double error) {
    compare(Networks.with(head, Networks.image(stem, precision)), Networks.picture(), error);
  }

  @ParameterizedTest
  @EnumSource
  void inference_imageNetworkWithoutStrides_equalsTheNaiveNetwork(ActionSpace.Layout layout) {
    compare(Networks.image(Stem.NONE, Precision.FLOAT32), Networks.board(layout));
  }

  /** Bytes are made floats on the device as Java makes them: nothing differs in a bit. */
  @ParameterizedTest
  @CsvSource({"1, STATE", "3, STATE", "2, PREFIX"})
  void inference_ofPicturesAsBytes_isThatOfFloats(int stacked, RewardHead head) {
    int frame = 2 * 17 * 18;
    int cells = 17 * 18;
    int actions = 3;
    int channels = stacked == 1 ? 2 : stacked * 3;
    NetworkShape shape =
        new NetworkShape(channels, 17, 18, new ActionSpace.Discrete(actions), false, stacked);
    NetworkConfig config = Networks.with(head, Networks.image(Stem.SMALL, Precision.FLOAT32));
    int count = 67; // more than the model first makes room for
    byte[] frames = new byte[count * stacked * frame];
    int[] led = new int[count * stacked];
    float[] floats = new float[count * shape.inputSize()];
    for (int i = 0; i < frames.length; i++) {
      frames[i] = (byte) (i * 31 + i / 7);
      floats[i / (stacked * frame) * shape.inputSize() + i % (stacked * frame)] =
          (frames[i] & 0xFF) / 255f;
    }
    for (int i = 0; i < led.length && stacked > 1; i++) {
      led[i] = i % (actions + 1) - 1;
      int at = i / stacked * shape.inputSize() + stacked * frame + i % stacked * cells;
      Arrays.fill(floats, at, at + cells, (led[i] + 1f) / actions);
    }
    int[] rows = new int[count];
    Arrays.setAll(rows, i -> i);
    ModelOutput seen = new ModelOutput(count, actions);
    ModelOutput expected = new ModelOutput(count, actions);
    try (DjlMuZeroModel model = new DjlMuZeroModel(config, shape, 0.9, DeviceChoice.CPU);
        HiddenStates states = model.newHiddenStates(count)) {
      NetworkProgram program = new NetworkProgram(config, shape);
      model.load(new Weights(1, Networks.noisyWeights(program.layout(), 3)));
      assertThat(model.takesPictures()).isTrue();
      PictureInputs pictures = new PictureInputs(frames, led);
      model.initialInference(pictures, 5, states, rows, seen);
      model.initialInference(pictures, count, states, rows, seen);
      model.initialInference(floats, count, states, rows, expected);
      assertThat(seen.value).isEqualTo(expected.value);
      assertThat(seen.policyLogits).isEqualTo(expected.policyLogits);
    }
  }

  @Test
  void inference_ofPicturesWhereInputsAreFloats_isRefused() {
    try (DjlMuZeroModel model =
            new DjlMuZeroModel(Networks.mlp(), Networks.vector(), 0.9, DeviceChoice.CPU);
        HiddenStates states = model.newHiddenStates(1)) {
      assertThat(model.takesPictures()).isFalse();
      PictureInputs pictures = new PictureInputs(new byte[3], new int[1]);
      ModelOutput output = new ModelOutput(1, 4);
      assertThatThrownBy(() -> model.initialInference(pictures, 1, states, new int[1], output))
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }

  static Stream<Arguments> summing() {
    return Stream.of(
        Arguments.of(Networks.mlp(), Networks.vector()),
        Arguments.of(
            Networks.residual(ConvolutionKind.DENSE), Networks.board(ActionSpace.Layout.CELLS)),
        Arguments.of(
            Networks.spatial(ConvolutionKind.DIRECT, Precision.FLOAT32),
            Networks.board(ActionSpace.Layout.CELLS)),
        Arguments.of(Networks.image(Stem.SMALL, Precision.FLOAT32), Networks.picture()));
  }

  /**
   * Rewards are differences of predicted sums along each path from its root, and a sum begins anew
   * after every two steps, whatever rows the states are kept in.
   */
  @ParameterizedTest
  @MethodSource("summing")
  void inference_valuePrefix_equalsTheNaiveNetworkAlongAPath(
      NetworkConfig plain, NetworkShape shape) {
    for (SupportConfig support :
        new SupportConfig[] {
          new SupportConfig(-3, 3, 7, false), new SupportConfig(-40, 40, 9, true)
        }) {
      NetworkConfig config = Networks.with(RewardHead.PREFIX, Networks.with(support, plain));
      NetworkProgram program = new NetworkProgram(config, shape);
      float[] theta = Networks.noisyWeights(program.layout(), 3);
      double[] exact = doubles(theta);
      NaiveNetwork naive = new NaiveNetwork(config, shape, program.layout());
      ModelOutput output = new ModelOutput(2, shape.actionCount());
      try (DjlMuZeroModel model = new DjlMuZeroModel(config, shape, 0.9, DeviceChoice.CPU);
          HiddenStates states = model.newHiddenStates(12)) {
        model.load(new Weights(1, theta));
        float[] inputs = new float[2 * shape.inputSize()];
        double[][] observed = new double[2][shape.inputSize()];
        for (int i = 0; i < inputs.length; i++) {
          inputs[i] = (float) Math.sin(i);
          observed[i / shape.inputSize()][i % shape.inputSize()] = inputs[i];
        }
        int[] rows = {11, 0};
        model.initialInference(inputs, 2, states, rows, output);
        double[][] state = {
          naive.representation(exact, observed[0]), naive.representation(exact, observed[1])
        };
        double[][] memory = {naive.freshMemory(), naive.freshMemory()};
        double[] before = new double[2];
        for (int step = 0; step < 5; step++) {
          int[] next = step % 2 == 0 ? new int[] {4, 5} : new int[] {9, 2};
          model.recurrentInference(
              states, new Transitions(rows, new int[] {1, 2}, next, 2), output);
          for (int i = 0; i < 2; i++) {
            double[] unscaled = naive.unscaled(exact, state[i], i + 1);
            state[i] = NaiveNetwork.scale(unscaled);
            if (step % 2 == 0) {
              memory[i] = naive.freshMemory();
              before[i] = 0;
            }
            memory[i] = naive.remember(exact, memory[i], unscaled);
            double sum = expectation(program.rewardSupport(), naive.sums(exact, memory[i]), 0);
            assertThat((double) output.reward[i])
                .as("reward %d of path %d", step, i)
                .isCloseTo(sum - before[i], within(2e-3));
            before[i] = sum;
          }
          rows = next;
        }
      }
    }
  }

  @Test
  void valuePrefix_whereTurnsVary_isRefused() {
    NetworkConfig config = Networks.with(RewardHead.PREFIX, Networks.mlp());
    NetworkShape shape = Networks.turnsVary(Networks.vector());
    assertThatThrownBy(() -> new NetworkProgram(config, shape))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("network.rewardHead must be state or dynamics in games for two");
  }

  /** The sizes of Atari's pictures, stacked with their actions' planes, and of MinAtar's planes. */
  @ParameterizedTest
  @CsvSource({
    "AUTO, 84, 4, 6",
    "AUTO, 96, 12, 6",
    "ATARI, 96, 12, 6",
    "SMALL, 64, 3, 4",
    "AUTO, 10, 10, 10"
  })
  void states_ofPictures_haveTheStemsSize(Stem stem, int size, int channels, int side) {
    NetworkShape shape = new NetworkShape(channels + 4, size, size, new ActionSpace.Discrete(6));
    NetworkConfig config = Networks.image(stem, Precision.FLOAT32);
    NetworkProgram program = new NetworkProgram(config, shape);
    assertThat(program.stateSize()).isEqualTo(2 * side * side);
    ModelOutput output = new ModelOutput(3, 6);
    try (DjlMuZeroModel model = new DjlMuZeroModel(config, shape, DISCOUNT, DeviceChoice.CPU);
        HiddenStates states = model.newHiddenStates(6)) {
      model.load(new Weights(1, Networks.noisyWeights(program.layout(), 3)));
      float[] pictures = new float[3 * shape.inputSize()];
      for (int i = 0; i < pictures.length; i++) {
        pictures[i] = i % 256 / 255f;
      }
      model.initialInference(pictures, 3, states, new int[] {0, 1, 2}, output);
      model.recurrentInference(
          states,
          new Transitions(new int[] {0, 1, 2}, new int[] {0, 5, 2}, new int[] {3, 4, 5}, 3),
          output);
      for (float logit : output.policyLogits) {
        assertThat(logit).isFinite();
      }
    }
    // The first stage alone has half the picture's rows and columns in half the channels.
    assertThat(program.encodingNumbers())
        .isGreaterThanOrEqualTo((long) side * side * 2 * 3)
        .isLessThan(20L * size * size);
  }

  @Test
  void spatialPolicy_whereActionsAreNoCells_isRefused() {
    NetworkConfig config = Networks.spatial(ConvolutionKind.DIRECT, Precision.FLOAT32);
    assertThatThrownBy(() -> new NetworkProgram(config, Networks.board(ActionSpace.Layout.COLUMNS)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("network.policyHead must be dense");
  }

  /** Eight bits of precision: about a hundredth after a few layers. */
  @ParameterizedTest
  @EnumSource
  void inference_bfloat16_comesCloseToTheNaiveNetwork(ActionSpace.Layout layout) {
    NetworkConfig config = Networks.residual(ConvolutionKind.DIRECT, Precision.BFLOAT16);
    compare(config, Networks.board(layout), 0.04);
  }

  private static void compare(NetworkConfig config, NetworkShape shape) {
    compare(config, shape, 2e-4);
  }

  private static void compare(NetworkConfig config, NetworkShape shape, double error) {
    NetworkProgram program = new NetworkProgram(config, shape);
    float[] theta = Networks.noisyWeights(program.layout(), 3);
    NaiveNetwork naive = new NaiveNetwork(config, shape, program.layout());
    double[] exact = doubles(theta);
    int count = 70; // more than the model first makes room for
    UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(5);
    float[] observations = new float[count * shape.inputSize()];
    for (int i = 0; i < observations.length; i++) {
      observations[i] = (float) random.nextDouble(-1, 1);
    }
    int[] roots = new int[count];
    int[] children = new int[count];
    int[] actions = new int[count];
    for (int i = 0; i < count; i++) {
      roots[i] = 2 * count - 1 - i;
      children[i] = i;
      actions[i] = i % shape.actionCount();
    }
    ModelOutput output = new ModelOutput(count, shape.actionCount());
    try (DjlMuZeroModel model = new DjlMuZeroModel(config, shape, DISCOUNT, DeviceChoice.CPU);
        HiddenStates states = model.newHiddenStates(2 * count)) {
      model.load(new Weights(9, theta));
      assertThat(model.version()).isEqualTo(9);
      double[][] hidden = new double[count][];
      model.initialInference(observations, count, states, roots, output);
      for (int i = 0; i < count; i++) {
        double[] o = new double[shape.inputSize()];
        for (int j = 0; j < o.length; j++) {
          o[j] = observations[i * o.length + j];
        }
        double[] unscaled = naive.encoded(exact, o);
        hidden[i] = NaiveNetwork.scale(unscaled);
        check(program, naive.heads(exact, hidden[i], unscaled), output, i, false, error);
      }
      model.recurrentInference(states, new Transitions(roots, actions, children, count), output);
      for (int i = 0; i < count; i++) {
        double[] unscaled = naive.unscaled(exact, hidden[i], actions[i]);
        hidden[i] = NaiveNetwork.scale(unscaled);
        check(program, naive.heads(exact, hidden[i], unscaled), output, i, true, error);
      }
      // A smaller batch over the children, whose rows it must find.
      int[] parents = {3, 1};
      int[] twoActions = {0, 1};
      for (int[] rows : new int[][] {{count, count + 1}, {count + 4, count + 2}}) {
        model.recurrentInference(states, new Transitions(parents, twoActions, rows, 2), output);
        double[][] next = new double[2][];
        for (int i = 0; i < 2; i++) {
          double[] unscaled = naive.unscaled(exact, hidden[parents[i]], i);
          next[i] = NaiveNetwork.scale(unscaled);
          check(program, naive.heads(exact, next[i], unscaled), output, i, true, error);
        }
        // The states are where they should be, whether the rows follow one another or not.
        model.recurrentInference(
            states, new Transitions(rows, twoActions, new int[] {count + 8, count + 9}, 2), output);
        for (int i = 0; i < 2; i++) {
          double[] unscaled = naive.unscaled(exact, next[i], i);
          double[] state = NaiveNetwork.scale(unscaled);
          check(program, naive.heads(exact, state, unscaled), output, i, true, error);
        }
      }
    }
  }

  private static void check(
      NetworkProgram program,
      double[] logits,
      ModelOutput output,
      int i,
      boolean transition,
      double error) {
    int actionCount = program.shape().actionCount();
    for (int a = 0; a < actionCount; a++) {
      assertThat(output.policyLogits[i * actionCount + a])
          .as("logit %d of state %d", a, i)
          .isCloseTo((float) logits[a], within((float) error));
    }
    ValueSupport value = program.valueSupport();
    ValueSupport reward = program.rewardSupport();
    assertThat((double) output.value[i])
        .as("value of state %d", i)
        .isCloseTo(expectation(value, logits, actionCount), within(error));
    if (transition) {
      assertThat((double) output.reward[i])
          .as("reward of state %d", i)
          .isCloseTo(expectation(reward, logits, actionCount + value.size()), within(error));
      double sign = 1;
      if (program.shape().turnsVary()) {
        int turns = actionCount + value.size() + reward.size();
        sign = Math.signum(logits[turns] - logits[turns + 1]);
      }
      assertThat(output.discount[i]).isEqualTo((float) (sign * DISCOUNT));
    }
  }

  private static double expectation(ValueSupport support, double[] logits, int offset) {
    double sum = 0;
    double mean = 0;
    for (int i = 0; i < support.size(); i++) {
      double p = Math.exp(logits[offset + i]);
      sum += p;
      mean += p * support.atom(i);
    }
    return support.inverse(mean / sum);
  }

  static Stream<Arguments> supports() {
    return Stream.of(
        Arguments.of(new SupportConfig(-1, 1, 21, false), 0),
        Arguments.of(new SupportConfig(-1, 4, 11, false), 1e-4),
        Arguments.of(new SupportConfig(-4, 1, 2, false), 1e-4),
        Arguments.of(new SupportConfig(-300, 10, 41, true), 1e-4),
        Arguments.of(new SupportConfig(-10, 1000, 81, true), 1e-4),
        Arguments.of(new SupportConfig(0, 1, 2, false), 1e-4),
        Arguments.of(new SupportConfig(0, 500, 51, true), 0.01),
        Arguments.of(new SupportConfig(-200, 0, 21, true), 0.01));
  }

  /** A uniform policy, and 0 wherever the supports lie, with either place of the reward. */
  @ParameterizedTest
  @MethodSource("supports")
  void freshWeights_sayUniformPolicyAndZero(SupportConfig support, double error) {
    NetworkShape shape = Networks.board(ActionSpace.Layout.CELLS);
    for (RewardHead head : RewardHead.values()) {
      NetworkConfig config =
          Networks.with(
              head,
              Networks.with(support, Networks.spatial(ConvolutionKind.DIRECT, Precision.FLOAT32)));
      ModelOutput output = new ModelOutput(1, shape.actionCount());
      try (DjlMuZeroModel model = new DjlMuZeroModel(config, shape, 1, DeviceChoice.CPU);
          HiddenStates states = model.newHiddenStates(2)) {
        model.load(
            new Weights(
                0,
                new NetworkProgram(config, shape)
                    .layout()
                    .initialise(RandomSource.XO_RO_SHI_RO_128_PP.create(1))));
        model.initialInference(new float[shape.inputSize()], 1, states, new int[] {0}, output);
        assertThat(output.policyLogits).containsOnly(0f);
        assertThat((double) output.value[0]).isCloseTo(0, within(error + 1e-6));
        model.recurrentInference(
            states, new Transitions(new int[] {0}, new int[] {1}, new int[] {1}, 1), output);
        assertThat(output.policyLogits).containsOnly(0f);
        assertThat((double) output.value[0]).isCloseTo(0, within(error + 1e-6));
        assertThat((double) output.reward[0]).isCloseTo(0, within(error + 1e-6));
      }
    }
  }

  @Test
  void scale_staysWithinZeroAndOne_alsoForConstantStates() {
    NetworkProgram program = new NetworkProgram(Networks.mlp(), Networks.vector());
    try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager();
        TorchProgram torch = new TorchProgram(manager, DjlMuZeroModel.text(program));
        IValue states =
            IValue.from(
                (PtNDArray)
                    manager.create(
                        new float[][] {
                          {0, 0, 0}, {7, 7, 7}, {-1e6f, 0, 1e6f}, {1, 2, 5}, {-3e-7f, 0, 1e-7f}
                        }));
        IValue result = torch.infer("scale", states)) {
      float[] scaled = result.toTensor((PtNDManager) manager).toFloatArray();
      for (float number : scaled) {
        assertThat(number).isBetween(0f, 1f);
      }
      assertThat(scaled).startsWith(0, 0, 0, 0, 0, 0);
      assertThat(scaled[10]).isCloseTo(0.25f, within(1e-4f));
    }
  }

  @Test
  void load_ofAnotherNetwork_isRefused() {
    try (DjlMuZeroModel model =
        new DjlMuZeroModel(Networks.mlp(), Networks.vector(), 1, DeviceChoice.CPU)) {
      assertThatThrownBy(() -> model.load(new Weights(1, new float[3])))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("parameters");
    }
  }

  @Test
  void hiddenStates_ofAnotherModel_areRefused() {
    ModelOutput output = new ModelOutput(1, 4);
    try (DjlMuZeroModel model =
            new DjlMuZeroModel(Networks.mlp(), Networks.vector(), 1, DeviceChoice.CPU);
        DjlMuZeroModel other =
            new DjlMuZeroModel(Networks.mlp(), Networks.vector(), 1, DeviceChoice.CPU);
        HiddenStates states = other.newHiddenStates(1)) {
      assertThatThrownBy(() -> model.initialInference(new float[3], 1, states, new int[1], output))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("another model");
    }
  }

  @Test
  void gpu_withoutOne_saysInOneLineWhatIsMissing() {
    if (DeviceChoice.AUTO.isGpu()) {
      return; // this machine has what the message would say is missing
    }
    assertThatThrownBy(DeviceChoice.GPU::resolve)
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("libtorch")
        .message()
        .doesNotContain("\n");
    assertThat(DeviceChoice.of("auto").isGpu()).isFalse();
  }

  private static double[] doubles(float[] values) {
    double[] result = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = values[i];
    }
    return result;
  }
}
