package io.muzero.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
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
import io.muzero.network.Precision;
import io.muzero.network.RewardHead;
import io.muzero.network.Stem;
import io.muzero.network.Weights;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ONNX Runtime finds with the files what our own inference finds with the weights. */
class OnnxExportTest {
  private static final double DISCOUNT = -0.75;

  /** A bfloat16 number has 8 bits of precision, and errors add up over layers. */
  private static final double BFLOAT16_ERROR = 0.1;

  static Stream<Arguments> networks() {
    NetworkShape cells = Networks.board(ActionSpace.Layout.CELLS);
    NetworkShape columns = Networks.board(ActionSpace.Layout.COLUMNS);
    NetworkShape none = Networks.board(ActionSpace.Layout.NONE);
    NetworkConfig dense = Networks.residual(ConvolutionKind.DENSE);
    NetworkConfig direct = Networks.residual(ConvolutionKind.DIRECT);
    NetworkConfig spatial = Networks.spatial(ConvolutionKind.DENSE, Precision.FLOAT32);
    NetworkConfig half = Networks.residual(ConvolutionKind.DIRECT, Precision.BFLOAT16);
    NetworkConfig image = Networks.image(Stem.SMALL, Precision.FLOAT32);
    return Stream.of(
        Arguments.of("mlp", Networks.mlp(), Networks.vector(), 1e-4),
        Arguments.of("mlp without hidden layers", Networks.shallowMlp(), Networks.vector(), 1e-4),
        Arguments.of("mlp over planes", Networks.mlp(), cells, 1e-4),
        Arguments.of("dense, cells", dense, cells, 1e-4),
        Arguments.of("dense, columns", dense, columns, 1e-4),
        Arguments.of("dense, no place", dense, none, 1e-4),
        Arguments.of("direct, cells", direct, cells, 1e-4),
        Arguments.of("direct, no place", direct, none, 1e-4),
        Arguments.of("many actions", direct, Networks.manyActions(300), 3e-4),
        Arguments.of(
            "deep representation",
            Networks.deepRepresentation(ConvolutionKind.DENSE),
            columns,
            1e-4),
        Arguments.of("spatial policy", spatial, cells, 1e-4),
        Arguments.of(
            "spatial policy, reward of dynamics",
            Networks.with(RewardHead.DYNAMICS, spatial),
            Networks.turnsVary(cells),
            1e-4),
        Arguments.of(
            "global pooling",
            Networks.pooling(ConvolutionKind.DENSE, Precision.FLOAT32),
            columns,
            1e-4),
        Arguments.of("turns vary", Networks.mlp(), Networks.turnsVary(Networks.vector()), 1e-4),
        Arguments.of("reward of dynamics", Networks.with(RewardHead.DYNAMICS, direct), cells, 1e-4),
        Arguments.of(
            "reward of dynamics, turns vary",
            Networks.with(RewardHead.DYNAMICS, Networks.mlp()),
            Networks.turnsVary(Networks.vector()),
            1e-4),
        Arguments.of("image, small stem", image, Networks.picture(), 1e-4),
        Arguments.of(
            "image, Atari stem",
            Networks.image(Stem.ATARI, Precision.FLOAT32),
            Networks.picture(),
            1e-4),
        Arguments.of("image, no stem", Networks.image(Stem.NONE, Precision.FLOAT32), cells, 1e-4),
        Arguments.of(
            "image, reward of dynamics",
            Networks.with(RewardHead.DYNAMICS, image),
            Networks.picture(),
            1e-4),
        Arguments.of("bfloat16", half, cells, BFLOAT16_ERROR),
        Arguments.of(
            "image, bfloat16",
            Networks.image(Stem.SMALL, Precision.BFLOAT16),
            Networks.picture(),
            BFLOAT16_ERROR));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void files_ofEveryNetwork_sayWhatTheModelSays(
      String name, NetworkConfig config, NetworkShape shape, double error) throws OrtException {
    float[] theta = Networks.noisyWeights(new NetworkProgram(config, shape).layout(), 7);
    ExportedNetwork network =
        new ExportedNetwork(config, shape, new Weights(3, theta), DISCOUNT, true);
    Map<String, byte[]> files = OnnxExport.files(network, Map.of("game", name));
    assertThat(files)
        .containsOnlyKeys(
            "representation.onnx",
            "dynamics.onnx",
            "prediction.onnx",
            "initial_inference.onnx",
            "recurrent_inference.onnx");
    try (Sessions sessions = new Sessions(files);
        DjlMuZeroModel model =
            new DjlMuZeroModel(config, shape, DISCOUNT, DeviceChoice.of("cpu"))) {
      model.load(network.weights());
      for (int batch : new int[] {1, 32, 128}) {
        compare(sessions, model, batch, error);
      }
      assertThat(sessions.metadata("dynamics")).containsEntry("game", name);
    }
  }

  /** One batch: h and f, g and f, and the fused ones, which must agree with each other too. */
  private static void compare(Sessions sessions, DjlMuZeroModel model, int batch, double error)
      throws OrtException {
    SplittableRandom random = new SplittableRandom(batch);
    float[] inputs = new float[batch * model.observationSize()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) (2 * random.nextDouble() - 1);
    }
    int[] actions = random.ints(batch, 0, model.actionCount()).toArray();
    int[] rows = IntStream.range(0, batch).toArray();
    int[] children = IntStream.range(batch, 2 * batch).toArray();
    ModelOutput first = new ModelOutput(batch, model.actionCount());
    ModelOutput second = new ModelOutput(batch, model.actionCount());
    try (HiddenStates states = model.newHiddenStates(2 * batch)) {
      model.initialInference(inputs, batch, states, rows, first);
      model.recurrentInference(states, new Transitions(rows, actions, children, batch), second);
    }
    Map<String, float[]> initial = sessions.run("initial_inference", inputs, null, batch);
    assertPredicts(initial, first, error);
    float[] state = initial.get("hidden_state");
    Map<String, float[]> recurrent = sessions.run("recurrent_inference", state, actions, batch);
    assertPredicts(recurrent, second, error);
    assertClose("reward", recurrent.get("reward"), second.reward, error);
    assertClose("discount", recurrent.get("discount"), second.discount, 1e-6);

    Map<String, float[]> h = sessions.run("representation", inputs, null, batch);
    assertClose("hidden_state", h.get("hidden_state"), state, 1e-5);
    assertThat(state).isNotEmpty();
    for (float number : state) {
      assertThat(number).isBetween(0f, 1f);
    }
    assertPredicts(sessions.run("prediction", state, null, batch), first, error);
    Map<String, float[]> g = sessions.run("dynamics", state, actions, batch);
    for (String output : g.keySet()) {
      assertClose(output, g.get(output), recurrent.get(output), 1e-5);
    }
    assertPredicts(
        sessions.run("prediction", g.get("next_hidden_state"), null, batch), second, error);
  }

  private static void assertPredicts(Map<String, float[]> found, ModelOutput by, double error) {
    assertClose("policy_logits", found.get("policy_logits"), by.policyLogits, error);
    assertClose("value", found.get("value"), by.value, error);
  }

  private static void assertClose(String name, float[] found, float[] wanted, double error) {
    assertThat(found).as(name).hasSameSizeAs(wanted);
    for (int i = 0; i < found.length; i++) {
      double allowed = error * Math.max(1, Math.abs(wanted[i]));
      assertThat(found[i]).as("%s[%d]", name, i).isCloseTo(wanted[i], within((float) allowed));
    }
  }

  /** What a value prefix remembers goes along with the state, and begins anew after its horizon. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void files_ofAValuePrefix_rememberOverSteps(boolean image) throws OrtException {
    NetworkConfig plain = image ? Networks.image(Stem.SMALL, Precision.FLOAT32) : Networks.mlp();
    NetworkConfig config = Networks.with(RewardHead.PREFIX, plain);
    NetworkShape shape = image ? Networks.picture() : Networks.vector();
    float[] theta = Networks.noisyWeights(new NetworkProgram(config, shape).layout(), 5);
    ExportedNetwork network = new ExportedNetwork(config, shape, new Weights(3, theta), 0.9, true);
    int batch = 4;
    int steps = config.prefixHorizon() + 3;
    try (Sessions sessions = new Sessions(OnnxExport.files(network, Map.of()));
        DjlMuZeroModel model = new DjlMuZeroModel(config, shape, 0.9, DeviceChoice.of("cpu"));
        HiddenStates states = newStates(model, network, batch * (steps + 1))) {
      float[] inputs = new float[batch * model.observationSize()];
      SplittableRandom random = new SplittableRandom(1);
      for (int i = 0; i < inputs.length; i++) {
        inputs[i] = (float) random.nextDouble();
      }
      ModelOutput output = new ModelOutput(batch, model.actionCount());
      int[] rows = IntStream.range(0, batch).toArray();
      model.initialInference(inputs, batch, states, rows, output);
      Map<String, float[]> found = sessions.run("initial_inference", inputs, null, batch);
      assertPredicts(found, output, 1e-4);
      float[] state = found.get("hidden_state");
      for (int k = 0; k < steps; k++) {
        int[] actions = random.ints(batch, 0, model.actionCount()).toArray();
        int[] from = IntStream.range(k * batch, (k + 1) * batch).toArray();
        int[] to = IntStream.range((k + 1) * batch, (k + 2) * batch).toArray();
        model.recurrentInference(states, new Transitions(from, actions, to, batch), output);
        assertThat(sessions.run("dynamics", state, actions, batch).get("reward")).hasSize(batch);
        found = sessions.run("recurrent_inference", state, actions, batch);
        assertPredicts(found, output, 1e-4);
        assertClose("reward", found.get("reward"), output.reward, 1e-4);
        state = found.get("next_hidden_state");
      }
    }
  }

  private static HiddenStates newStates(DjlMuZeroModel model, ExportedNetwork network, int rows) {
    model.load(network.weights());
    return model.newHiddenStates(rows);
  }

  @Test
  void files_withoutDynamics_haveThoseOfRepresentationAndPredictionOnly() throws OrtException {
    NetworkConfig config = Networks.mlp();
    NetworkShape shape = Networks.vector();
    float[] theta = Networks.noisyWeights(new NetworkProgram(config, shape).layout(), 1);
    Map<String, byte[]> files =
        OnnxExport.files(
            new ExportedNetwork(config, shape, new Weights(0, theta), 1, false), Map.of());
    assertThat(files)
        .containsOnlyKeys("representation.onnx", "prediction.onnx", "initial_inference.onnx");
    try (Sessions sessions = new Sessions(files)) {
      assertThat(sessions.run("representation", new float[3], null, 1).get("hidden_state"))
          .hasSize(6);
    }
  }

  /** What is traced is what inference is written in, and no more. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "    return torch.cumsum(x, 1)",
        "    if x:",
        "    return y",
        "    return self.nothing(x)",
        "    x = torch.relu(x)",
        "    return torch.add(x, 1) x"
      })
  void tracer_ofWhatItDoesNotKnow_refuses(String line) {
    Graph graph = new Graph("g");
    ScriptTracer tracer =
        new ScriptTracer(
            "  def f(self, x: Tensor) -> Tensor:\n" + line + "\n", new TorchOperations(graph));
    Symbol.Tensor x = graph.input("x", Symbol.Element.FLOAT, -1, 3);
    assertThatThrownBy(() -> tracer.tensor("f", x))
        .isInstanceOf(UnsupportedNetworkException.class)
        .hasMessageNotContaining("\n");
  }

  /** Sessions of ONNX Runtime over files. */
  private static final class Sessions implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final Map<String, OrtSession> sessions = new LinkedHashMap<>();

    Sessions(Map<String, byte[]> files) throws OrtException {
      OrtSession.SessionOptions options = new OrtSession.SessionOptions();
      options.setIntraOpNumThreads(1);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        sessions.put(
            file.getKey().replace(".onnx", ""),
            environment.createSession(file.getValue(), options));
      }
    }

    Map<String, String> metadata(String name) throws OrtException {
      return sessions.get(name).getMetadata().getCustomMetadata();
    }

    /** Runs a file on numbers, its first input, and actions where it takes some. */
    Map<String, float[]> run(String name, float[] numbers, int[] actions, int batch)
        throws OrtException {
      OrtSession session = sessions.get(name);
      Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
      String first = session.getInputNames().iterator().next();
      long[] shape =
          ((ai.onnxruntime.TensorInfo) session.getInputInfo().get(first).getInfo())
              .getShape()
              .clone();
      shape[0] = batch;
      inputs.put(first, OnnxTensor.createTensor(environment, FloatBuffer.wrap(numbers), shape));
      if (actions != null) {
        long[] wholes = Arrays.stream(actions).asLongStream().toArray();
        inputs.put(
            "action",
            OnnxTensor.createTensor(environment, LongBuffer.wrap(wholes), new long[] {batch}));
      }
      Map<String, float[]> outputs = new LinkedHashMap<>();
      try (OrtSession.Result result = session.run(inputs)) {
        for (Map.Entry<String, ai.onnxruntime.OnnxValue> output : result) {
          FloatBuffer values = ((OnnxTensor) output.getValue()).getFloatBuffer();
          float[] array = new float[values.remaining()];
          values.get(array);
          outputs.put(output.getKey(), array);
        }
      }
      inputs.values().forEach(OnnxTensor::close);
      return outputs;
    }

    @Override
    public void close() throws OrtException {
      for (OrtSession session : sessions.values()) {
        session.close();
      }
    }
  }
}
