package io.muzero.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.environment.GameOptions;
import io.muzero.expert.GameRecord;
import io.muzero.expert.RecordReader;
import io.muzero.expert.RecordedGames;
import io.muzero.games.go.GoProvider;
import io.muzero.games.othello.OthelloProvider;
import io.muzero.games.tictactoe.TicTacToeProvider;
import io.muzero.match.MatchReport;
import io.muzero.match.PairCounts;
import io.muzero.match.PlayedGame;
import io.muzero.match.Sprt;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class MatchCommandTest {
  @TempDir private Path root;

  private static TestScreen match(int exitCode, String... words) {
    TestScreen test = new TestScreen(false);
    List<String> arguments = new ArrayList<>(List.of("match"));
    arguments.addAll(List.of(words));
    assertThat(Main.commandLine(test.screen).execute(arguments.toArray(String[]::new)))
        .as(test.errors())
        .isEqualTo(exitCode);
    return test;
  }

  private static JsonNode json(String... words) throws Exception {
    List<String> all = new ArrayList<>(List.of(words));
    all.add("--json");
    String output = match(0, all.toArray(String[]::new)).output();
    assertThat(output.strip().lines()).hasSize(1);
    return new ObjectMapper().readTree(output);
  }

  private static JsonNode tictactoe(String first, String second, String... more) throws Exception {
    List<String> words =
        new ArrayList<>(List.of(first, second, "--game", "tictactoe", "--openings", "0"));
    words.addAll(List.of(more));
    return json(words.toArray(String[]::new)).at("/matches/0");
  }

  @Test
  void match_perfectAgainstPerfect_isAllDraws() throws Exception {
    JsonNode match = tictactoe("perfect", "perfect", "--games", "100");
    assertThat(match.get("draws").asInt()).isEqualTo(100);
    assertThat(match.get("elo").asDouble()).isZero();
    assertThat(match.get("eloLow").asDouble()).isNegative();
    assertThat(match.get("eloHigh").asDouble()).isPositive();
    assertThat(match.get("second").asText()).isEqualTo("perfect (2)");
    // They choose among equals by chance, so that most games differ.
    assertThat(match.get("distinctGames").asInt()).isBetween(20, 99);
  }

  @Test
  void match_perfectAgainstRandom_neverLoses() throws Exception {
    JsonNode match = tictactoe("perfect", "random", "--games", "200");
    assertThat(match.get("losses").asInt()).isZero();
    assertThat(match.get("wins").asInt()).isGreaterThan(150);
    JsonNode other = tictactoe("random", "perfect", "--games", "200");
    assertThat(other.get("wins").asInt()).isZero();
    assertThat(other.get("elo").asDouble()).isLessThan(-300);
    assertThat(other.get("scoreMovingFirst").asDouble())
        .isGreaterThan(other.get("scoreMovingSecond").asDouble());
  }

  @Test
  void match_agentAgainstItself_isEven() throws Exception {
    String run = TestRuns.untrained(root, "tictactoe").toString();
    JsonNode result = json(run, run, "--games", "60", "--simulations", "4");
    JsonNode match = result.at("/matches/0");
    assertThat(match.get("pairs")).hasSize(5);
    assertThat(match.at("/pairs/2").asInt()).isEqualTo(30);
    assertThat(match.get("score").asDouble()).isEqualTo(0.5);
    assertThat(result.at("/players/0/kind").asText()).isEqualTo("agent");
    assertThat(result.at("/players/0/step").asInt()).isEqualTo(100);
    assertThat(result.at("/players/0/simulations").asInt()).isEqualTo(4);
    assertThat(result.at("/players/1/name").asText()).isEqualTo(run + " (2)");
    JsonNode alike =
        json(run, run, "--games", "60", "--simulations", "4", "--openings", "0").at("/matches/0");
    assertThat(alike.get("distinctGames").asInt()).isEqualTo(2);
    assertThat(alike.get("distinctPairs").asInt()).isEqualTo(1);
  }

  @Test
  void match_seconds_searchesForATime() throws Exception {
    String run = TestRuns.untrained(root, "tictactoe").toString();
    JsonNode result = json(run, "random", "--games", "2", "--seconds", "0.005");
    assertThat(result.at("/players/0/seconds").asDouble()).isEqualTo(0.005);
    assertThat(result.at("/players/0/simulations").isNull()).isTrue();
    assertThat(result.at("/matches/0/games").asInt()).isEqualTo(2);
  }

  @Test
  void match_sprt_endsWhenItKnows() throws Exception {
    JsonNode match = tictactoe("perfect", "random", "--sprt", "0,30");
    assertThat(match.get("ended").asText()).isEqualTo("decided");
    assertThat(match.at("/sprt/state").asText()).isEqualTo("h1");
    assertThat(match.at("/sprt/llr").asDouble())
        .isGreaterThanOrEqualTo(match.at("/sprt/upper").asDouble());
    assertThat(match.get("games").asInt()).isLessThan(400);
    String lines = match(0, "random", "perfect", "--game", "tictactoe", "--sprt", "0,30").output();
    assertThat(lines).contains("H0 accepted: random is not 30 Elo stronger");
  }

  @Test
  void match_threePlayers_makesATable() {
    List<String> lines =
        match(0, "random", "expert", "perfect", "--game", "tictactoe", "--games", "40").lines();
    assertThat(lines.get(0))
        .isEqualTo("tictactoe, 40 games of each two, 4 random moves first, seed 0");
    assertThat(lines).filteredOn(line -> line.contains("40 games against")).hasSize(3);
    List<String> table = lines.subList(lines.size() - 5, lines.size());
    assertThat(table.get(0)).contains("Elo").contains("95 %");
    assertThat(table.get(3)).startsWith(" 3 random").contains("anchor");
  }

  @Test
  void match_saveSgf_namesWhoHadWhichSeat() throws Exception {
    Path file = root.resolve("games.sgf");
    match(0, "expert", "random", "--game", "othello", "--games", "4", "--save", file.toString());
    RecordedGames games =
        new RecordReader(new OthelloProvider(), new GameOptions(Map.of("size", 6)))
            .read(List.of(file));
    assertThat(games.problems()).isEmpty();
    assertThat(games.games()).hasSize(4).extracting(GameRecord::randomMoves).containsOnly(4);
    List<String> heads =
        Files.readAllLines(file).stream().filter(line -> line.contains("PB[")).toList();
    assertThat(heads.get(0)).contains("PB[expert]PW[random]");
    assertThat(heads.get(1)).contains("PB[random]PW[expert]");
  }

  @Test
  void match_saveLines_areReadAgain() throws Exception {
    Path file = root.resolve("games.txt");
    match(0, "expert", "perfect", "--game", "tictactoe", "--games", "6", "--save", file.toString());
    RecordedGames games =
        new RecordReader(new TicTacToeProvider(), GameOptions.NONE).read(List.of(file));
    assertThat(games.problems()).isEmpty();
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(6);
    assertThat(lines.get(0)).contains(" # random 4 first: expert second: perfect result: ");
    assertThat(lines.get(1)).contains(" # random 4 first: perfect second: expert result: ");
  }

  @Test
  void match_wrongUsage_isOneLine() throws Exception {
    String run = TestRuns.untrained(root, "tictactoe").toString();
    String pole = TestRuns.untrained(root, "cartpole").toString();
    assertRefused(
        "--games must be even: each opening is played from both seats, was 3",
        run,
        "random",
        "--games",
        "3");
    assertRefused(
        "a player must be the folder of a run or checkpoint, a packed agent, a reference player of"
            + " tictactoe (random, expert, perfect) or "
            + Opponents.ENGINES
            + ", was perfct; did you mean perfect?",
        run,
        "perfct");
    assertRefused(
        "gone.agent does not exist; a player must be the folder of a run or checkpoint, a packed"
            + " agent, a reference player of tictactoe (random, expert, perfect) or "
            + Opponents.ENGINES
            + ", was gone.agent",
        run,
        "gone.agent");
    assertRefused(
        "no game is named, and no player is an agent of one: add --game NAME, or name a checkpoint"
            + " in place of random",
        "random",
        "perfect");
    assertRefused(
        "a match needs a game of two players, and cartpole has one: measure an agent by evaluate"
            + " --game cartpole, or a run's checkpoints by ladder RUN",
        pole,
        "random");
    assertRefused(
        "all players must play one game: " + run + " plays tictactoe, not connect4",
        run,
        "random",
        "--game",
        "connect4");
    assertRefused(
        "--sprt must be two differences of Elo with a comma between, for example 0,10, was ten",
        run,
        "random",
        "--sprt",
        "ten");
    assertRefused(
        "--opening-moves must be within [0, 1000], was -1", run, "random", "--openings", "-1");
    assertRefused("--sprt tests two players, were 3", run, "random", "perfect", "--sprt", "0,5");
    assertRefused("--seconds must be within [0.001, 3600], was 0.0", run, "random", "--seconds=0");
    assertRefused(
        "tictactoe has no SGF: name a file that ends in .txt instead of " + root.resolve("x.sgf"),
        run,
        "random",
        "--save",
        root.resolve("x.sgf").toString());
  }

  private static void assertRefused(String message, String... words) {
    TestScreen test = match(2, words);
    assertThat(test.errors().strip()).isEqualTo("muzero: " + message);
    assertThat(test.output()).isEmpty();
  }

  private static List<String> go(String... more) {
    List<String> words = new ArrayList<>(List.of(more));
    words.addAll(List.of("--game", "go", "--set", "environment.max_moves=20"));
    return words;
  }

  private static TestScreen matchOfGo(int exitCode, String... more) {
    return match(exitCode, go(more).toArray(String[]::new));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void match_processesOfAnEngine_haveSeedsOfTheirOwn() throws Exception {
    Path seeds = Files.createDirectory(root.resolve("seeds"));
    String engine =
        TestEngine.of(
            root, "echo \"$2\" > \"$1/$$\"; printf '= PASS\\n\\n'", "'" + seeds + "' {seed}");
    matchOfGo(0, engine, engine, "--games", "8");
    List<String> given = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(seeds)) {
      for (Path file : files) {
        given.add(Files.readString(file).strip());
      }
    }
    assertThat(given).hasSizeGreaterThan(1).doesNotHaveDuplicates();
    assertThat(given).allMatch(seed -> Integer.parseInt(seed) > 0);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void match_manyRepeats_saysWhatHelps() throws Exception {
    String engine = TestEngine.of(root, "printf '= PASS\\n\\n'", "");
    String said = matchOfGo(0, engine, engine, "--games", "20", "--opening-moves", "0").output();
    assertThat(said)
        .contains("many games repeat others", "{seed} in its command", "--opening-moves");
    String seeded = engine + " {seed}";
    assertThat(matchOfGo(0, seeded, seeded, "--games", "20", "--opening-moves", "0").output())
        .contains("many games repeat others: more random moves first (--opening-moves)")
        .doesNotContain("seed of its own");
    assertThat(matchOfGo(0, "random", "playout", "--games", "20").output())
        .doesNotContain("many games repeat others");
  }

  /** An engine that ended in game 399 of 400 took all results with it. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void match_engineThatEnds_keepsWhatIsOver() throws Exception {
    String engine =
        TestEngine.of(root, "if [ $moves -gt 25 ]; then exit 3; fi; printf '= PASS\\n\\n'", "");
    Path file = root.resolve("games.sgf");
    TestScreen test = matchOfGo(1, engine, "random", "--games", "400", "--save", file.toString());
    assertThat(test.output()).contains(" games against random").contains("Elo difference");
    assertThat(test.errors()).contains("muzero: the engine ", "ended instead of answering");
    RecordedGames games =
        new RecordReader(new GoProvider(), new GameOptions(Map.of("max_moves", 20)))
            .read(List.of(file));
    assertThat(test.errors()).contains("wrote ");
    assertThat(games.games().size() + games.problems().size()).isBetween(2, 398);
    JsonNode result =
        new ObjectMapper()
            .readTree(matchOfGo(1, engine, "random", "--games", "400", "--json").output());
    assertThat(result.get("stopped").asBoolean()).isTrue();
    assertThat(result.get("failure").asText()).contains("ended instead of answering");
    assertThat(result.at("/matches/0/ended").asText()).isEqualTo("stopped");
    assertThat(result.at("/matches/0/games").asInt()).isBetween(2, 398);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void match_engineThatFailsAtOnce_isOneLine() throws Exception {
    TestScreen test = matchOfGo(1, TestEngine.of(root, "exit 3", ""), "random", "--games", "4");
    assertThat(test.errors())
        .contains("muzero: the engine ")
        .contains("ended instead of answering");
    assertThat(test.output()).doesNotContain("Elo");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void match_resignation_isALostGameAndIsSaved() throws Exception {
    String engine = TestEngine.of(root, "printf '= resign\\n\\n'", "");
    Path file = root.resolve("games.sgf");
    JsonNode match =
        json(go(engine, "random", "--games", "6", "--save", file.toString()).toArray(String[]::new))
            .at("/matches/0");
    assertThat(match.get("losses").asInt()).isEqualTo(6);
    assertThat(match.get("ended").asText()).isEqualTo("complete");
    RecordedGames games =
        new RecordReader(new GoProvider(), new GameOptions(Map.of("max_moves", 20)))
            .read(List.of(file));
    assertThat(games.problems()).isEmpty();
    assertThat(games.games()).hasSize(6);
    assertThat(games.games().stream().filter(game -> game.result() < 0)).hasSize(3);
  }

  /** A stopped match counts pairs that overtook others; the test looks at pairs in order. */
  @Test
  void lines_stoppedMatch_judgesByThePairsThatWereTested() {
    PairCounts all = PairCounts.EMPTY;
    List<PlayedGame> games = new ArrayList<>();
    for (int pair = 0; pair < 200; pair++) {
      all = all.plus(4, true);
      games.add(new PlayedGame(2 * pair, 0, List.of(), 0, 1, 2L * pair));
      games.add(new PlayedGame(2 * pair + 1, 1, List.of(), 0, 1, 2L * pair + 1));
    }
    PairCounts tested = PairCounts.EMPTY.plus(2, true);
    Tournament.Played played =
        new Tournament.Played(
            0, 1, new MatchReport(games, all, tested, MatchReport.Ended.STOPPED, null));
    Sprt sprt = Sprt.of(0, 100);
    assertThat(sprt.state(sprt.llr(all))).isEqualTo(Sprt.State.H1);
    List<Contestant> players = new ArrayList<>();
    for (String name : List.of("expert", "random")) {
      players.add(new Contestant.Named(name, name, new TicTacToeProvider(), GameOptions.NONE));
    }
    MatchText text = new MatchText(players, sprt);
    assertThat(text.lines(played)).last().asString().endsWith(" after 1 pair, undecided");
    ObjectNode object = Json.object();
    text.put(object, played);
    assertThat(object.at("/sprt/state").asText()).isEqualTo("undecided");
    assertThat(object.at("/sprt/pairs").asInt()).isEqualTo(1);
    assertThat(object.get("games").asInt()).isEqualTo(400);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void match_engine_isPlayedAndEnded() throws Exception {
    Path engine =
        Files.writeString(
            root.resolve("engine"),
            """
            #!/bin/sh
            while read -r word rest; do
              case "$word" in
                protocol_version) printf '= 2\\n\\n' ;;
                genmove) printf '= PASS\\n\\n' ;;
                quit) printf '=\\n\\n'; echo ended > "$1"; exit 0 ;;
                *) printf '=\\n\\n' ;;
              esac
            done
            """);
    Files.setPosixFilePermissions(engine, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path note = root.resolve("note");
    JsonNode result =
        json(
            "gtp:'" + engine + "' '" + note + "'",
            "random",
            "--game",
            "go",
            "--set",
            "environment.max_moves=20",
            "--games",
            "4");
    assertThat(result.at("/players/0/kind").asText()).isEqualTo("engine");
    assertThat(result.at("/matches/0/games").asInt()).isEqualTo(4);
    assertThat(note).hasContent("ended");
  }

  private static Tournament.Played even(int first, int second, int pairs) {
    PairCounts counts = PairCounts.EMPTY;
    List<PlayedGame> games = new ArrayList<>();
    for (int pair = 0; pair < pairs; pair++) {
      counts = counts.plus(2, pair == 0);
      games.add(new PlayedGame(2 * pair, 0, List.of(), 0, 1, 1));
      games.add(new PlayedGame(2 * pair + 1, 1, List.of(), 0, -1, 2));
    }
    return new Tournament.Played(
        first, second, new MatchReport(games, counts, counts, MatchReport.Ended.STOPPED, null));
  }

  private static List<Contestant> references(String... names) {
    List<Contestant> players = new ArrayList<>();
    for (String name : names) {
      players.add(new Contestant.Named(name, name, new TicTacToeProvider(), GameOptions.NONE));
    }
    return players;
  }

  /** Ctrl-C in a round robin took the table and all ratings. */
  @Test
  void ratings_stoppedRoundRobin_areThereWhereGamesConnectAll() {
    List<Contestant> players = references("random", "expert", "perfect");
    List<Tournament.Played> chain = List.of(even(0, 1, 3), even(0, 2, 3));
    assertThat(MatchCommand.ratings(players, chain, 0)).isNotNull();
    assertThat(MatchCommand.ratings(players, List.of(even(0, 1, 3)), 0)).isNull();
    assertThat(MatchCommand.ratings(references("random", "expert"), chain.subList(0, 1), 0))
        .isNull();
    MatchText text = new MatchText(players, null);
    assertThat(text.table(chain, MatchCommand.ratings(players, chain, 0)))
        .hasSize(5)
        .anyMatch(line -> line.contains("expert") && line.endsWith("–"))
        .noneMatch(line -> line.contains("no Elo"));
    assertThat(text.table(chain.subList(0, 1), null))
        .containsExactly(
            "                 1       2       3",
            " 1 random        –    50.0       –",
            " 2 expert     50.0       –       –",
            " 3 perfect       –       –       –",
            "columns: score in % against the player of that number",
            "no Elo: the games do not connect all players");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void match_roundRobinThatBreaksOff_printsTheTable() throws Exception {
    String engine = TestEngine.of(root, "exit 3", "");
    TestScreen test = matchOfGo(1, "random", "playout", engine, "--games", "4");
    assertThat(test.output()).contains("no Elo: the games do not connect all players");
    JsonNode result =
        new ObjectMapper()
            .readTree(matchOfGo(1, "random", "playout", engine, "--games", "4", "--json").output());
    assertThat(result.get("ratings")).isEmpty();
    assertThat(result.get("matches")).hasSize(1);
  }

  /** A pair that was played before counts once in the test. */
  @Test
  void sprt_repeatedPairs_areTold() {
    MatchText text = new MatchText(references("expert", "random"), Sprt.of(0, 10));
    Tournament.Played played = even(0, 1, 3);
    assertThat(text.lines(played))
        .anyMatch(line -> line.contains(" after 3 pairs, 1 of them different, undecided"));
    ObjectNode object = Json.object();
    text.put(object, played);
    assertThat(object.get("distinctPairs").asInt()).isEqualTo(1);
    assertThat(object.at("/sprt/pairs").asInt()).isEqualTo(3);
    assertThat(object.at("/sprt/distinctPairs").asInt()).isEqualTo(1);
  }
}
