package io.muzero.srctest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muzero.srctest.Jar.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that need no network, and every way of using them wrongly. */
class CommandLineIT {
  private static final long MEBIBYTE = 1 << 20;

  @TempDir private Path folder;

  private Ended run(String... arguments) throws Exception {
    return new Jar(folder).run(arguments);
  }

  @Test
  void jar_isSmallAndComplete() throws Exception {
    assertThat(Files.size(Jar.path())).isLessThanOrEqualTo(150 * MEBIBYTE);
    try (JarFile jar = new JarFile(Jar.path().toFile())) {
      assertThat(jar.getManifest().getMainAttributes().getValue("Enable-Native-Access"))
          .isEqualTo("ALL-UNNAMED");
      assertThat(jar.getManifest().getMainAttributes().getValue("Multi-Release")).isEqualTo("true");
      assertThat(
              List.of(
                  "META-INF/LICENSE-APACHE-2.0.txt",
                  "META-INF/NOTICE",
                  "META-INF/THIRD-PARTY.txt",
                  "META-INF/services/ai.djl.engine.EngineProvider",
                  "META-INF/services/io.muzero.environment.GameProvider"))
          .allSatisfy(name -> assertThat(jar.getEntry(name)).as(name).isNotNull());
    }
  }

  @Test
  void games_listsThem() throws Exception {
    Ended ended = run("games");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.output()).contains("tictactoe", "cartpole", "perfect");
    assertThat(ended.errors()).isEmpty();
  }

  @Test
  void games_json_isOneObject() throws Exception {
    JsonNode games = new ObjectMapper().readTree(run("games", "--json").output()).get("games");
    assertThat(games.findValuesAsText("name")).contains("tictactoe", "cartpole");
  }

  @Test
  void config_json_takesSettings() throws Exception {
    Ended ended =
        run(
            "config",
            "--game",
            "tictactoe",
            "--set",
            "search.simulations=7",
            "--seed",
            "9",
            "--json");
    JsonNode config = new ObjectMapper().readTree(ended.output());
    assertThat(config.at("/search/simulations").asInt()).isEqualTo(7);
    assertThat(config.at("/seed").asInt()).isEqualTo(9);
    assertThat(config.at("/game").asText()).isEqualTo("tictactoe");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tictactoe", "cartpole"})
  void config_printed_readsBackEqual(String game) throws Exception {
    String yaml = run("config", "--game", game).output();
    assertThat(yaml).contains("# simulations a search");
    Path file = Files.writeString(folder.resolve("my.yaml"), yaml);
    assertThat(run("config", "--config", file.toString()).output()).isEqualTo(yaml);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "games", "config", "generate-completion"})
  void help_everywhere(String command) throws Exception {
    Ended ended = command.isEmpty() ? run("--help") : run(command, "--help");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.output()).startsWith("Usage: muzero");
  }

  @Test
  void version_isPrinted() throws Exception {
    assertThat(run("--version").output()).startsWith("muzero 0.").contains("libtorch 2.7.1");
  }

  @Test
  void generateCompletion_isAScript() throws Exception {
    Ended ended = run("generate-completion");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.output()).startsWith("#!").contains("complete ", "tictactoe");
  }

  @Test
  void wrongUsage_isOneLineWithExitCode2() throws Exception {
    Path file = Files.writeString(folder.resolve("my.yaml"), "search:\n  simulatons: 3\n");
    wrong(
        "search.simulatons is not a known key ("
            + file
            + ", line 2); did you mean search.simulations?",
        "--config",
        file.toString());
    wrong(
        "search.simulations must be within [1, 100000], was 0 (--set)",
        "--set",
        "search.simulations=0");
    wrong(
        "search.simulations must be a whole number below 2^31, was 'many' (--set)",
        "--set",
        "search.simulations=many");
    wrong(
        "selfPlay.workers must be a whole number below 2^31, was 'x' (--workers)",
        "--workers",
        "x");
    wrong(
        "search.algorithm must be one of gumbel, puct, was 'gumble' (--set); did you mean gumbel?",
        "--set",
        "search.algorithm=gumble");
  }

  private void wrong(String message, String... options) throws Exception {
    String[] arguments = new String[options.length + 3];
    System.arraycopy(new String[] {"config", "--game", "tictactoe"}, 0, arguments, 0, 3);
    System.arraycopy(options, 0, arguments, 3, options.length);
    Ended ended = run(arguments);
    assertThat(ended.errors().strip()).isEqualTo("muzero: " + message);
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.output()).isEmpty();
  }

  @Test
  void wrongGame_namesTheNearest() throws Exception {
    Ended ended = run("config", "--game", "tic-tac-toe");
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.errors().lines()).hasSize(1);
    assertThat(ended.errors()).contains("did you mean tictactoe?");
  }
}
