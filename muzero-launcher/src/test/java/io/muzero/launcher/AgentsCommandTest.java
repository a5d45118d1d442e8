package io.muzero.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentsCommandTest {
  @TempDir private Path root;

  private TestScreen test = new TestScreen(false);

  private int run(String... arguments) {
    test = new TestScreen(false);
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream("quit\n".getBytes(StandardCharsets.UTF_8)));
    try {
      return Main.commandLine(test.screen).execute(arguments);
    } finally {
      System.setIn(before);
    }
  }

  private void assertRefused(int code, String message, String... arguments) {
    assertThat(run(arguments)).as(test.errors()).isEqualTo(code);
    assertThat(test.errors().strip()).startsWith("muzero: ").contains(message).hasLineCount(1);
    assertThat(test.output()).isEmpty();
  }

  @Test
  void agents_listsThoseOfTheProgram() throws Exception {
    assertThat(run("agents")).as(test.errors()).isZero();
    assertThat(test.lines())
        .anyMatch(line -> line.matches("tictactoe +tictactoe, step [\\d,]+, .*"));
    assertThat(run("agents", "--json")).isZero();
    JsonNode agents = new ObjectMapper().readTree(test.output()).path("agents");
    assertThat(agents).isNotEmpty();
    for (JsonNode agent : agents) {
      assertThat(agent.path("measured")).as(agent.path("name").asText()).isNotEmpty();
    }
  }

  @Test
  void show_tellsHowItWasTrainedAndMeasured() throws Exception {
    assertThat(run("agents", "show", "tictactoe")).as(test.errors()).isZero();
    assertThat(test.output())
        .contains(
            "tictactoe: plays tictactoe, step ",
            "trained by   train --game tictactoe --seed ",
            "measured by  evaluate --agent tictactoe --exhaustive",
            "badDecisionsSearch: 0");
    assertThat(run("agent", "show", "tictactoe", "--json")).isZero();
    assertThat(new ObjectMapper().readTree(test.output()).path("game").asText())
        .isEqualTo("tictactoe");
  }

  @Test
  void pack_run_isPlayedByItsFile() throws Exception {
    Path run = TestRuns.untrained(root, "tictactoe");
    Path measured = root.resolve("measured.json");
    assertThat(
            run(
                "evaluate",
                "--checkpoint",
                run.toString(),
                "--opponent",
                "random",
                "--games",
                "4",
                "--set",
                "evaluation.openingMoves=1",
                "--json"))
        .as(test.errors())
        .isZero();
    Files.writeString(measured, test.output());
    Path file = root.resolve("mine.agent");
    assertThat(
            run(
                "agent",
                "pack",
                run.toString(),
                "--name",
                "mine",
                "--machine",
                "my machine",
                "--measured",
                measured.toString(),
                "--out",
                file.toString()))
        .as(test.errors())
        .isZero();
    assertThat(test.output()).contains("tictactoe at step 100 is in " + file);
    assertThat(run("agents", "show", file.toString())).isZero();
    assertThat(test.output())
        .contains(
            "mine: plays tictactoe, step 100",
            "machine      my machine",
            "  network.stateSize: 8",
            "measured by  evaluate --agent mine --opponent random --games 4",
            " --set evaluation.openingMoves=1",
            "  random games: 4");
    assertThat(run("play", "--agent", file.toString())).as(test.errors()).isZero();
    assertThat(test.errors()).contains("playing tictactoe against " + file);
  }

  @Test
  void pack_measuredOfOtherWeightsOrStopped_isRefused() throws Exception {
    Path run = TestRuns.untrained(root, "tictactoe");
    Path measured = root.resolve("measured.json");
    String pack = "agent pack " + run + " --out " + root.resolve("x.agent") + " --measured ";
    Files.writeString(measured, "{\"game\":\"tictactoe\",\"step\":100,\"weights\":\"00\"}");
    assertRefused(2, "is of other weights of step 100", (pack + measured).split(" "));
    Files.writeString(measured, "{\"game\":\"tictactoe\",\"step\":100,\"stopped\":true}");
    assertRefused(2, "was stopped before all was measured", (pack + measured).split(" "));
  }

  @Test
  void measured_engine_isQuoted() throws Exception {
    Path file =
        Files.writeString(
            root.resolve("measured.json"),
            "{\"game\":\"tictactoe\",\"step\":1,\"simulations\":4,\"matches\":[{\"opponent\":"
                + "\"gtp:gnugo --mode gtp\",\"games\":2,\"score\":0.5}]}");
    io.muzero.agent.AgentCard card =
        new io.muzero.agent.AgentCard(
            "mine",
            "tictactoe",
            1,
            new io.muzero.agent.AgentCard.Training("train", 0, 1, 1, "m", "p"),
            java.util.Map.of(),
            java.util.List.of());
    assertThat(new MeasuredNumbers(file).of(card, "00").command())
        .contains("--opponent 'gtp:gnugo --mode gtp' --games 2");
  }

  @Test
  void pack_ofWhatIsNone_isRefusedInOneLine() throws Exception {
    Path run = TestRuns.untrained(root, "tictactoe");
    assertRefused(2, "does not exist", "agent", "pack", root.resolve("nothing").toString());
    assertRefused(
        2,
        "must be a file in a folder that exists",
        "agent",
        "pack",
        run.toString(),
        "--out",
        root.resolve("no/x.agent").toString());
    assertRefused(
        2, "--name: an agent's name must be", "agent", "pack", run.toString(), "--name", "../X");
    Path wrong =
        Files.writeString(root.resolve("wrong.json"), "{\"game\":\"tictactoe\",\"step\":7}");
    assertRefused(
        2,
        "is of tictactoe at step 7, the agent is of tictactoe at step 100",
        "agent",
        "pack",
        run.toString(),
        "--measured",
        wrong.toString());
    Path none = Files.writeString(root.resolve("none.json"), "step 7");
    assertRefused(2, "is no JSON", "agent", "pack", run.toString(), "--measured", none.toString());
  }

  @Test
  void agent_thatIsNone_isRefusedInOneLine() throws Exception {
    assertRefused(2, "there is no agent 'tictactoo'", "play", "--agent", "tictactoo");
    assertThat(test.errors()).contains("did you mean tictactoe?");
    assertRefused(
        2, "is of the game tictactoe, not of go", "play", "--game", "go", "--agent", "tictactoe");
    assertRefused(
        2,
        "--agent and --checkpoint both name an agent",
        "play",
        "--agent",
        "tictactoe",
        "--checkpoint",
        root.toString());
    Path none = Files.writeString(root.resolve("none.agent"), "no zip");
    assertRefused(2, "is no agent's file", "evaluate", "--agent", none.toString());
    Path run = TestRuns.untrained(root, "tictactoe");
    assertRefused(2, "has no card", "agents", "show", run.toString());
  }

  @Test
  void game_withoutARun_isPlayedByTheReadyAgent() {
    assertThat(run("play", "--game", "tictactoe", "--set", "run.folder=" + root))
        .as(test.errors())
        .isZero();
    assertThat(test.errors())
        .contains(
            "there is no run of tictactoe in "
                + root.resolve("tictactoe")
                + ": the agent tictactoe plays, which comes with the program (agents show tictactoe)");
  }
}
