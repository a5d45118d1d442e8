package io.muzero.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muzero.environment.GameOptions;
import io.muzero.expert.GameRecord;
import io.muzero.expert.RecordReader;
import io.muzero.expert.RecordedGames;
import io.muzero.games.connect4.Connect4Provider;
import io.muzero.games.go.GoProvider;
import io.muzero.games.othello.OthelloProvider;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
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

  private static RecordedGames read(Path file) {
    return new RecordReader(new GoProvider(), new GameOptions(Map.of("max_moves", 20)))
        .read(List.of(file));
  }

  private static String[] go(String player, Path out, String... more) {
    List<String> options =
        new ArrayList<>(List.of("--game", "go", "--set", "environment.max_moves=20"));
    options.addAll(List.of("--player", player, "--out", out.toString()));
    options.addAll(List.of(more));
    return options.toArray(String[]::new);
  }

  @Test
  void record_json_isOneObject() throws Exception {
    Path out = folder.resolve("games.txt");
    String said = record("tictactoe", "perfect", 50, out, "--json").output();
    assertThat(said.lines()).hasSize(1);
    JsonNode result = new ObjectMapper().readTree(said);
    assertThat(result.get("game").asText()).isEqualTo("tictactoe");
    assertThat(result.get("player").asText()).isEqualTo("perfect");
    assertThat(result.get("file").asText()).isEqualTo(out.toString());
    assertThat(result.get("gamesPlanned").asInt()).isEqualTo(50);
    assertThat(result.get("games").asInt()).isEqualTo(50);
    assertThat(result.get("distinctGames").asInt() + result.get("duplicates").asInt())
        .isEqualTo(50);
    assertThat(Files.readAllLines(out)).hasSize(result.get("distinctGames").asInt());
    assertThat(result.get("stopped").asBoolean()).isFalse();
    assertThat(result.get("failure").isNull()).isTrue();
  }

  /** What a person does who has waited long enough; SIGTERM is handled as Ctrl-C. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  @Timeout(120)
  void record_stopped_writesTheGamesThatAreOver() throws Exception {
    Path note = folder.resolve("note");
    String engine =
        TestEngine.of(
            folder, "echo x >> \"$1\"; sleep 0.01; printf '= PASS\\n\\n'", "'" + note + "'");
    Path out = folder.resolve("games.sgf");
    Thread killer =
        new Thread(
            () -> {
              try {
                while (!Files.exists(note) || Files.size(note) < 100) {
                  Thread.sleep(20);
                }
                String self = Long.toString(ProcessHandle.current().pid());
                assertThat(new ProcessBuilder("kill", "-TERM", self).start().waitFor()).isZero();
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    killer.start();
    TestScreen test = record(0, go(engine, out, "--games", "1000000"));
    killer.join();
    assertThat(test.errors()).contains("stopping: the games that are over are written");
    assertThat(test.output()).containsPattern("^\\d+ of 1,000,000 games of go by gtp:");
    RecordedGames games = read(out);
    assertThat(games.problems()).isEmpty();
    assertThat(games.games()).isNotEmpty();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void record_engineThatEnds_keepsTheGamesThatAreOver() throws Exception {
    String engine =
        TestEngine.of(folder, "if [ $moves -gt 12 ]; then exit 3; fi; printf '= PASS\\n\\n'", "");
    Path out = folder.resolve("games.sgf");
    TestScreen test = record(1, go(engine, out, "--games", "5000"));
    assertThat(test.errors()).contains("muzero: the engine ", "ended instead of answering");
    assertThat(test.output()).containsPattern("^\\d+ of 5,000 games of go by gtp:");
    assertThat(read(out).games()).isNotEmpty();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void record_resignation_isALostGame() throws Exception {
    String engine =
        TestEngine.of(
            folder,
            "if [ $moves -gt 3 ]; then printf '= resign\\n\\n'; else printf '= PASS\\n\\n'; fi",
            "");
    Path out = folder.resolve("games.sgf");
    record(0, go(engine, out, "--games", "40"));
    RecordedGames games = read(out);
    List<GameRecord> resigned =
        games.games().stream().filter(game -> game.moves().size() == game.randomMoves()).toList();
    assertThat(resigned).hasSizeGreaterThan(5);
    assertThat(resigned).allMatch(game -> game.result() == (game.moves().size() % 2 == 0 ? -1 : 1));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void record_processesOfAnEngine_haveSeedsOfTheirOwn() throws Exception {
    Path seeds = Files.createDirectory(folder.resolve("seeds"));
    String engine =
        TestEngine.of(
            folder,
            "echo \"$2\" > \"$1/$$\"; sleep 0.01; printf '= PASS\\n\\n'",
            "'" + seeds + "' {seed}");
    record(0, go(engine, folder.resolve("games.sgf"), "--games", "200"));
    List<String> given = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(seeds)) {
      for (Path file : files) {
        given.add(Files.readString(file).strip());
      }
    }
    assertThat(given)
        .hasSize(Math.min(200, Runtime.getRuntime().availableProcessors()))
        .doesNotHaveDuplicates();
  }

  @Test
  void progress_isShownFromTheStart() {
    TestScreen test = new TestScreen(true);
    RecordingProgress progress = new RecordingProgress(test.screen, 2, 42);
    assertThat(test.errors()).contains("recording: 0 of 2 games done");
    progress.over(0);
    progress.finish();
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
