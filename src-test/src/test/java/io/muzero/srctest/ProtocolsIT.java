package io.muzero.srctest;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.srctest.Jar.Ended;
import io.muzero.srctest.Jar.Running;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two processes of ours play with each other over each protocol. */
class ProtocolsIT {
  @TempDir private Path folder;

  private Ended run(String... arguments) throws Exception {
    return new Jar(folder).run(arguments);
  }

  private static String engine(String protocol, String options) {
    return protocol
        + ":'"
        + Jar.tool("java")
        + "' -jar '"
        + Jar.path()
        + "' "
        + protocol
        + " "
        + options;
  }

  /** The player of one process plays with that of another, both sides told apart by the rules. */
  @ParameterizedTest
  @CsvSource({
    "gtp, go, --game go --player expert --set environment.size=5",
    "gtp, othello, --game othello --player expert",
    "gomocup, gomoku, --player expert --set environment.size=9"
  })
  void record_playerInAnotherProcess_playsToTheEnd(String protocol, String game, String options)
      throws Exception {
    Ended ended =
        run(
            "record",
            "--game",
            game,
            "--player",
            engine(protocol, options),
            "--games",
            "3",
            "--opening-moves",
            "4",
            "--out",
            folder.resolve("games.sgf").toString());
    assertThat(ended.exitCode()).as(ended.errors()).isZero();
    assertThat(ended.output()).startsWith("3 games of " + game + " by " + protocol + ":");
    assertThat(Files.readString(folder.resolve("games.sgf"))).contains("RE[");
  }

  @Test
  void evaluate_agentAgainstItsTwin_overBothProtocols() throws Exception {
    Files.writeString(folder.resolve("small.yaml"), RunOnDisk.SMALL);
    Ended trained =
        run(
            "train",
            "--game",
            "gomoku",
            "--config",
            "small.yaml",
            "--steps",
            "2",
            "--set",
            "environment.size=6",
            "--set",
            "network.policyHead=dense",
            "--set",
            "network.globalPooling=false");
    assertThat(trained.exitCode()).as(trained.errors()).isZero();
    Path run =
        folder
            .resolve("checkpoints/gomoku")
            .resolve(Files.readString(folder.resolve("checkpoints/gomoku/latest")).strip());
    for (String protocol : List.of("gtp", "gomocup")) {
      List<String> arguments = new ArrayList<>(List.of("evaluate", "--checkpoint", run.toString()));
      arguments.addAll(List.of("--simulations", "4", "--games", "2", "--opponent"));
      arguments.add(engine(protocol, "--checkpoint '" + run + "' --simulations 4"));
      Ended ended = run(arguments.toArray(String[]::new));
      assertThat(ended.exitCode()).as(ended.errors()).isZero();
      assertThat(ended.output()).contains(" 2 games").contains("the agent won");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gtp", "gomocup"})
  void engine_endsWithItsInput(String protocol) throws Exception {
    Ended ended = run(protocol, "--game", "gomoku", "--player", "expert");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.output()).isEmpty();
    assertThat(ended.errors()).isEmpty();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void engine_ctrlC_endsIt() throws Exception {
    Running running = new Jar(folder).start("gtp", "--game", "go", "--player", "random");
    running.say("name");
    running.awaitText("= muzero");
    running.signal("INT");
    Ended ended = running.await();
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.output()).isEqualTo("= muzero\n\n");
    assertThat(ended.errors()).isEmpty();
  }
}
