package io.muzero.srctest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muzero.srctest.Jar.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The packed jar compares players: match and ladder. */
class MatchIT {
  private static final String RUN = "checkpoints/tictactoe/latest";

  @TempDir private static Path place;

  @BeforeAll
  static void train() throws Exception {
    Files.writeString(place.resolve("small.yaml"), RunOnDisk.SMALL);
    Ended ended =
        run(
            "train",
            "--game",
            "tictactoe",
            "--config",
            "small.yaml",
            "--steps",
            "40",
            "--set",
            "run.snapshotMinutes=0.005");
    assertThat(ended.exitCode()).as(ended.errors()).isZero();
  }

  private static Ended run(String... arguments) throws Exception {
    return new Jar(place).run(arguments);
  }

  private static JsonNode json(String... arguments) throws Exception {
    Ended ended = run(arguments);
    assertThat(ended.exitCode()).as(ended.errors()).isZero();
    assertThat(ended.output().strip().lines()).hasSize(1);
    return new ObjectMapper().readTree(ended.output());
  }

  @Test
  void match_agentAgainstReferences_hasTheKeysScriptsRelyOn() throws Exception {
    JsonNode result = json("match", RUN, "random", "perfect", "--games", "20", "--json");
    assertThat(result.fieldNames())
        .toIterable()
        .containsExactly(
            "game",
            "gamesPlanned",
            "openingMoves",
            "openings",
            "seed",
            "players",
            "matches",
            "ratings",
            "stopped",
            "failure");
    assertThat(result.get("failure").isNull()).isTrue();
    assertThat(result.get("players")).hasSize(3);
    assertThat(result.get("matches")).hasSize(3);
    JsonNode match = result.at("/matches/0");
    int games =
        match.get("wins").asInt() + match.get("draws").asInt() + match.get("losses").asInt();
    assertThat(games).isEqualTo(20).isEqualTo(match.get("games").asInt());
    assertThat(match.get("scoreLow").asDouble()).isLessThan(match.get("scoreHigh").asDouble());
    assertThat(match.get("sprt").isNull()).isTrue();
    assertThat(result.get("ratings").findValuesAsText("name"))
        .containsExactly(RUN, "random", "perfect");
    assertThat(result.at("/ratings/1/elo").asDouble()).isZero();
  }

  @Test
  void match_agentThatComesWithTheProgram_isMeantWhateverFoldersThereAre() throws Exception {
    Files.createDirectories(place.resolve("agents").resolve("tictactoe")); // as in the sources
    JsonNode result =
        json("match", "tictactoe", "random", "--games", "2", "--simulations", "2", "--json");
    assertThat(result.get("game").asText()).isEqualTo("tictactoe");
    assertThat(result.get("matches")).hasSize(1);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void match_interrupted_printsWhatItHas() throws Exception {
    Jar.Running running =
        new Jar(place).start("match", "expert", "random", "--game", "othello", "--games", "100000");
    running.awaitText("random: reference player");
    Thread.sleep(6000);
    running.signal("INT");
    Ended ended = running.await();
    assertThat(ended.exitCode()).as(ended.errors()).isZero();
    assertThat(ended.errors()).contains("stopping: the games that are over count");
    assertThat(ended.output()).contains("expert won ").contains("Elo difference ");
  }

  @Test
  void ladder_run_saysWhetherItGetsBetter() throws Exception {
    JsonNode result =
        json("ladder", RUN, "--games", "8", "--csv", "l.csv", "--png", "l.png", "--json");
    assertThat(result.get("checkpoints").size()).isGreaterThanOrEqualTo(2);
    assertThat(result.get("answer").asText()).startsWith("Is it still getting better? ");
    assertThat(result.at("/trend/improving").asText()).isIn("yes", "worse", "not_shown");
    assertThat(Files.readAllLines(place.resolve("l.csv")))
        .hasSize(1 + result.get("checkpoints").size() + 2);
    assertThat(ImageIO.read(place.resolve("l.png").toFile())).isNotNull();
    Ended again = run("ladder", RUN, "--games", "8");
    assertThat(again.exitCode()).as(again.errors()).isZero();
    assertThat(again.output().strip()).endsWith(result.get("answer").asText());
  }

  @Test
  void wrongPlayers_areOneLine() throws Exception {
    Ended ended = run("match", RUN, "nobody");
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.errors().strip().lines()).hasSize(1);
    assertThat(ended.errors()).startsWith("muzero: a player must be ").contains("was nobody");
  }
}
