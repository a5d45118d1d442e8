package io.muzero.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.environment.GameOptions;
import io.muzero.expert.RecordReader;
import io.muzero.expert.RecordedGames;
import io.muzero.games.gomoku.GomokuProvider;
import io.muzero.games.tictactoe.TicTacToeProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The members of the family as commands: what they set, what they refuse, what they record. */
class FamilyCommandsTest {
  @TempDir private Path folder;

  private final TestScreen test = new TestScreen(false);

  private int run(String... arguments) {
    return Main.commandLine(test.screen).execute(arguments);
  }

  private void assertRefused(int exitCode, String message, String... arguments) {
    TestScreen other = new TestScreen(false);
    assertThat(Main.commandLine(other.screen).execute(arguments)).isEqualTo(exitCode);
    assertThat(other.errors().lines()).singleElement().asString().startsWith("muzero: " + message);
    assertThat(folder.resolve("runs")).doesNotExist();
  }

  private String runs() {
    return "run.folder=" + folder.resolve("runs").toString().replace('\\', '/');
  }

  @Test
  void config_algorithms_showEveryKeyTheySet() {
    assertThat(run("config", "--game", "tictactoe", "--algorithm", "alphagozero")).isZero();
    assertThat(test.output().lines().map(String::strip))
        .contains(
            "model: rules",
            "leafImages: true",
            "unrollSteps: 0",
            "everySteps: 1000",
            "games: 400",
            "winRate: 0.55");
    TestScreen other = new TestScreen(false);
    assertThat(
            Main.commandLine(other.screen)
                .execute("config", "--game", "tictactoe", "--algorithm", "alphago"))
        .isZero();
    assertThat(other.output().lines().map(String::strip))
        .contains("model: rules", "leafImages: false", "steps: 2000", "fadeSteps: 10000");
  }

  @Test
  void train_withoutWhatItNeeds_isRefusedInOneLineBeforeThereIsAFolder() throws Exception {
    String[] alphaGo = {"train", "--game", "tictactoe", "--algorithm", "alphago", "--set", runs()};
    assertRefused(
        2, "--algorithm alphago learns from games of experts first: add --expert", alphaGo);
    Path missing = folder.resolve("missing.txt");
    assertRefused(
        2,
        "expert.files: " + missing + " does not exist",
        "train",
        "--game",
        "tictactoe",
        "--expert",
        missing.toString(),
        "--set",
        runs());
    Path torn = folder.resolve("torn.txt");
    Files.writeString(torn, "a1 a2\na1 a1\n");
    assertRefused(
        2,
        torn
            + " has no game of tictactoe that can be used; the first of 2 problems: "
            + torn
            + ", game 1, move 2: it breaks off",
        "train",
        "--game",
        "tictactoe",
        "--expert",
        torn.toString(),
        "--set",
        runs());
    assertRefused(
        2,
        "expert.files must be [] for a game of one player",
        "train",
        "--game",
        "cartpole",
        "--expert",
        torn.toString(),
        "--set",
        runs());
  }

  @Test
  void train_opponentThatIsNotThere_isRefusedBeforeThereIsAFolder() {
    assertRefused(
        2,
        "evaluation.opponents must name players of connect4, one of",
        "train",
        "--game",
        "connect4",
        "--set",
        "evaluation.opponents=[random, exprt]",
        "--set",
        runs());
    assertRefused(
        1,
        "the engine no-such-engine cannot be started",
        "train",
        "--game",
        "go",
        "--set",
        "evaluation.opponents=[\"gtp:no-such-engine --mode gtp\"]",
        "--set",
        runs());
    assertRefused(
        2,
        "no GTP engine can play connect4",
        "train",
        "--game",
        "connect4",
        "--set",
        "evaluation.opponents=[\"gtp:gnugo\"]",
        "--set",
        runs());
  }

  @Test
  void record_byAnAgent_writesItsGamesAgainAndAgainTheSame() throws Exception {
    Path agent = TestRuns.untrained(folder, "tictactoe", "run.device=cpu", "search.simulations=4");
    Path one = folder.resolve("one.txt");
    Path two = folder.resolve("two.txt");
    for (Path out : List.of(one, two)) {
      assertThat(
              run(
                  "record",
                  "--game",
                  "tictactoe",
                  "--player",
                  agent.toString(),
                  "--games",
                  "60",
                  "--opening-moves",
                  "4",
                  "--out",
                  out.toString()))
          .as(test.errors())
          .isZero();
    }
    assertThat(two).hasSameTextualContentAs(one);
    RecordedGames read =
        new RecordReader(new TicTacToeProvider(), GameOptions.NONE).read(List.of(one));
    assertThat(read.problems()).isEmpty();
    assertThat(read.games()).hasSizeGreaterThan(20);
    assertThat(test.output())
        .contains("60 games of tictactoe by " + agent + ": " + read.games().size() + " different")
        .contains(60 - read.games().size() + " duplicates dropped");
  }

  @Test
  void record_byAnAgentOfAnotherSize_playsOnItsBoard() throws Exception {
    Path agent =
        TestRuns.untrained(
            folder,
            "gomoku",
            "environment.size=6",
            "run.device=cpu",
            "search.simulations=2",
            "network.policyHead=dense",
            "network.globalPooling=false");
    Path out = folder.resolve("games.sgf");
    assertThat(
            run(
                "record",
                "--game",
                "gomoku",
                "--player",
                agent.toString(),
                "--games",
                "4",
                "--out",
                out.toString()))
        .as(test.errors())
        .isZero();
    assertThat(Files.readString(out)).contains("SZ[6]");
    assertThat(
            new RecordReader(new GomokuProvider(), new GameOptions(Map.of("size", 6)))
                .read(List.of(out))
                .problems())
        .isEmpty();
  }
}
