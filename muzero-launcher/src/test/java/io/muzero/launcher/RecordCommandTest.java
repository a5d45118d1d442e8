package io.muzero.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.environment.GameOptions;
import io.muzero.expert.RecordReader;
import io.muzero.expert.RecordedGames;
import io.muzero.games.connect4.Connect4Provider;
import io.muzero.games.othello.OthelloProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordCommandTest {
  @TempDir private Path folder;

  private TestScreen record(int exitCode, String... options) {
    TestScreen test = new TestScreen(false);
    List<String> arguments = new ArrayList<>(List.of("record"));
    arguments.addAll(List.of(options));
    assertThat(Main.commandLine(test.screen).execute(arguments.toArray(String[]::new)))
        .as(test.errors())
        .isEqualTo(exitCode);
    return test;
  }

  private TestScreen record(String game, String player, int games, Path out, String... more) {
    List<String> options =
        new ArrayList<>(
            List.of("--game", game, "--player", player, "--games", "" + games, "--out", "" + out));
    options.addAll(List.of(more));
    return record(0, options.toArray(String[]::new));
  }

  @Test
  void record_othello_writesGamesThatAreReadAgain() {
    Path out = folder.resolve("games.sgf");
    String said = record("othello", "expert", 20, out).output();
    RecordedGames games =
        new RecordReader(new OthelloProvider(), new GameOptions(Map.of("size", 6)))
            .read(List.of(out));
    assertThat(games.problems()).isEmpty();
    assertThat(said.strip())
        .isEqualTo(
            "20 games of othello by expert: "
                + games.games().size()
                + " different in "
                + out
                + ", "
                + (20 - games.games().size())
                + " duplicates dropped, 0 without an end dropped");
  }

  @Test
  void record_sameSeed_writesTheSameFile() throws Exception {
    Path one = folder.resolve("one.txt");
    Path two = folder.resolve("two.txt");
    Path other = folder.resolve("other.txt");
    record("connect4", "expert", 6, one, "--seed", "5");
    record("connect4", "expert", 6, two, "--seed", "5");
    record("connect4", "expert", 6, other, "--seed", "6");
    assertThat(two).hasSameTextualContentAs(one);
    assertThat(Files.readString(other)).isNotEqualTo(Files.readString(one));
    assertThat(
            new RecordReader(new Connect4Provider(), GameOptions.NONE).read(List.of(one)).games())
        .isNotEmpty();
  }

  @Test
  void record_withoutOpening_dropsDuplicates() {
    Path out = folder.resolve("games.txt");
    String said = record("tictactoe", "perfect", 400, out, "--opening-moves", "0").output();
    assertThat(said).contains("duplicates dropped").doesNotContain(" 0 duplicates");
  }

  private void assertRefused(String message, String... options) {
    TestScreen test = record(2, options);
    assertThat(test.errors().strip()).isEqualTo("muzero: " + message);
  }

  @Test
  void record_wrongUsage_isOneLine() {
    String out = folder.resolve("x.sgf").toString();
    assertRefused(
        "--player must be one of random, playout, expert, the folder of an agent, gtp:COMMAND or gomocup:COMMAND, was exprt; did you mean expert?",
        "--game",
        "go",
        "--player",
        "exprt",
        "--out",
        out);
    assertRefused(
        "games are recorded of two players only, and cartpole has one",
        "--game",
        "cartpole",
        "--player",
        "heuristic",
        "--out",
        out);
    assertRefused(
        "connect4 has no SGF: name a file that ends in .txt instead of " + out,
        "--game",
        "connect4",
        "--player",
        "expert",
        "--out",
        out);
    assertRefused(
        "--games must be within [1, 10000000], was 0",
        "--game",
        "go",
        "--player",
        "expert",
        "--games",
        "0",
        "--out",
        out);
  }

  @Test
  void record_engineThatIsNotThere_isOneLine() {
    TestScreen test =
        record(
            1,
            "--game",
            "go",
            "--player",
            "gtp:no-such-engine --mode gtp",
            "--out",
            folder.resolve("x.sgf").toString());
    assertThat(test.errors().lines())
        .singleElement()
        .asString()
        .startsWith("muzero: the engine no-such-engine cannot be started: install it");
  }
}
