package io.muzero.srctest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muzero.srctest.Jar.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code export} of the packed jar, and the files in Python's ONNX Runtime. */
class ExportIT {
  private static final Path CHECK =
      Path.of("src", "test", "resources", "export", "check.py").toAbsolutePath();

  private static final Path EXAMPLE =
      Path.of("..", "docs", "examples", "onnx_play.py").toAbsolutePath().normalize();

  @TempDir private static Path place;

  @BeforeAll
  static void train() throws Exception {
    Files.writeString(place.resolve("small.yaml"), RunOnDisk.SMALL);
    train("tictactoe", "--config", "small.yaml", "--steps", "60");
    train(
        "cartpole",
        "--config",
        "small.yaml",
        "--steps",
        "20",
        "--set",
        "replay.stackedFrames=2",
        "--set",
        "network.rewardHead=dynamics");
  }

  private static void train(String game, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("train", "--game", game));
    arguments.addAll(List.of(options));
    succeed(arguments.toArray(String[]::new));
  }

  private static Ended succeed(String... arguments) throws Exception {
    Ended ended = new Jar(place).run(arguments);
    assertThat(ended.exitCode()).as(ended.errors()).isZero();
    return ended;
  }

  @Test
  void export_json_namesTheFiles() throws Exception {
    JsonNode said =
        new ObjectMapper()
            .readTree(
                succeed("export", "checkpoints/tictactoe/latest", "--out", "named", "--json")
                    .output());
    assertThat(said.path("game").asText()).isEqualTo("tictactoe");
    List<String> files = new ArrayList<>();
    long bytes = 0;
    for (JsonNode file : said.path("files")) {
      files.add(file.asText());
      bytes += Files.size(place.resolve("named").resolve(file.asText()));
    }
    assertThat(files)
        .containsExactlyInAnyOrder(
            "representation.onnx",
            "prediction.onnx",
            "dynamics.onnx",
            "initial_inference.onnx",
            "recurrent_inference.onnx",
            "golden.safetensors");
    assertThat(said.path("bytes").asLong()).isEqualTo(bytes);
  }

  @Test
  void files_inPython_areWholeAndSayWhatTheGoldenTensorsSay() throws Exception {
    requirePackages();
    for (String game : List.of("tictactoe", "cartpole")) {
      succeed("export", "--game", game, "--out", "checked-" + game);
      assertThat(python(CHECK, "checked-" + game)).isEqualTo("as the golden tensors say");
    }
  }

  /** The example of docs/export.md finds the move of our search in every position. */
  @Test
  void example_inPython_playsTheSameMoves() throws Exception {
    requirePackages();
    succeed("export", "checkpoints/tictactoe/latest", "--out", "played");
    assertThat(python(EXAMPLE, "played")).isEqualTo("32 of 32 moves are those of the Java agent");
  }

  @Test
  void example_agentThatSearchesByTheRules_isRefusedInOneLine() throws Exception {
    requirePackages();
    succeed("export", "connect4", "--out", "rules");
    assertThat(python(1, EXAMPLE, "rules"))
        .isEqualTo(
            "rules has no recurrent_inference.onnx, which agents lack that search by the game's real rules");
  }

  @Test
  void wrongUsage_isOneLine() throws Exception {
    Files.createDirectories(place.resolve("full"));
    Files.writeString(place.resolve("full").resolve("note.txt"), "mine");
    assertRefused(
        "--out full is not empty: name a new folder",
        "export",
        "checkpoints/tictactoe/latest",
        "--out",
        "full");
    assertRefused(
        "--checkpoint nowhere does not exist", "export", "--checkpoint", "nowhere", "--out", "new");
    assertRefused(
        "--out small.yaml is no folder: name a new one",
        "export",
        "checkpoints/tictactoe/latest",
        "--out",
        "small.yaml");
    assertRefused(
        "Missing required option: '--out=FOLDER' (see muzero export --help)",
        "export",
        "checkpoints/tictactoe/latest");
  }

  private static void assertRefused(String message, String... arguments) throws Exception {
    Ended ended = new Jar(place).run(arguments);
    assertThat(ended.exitCode()).as(ended.errors()).isEqualTo(2);
    assertThat(ended.errors().strip()).isEqualTo("muzero: " + message);
    assertThat(ended.output()).isEmpty();
  }

  private static void requirePackages() throws Exception {
    boolean found;
    try {
      Process process =
          new ProcessBuilder("python3", "-c", "import onnx, onnxruntime, numpy, safetensors")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      found = process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      found = false;
    }
    assumeTrue(
        found,
        "python3 cannot import onnx, onnxruntime, numpy and safetensors: put one that can first on the PATH");
  }

  private static String python(Path script, String folder) throws Exception {
    return python(0, script, folder);
  }

  private static String python(int exitCode, Path script, String folder) throws Exception {
    Path said = Files.createTempFile(place, "python", ".txt");
    Process process =
        new ProcessBuilder("python3", script.toString(), folder)
            .directory(place.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(said)).isEqualTo(exitCode);
    return Files.readString(said).strip();
  }
}
