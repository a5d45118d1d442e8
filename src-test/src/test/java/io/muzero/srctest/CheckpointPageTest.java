package io.muzero.srctest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.muzero.config.ConfigLayer;
import io.muzero.config.ConfigReader;
import io.muzero.config.GameRegistry;
import io.muzero.config.ResolvedConfig;
import io.muzero.environment.Environment;
import io.muzero.model.HiddenStates;
import io.muzero.model.ModelOutput;
import io.muzero.model.Transitions;
import io.muzero.network.DeviceChoice;
import io.muzero.network.DjlMuZeroModel;
import io.muzero.network.NetworkConfig;
import io.muzero.network.NetworkProgram;
import io.muzero.network.NetworkShape;
import io.muzero.network.Weights;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the Python program of {@code docs/checkpoints.md} on written weights: it must say what the
 * network says here. Skipped where {@code python3} has no numpy or safetensors; {@code .ci/run}
 * installs both.
 */
class CheckpointPageTest {
  private static final int ACTIONS = 9;
  private static final double ERROR = 1e-4;

  @Test
  void program_ofThePage_computesWhatTheNetworkDoes(@TempDir Path folder) throws Exception {
    assumeTrue(
        run(folder, List.of("python3", "-c", "import numpy, safetensors")).code() == 0,
        "python3 with numpy and safetensors is not installed");
    ResolvedConfig resolved =
        new ConfigReader(GameRegistry.installed())
            .read(List.of(new ConfigLayer.Flag("--game", "game", "tictactoe")));
    NetworkConfig config = resolved.config().network();
    Environment game = resolved.game().create(resolved.config().gameOptions());
    NetworkShape shape = NetworkShape.of(game.spec());
    Random random = new Random(7);
    Weights weights = weights(config, shape, random, folder.resolve("weights.safetensors"));
    float[] observation = new float[shape.inputSize()];
    for (int i = 0; i < observation.length; i++) {
      observation[i] = random.nextInt(2);
    }

    List<String> said = ask(folder, observation);

    int[] roots = new int[ACTIONS];
    int[] actions = IntStream.range(0, ACTIONS).toArray();
    int[] children = IntStream.range(1, ACTIONS + 1).toArray();
    ModelOutput output = new ModelOutput(ACTIONS, ACTIONS);
    try (DjlMuZeroModel model = new DjlMuZeroModel(config, shape, -1, DeviceChoice.CPU);
        HiddenStates states = model.newHiddenStates(ACTIONS + 1)) {
      model.load(weights);
      model.initialInference(observation, 1, states, new int[] {0}, output);
      assertSays(said.get(0), "value", output.value[0]);
      assertSays(said.get(1), "policy", Arrays.copyOf(output.policyLogits, ACTIONS));
      model.recurrentInference(states, new Transitions(roots, actions, children, ACTIONS), output);
      for (int a = 0; a < ACTIONS; a++) {
        assertSays(said.get(2 + a), "after " + a, output.value[a], output.reward[a]);
      }
    }
    assertThat(said).hasSize(2 + ACTIONS);
  }

  /** Weights of which no two are alike, so that a layer or row in a wrong place shows. */
  private static Weights weights(NetworkConfig config, NetworkShape shape, Random random, Path file)
      throws IOException {
    NetworkProgram program = new NetworkProgram(config, shape);
    float[] theta = new float[program.layout().size()];
    for (int i = 0; i < theta.length; i++) {
      theta[i] = (float) (0.2 * random.nextGaussian());
    }
    Weights weights = new Weights(0, theta);
    try (OutputStream out = Files.newOutputStream(file)) {
      weights.write(program.layout(), out);
    }
    return weights;
  }

  private static List<String> ask(Path folder, float[] observation) throws Exception {
    String page = Files.readString(Path.of("..", "docs", "checkpoints.md"));
    String program =
        Stream.of(page.split("```python\\R"))
            .skip(1)
            .map(block -> block.substring(0, block.indexOf("```")))
            .filter(block -> block.contains("safetensors"))
            .findFirst()
            .orElseThrow();
    Files.writeString(folder.resolve("network.py"), program);
    StringJoiner numbers = new StringJoiner(",");
    for (float number : observation) {
      numbers.add(Float.toString(number));
    }
    Answer answer =
        run(folder, List.of("python3", "network.py", "weights.safetensors", numbers.toString()));
    assertThat(answer.code()).as(answer.text()).isZero();
    return answer.text().lines().toList();
  }

  private static void assertSays(String line, String name, float... numbers) {
    assertThat(line).startsWith(name + " ");
    String[] words = line.substring(name.length() + 1).split(" ");
    assertThat(words).as(line).hasSameSizeAs(numbers);
    for (int i = 0; i < numbers.length; i++) {
      assertThat(Double.parseDouble(words[i])).as(line).isCloseTo(numbers[i], within(ERROR));
    }
  }

  private record Answer(int code, String text) {}

  private static Answer run(Path folder, List<String> command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Answer(process.waitFor(), text);
    } catch (IOException e) {
      return new Answer(-1, e.toString());
    }
  }
}
