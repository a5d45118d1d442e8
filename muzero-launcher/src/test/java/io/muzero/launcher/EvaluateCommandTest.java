package io.muzero.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muzero.environment.Environment;
import io.muzero.environment.GameOptions;
import io.muzero.environment.Step;
import io.muzero.games.tictactoe.TicTacToeProvider;
import io.muzero.selfplay.Evaluation;
import io.muzero.selfplay.MatchResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateCommandTest {
  @TempDir private Path root;

  private void assertRefused(String message, Path run, String... options) {
    TestScreen test = new TestScreen(false);
    List<String> arguments = new ArrayList<>(List.of("evaluate", "--checkpoint", run.toString()));
    arguments.addAll(List.of(options));
    int exitCode = Main.commandLine(test.screen).execute(arguments.toArray(String[]::new));
    assertThat(test.errors().strip()).isEqualTo("muzero: " + message);
    assertThat(exitCode).isEqualTo(2);
    assertThat(test.output()).isEmpty();
  }

  @Test
  void evaluate_pictureOfSeveralOpponents_hasOneEach() throws Exception {
    Path board = TestRuns.untrained(root, "tictactoe");
    TestScreen test = new TestScreen(false);
    String words =
        "evaluate --checkpoint " + board + " --games 2 --json --render " + root.resolve("a.gif");
    assertThat(Main.commandLine(test.screen).execute(words.split(" "))).as(test.errors()).isZero();
    assertThat(root.resolve("a-random.gif")).exists();
    assertThat(root.resolve("a-perfect.gif")).exists();
    JsonNode printed = new ObjectMapper().readTree(test.output());
    assertThat(printed.path("stopped").asBoolean(true)).isFalse();
    assertThat(printed.path("weights").asText()).matches("[0-9a-f]{64}");
  }

  @Test
  void evaluatedAgent_stopped_givesUpBeforeItSearches() throws Exception {
    Path board = TestRuns.untrained(root, "tictactoe");
    try (io.muzero.agent.TrainedAgent agent = io.muzero.agent.TrainedAgent.load(board)) {
      Stop stop = new Stop();
      Evaluation evaluation =
          new Evaluation(agent.game(), agent.gameOptions(), new EvaluatedAgent(agent, stop.goOn()));
      assertThat(evaluation.match("random", 2, 0, 1, Evaluation.Spectator.NONE).games())
          .isEqualTo(2);
      stop.ask();
      org.assertj.core.api.Assertions.assertThatThrownBy(
              () -> evaluation.match("random", 2, 0, 1, Evaluation.Spectator.NONE))
          .isInstanceOf(java.util.concurrent.CancellationException.class);
    }
  }

  @Test
  void evaluate_wrongUsage_isOneLine() throws Exception {
    Path board = TestRuns.untrained(root, "tictactoe");
    Path pole = TestRuns.untrained(root, "cartpole");
    assertRefused("--games must be within [1, 1000000], was 0", board, "--games", "0");
    assertRefused("--seed must be at least 0, was -1", board, "--seed", "-1");
    assertRefused(
        "--episodes has no meaning here: a two-player game has --games", board, "--episodes", "3");
    assertRefused(
        "--games has no meaning here: a one-player game has --episodes", pole, "--games", "3");
    assertRefused(
        "--exhaustive needs a game whose every state is solved, and cartpole is none",
        pole,
        "--exhaustive");
    assertRefused("--render as text and --json exclude each other", pole, "--render", "--json");
    assertRefused(
        "a picture's file must end in .gif or .png, was film.mp4", pole, "--render", "film.mp4");
    Path film = root.resolve("nowhere").resolve("film.gif");
    assertRefused(
        "a picture's folder must exist, "
            + film.getParent()
            + " does not: make it, or name another file",
        pole,
        "--render",
        film.toString());
    Path folder = Files.createDirectory(root.resolve("folder.gif"));
    assertRefused(
        "a picture's file must not be a folder, was " + folder,
        pole,
        "--render",
        folder.toString());
    assertThat(folder).isDirectory();
    assertRefused(
        "--opponent must be one of random, heuristic, was heuristics; did you mean heuristic?",
        pole,
        "--episodes",
        "1",
        "--opponent",
        "heuristics");
  }

  @Test
  void evaluate_wrongMoves_nameFileLineAndMove() throws Exception {
    Path run = TestRuns.untrained(root, "tictactoe");
    Path file = root.resolve("moves.txt");
    String option = "--moves";
    assertRefused("--moves " + file + " does not exist", run, option, file.toString());
    Files.writeString(file, "a3\na3 a3\n");
    assertRefused(file + ", line 2: the move a3 is not legal there", run, option, file.toString());
    Files.writeString(file, "a3 z9\n");
    assertRefused(
        file + ", line 1: the move z9 is no move of this game", run, option, file.toString());
    Files.writeString(file, "\n\na3 a1 b3 b1 c3\n");
    assertRefused(file + ", line 3: the game is over there", run, option, file.toString());
    Files.writeString(file, "a3 a1 b3 b1 c3 c1\n");
    assertRefused(
        file + ", line 1: the move c1 comes after the game's end", run, option, file.toString());
  }

  private JsonNode json(Path run, String... options) throws Exception {
    TestScreen test = new TestScreen(false);
    List<String> arguments =
        new ArrayList<>(List.of("evaluate", "--checkpoint", run.toString(), "--json"));
    arguments.addAll(List.of(options));
    int exitCode = Main.commandLine(test.screen).execute(arguments.toArray(String[]::new));
    assertThat(exitCode).as(test.errors()).isZero();
    return new ObjectMapper().readTree(test.output());
  }

  @Test
  void evaluate_json_hasOneShapeWhateverItMeasures() throws Exception {
    Path board = TestRuns.untrained(root, "tictactoe");
    Path pole = TestRuns.untrained(root, "cartpole");
    JsonNode matches = json(board, "--games", "4", "--simulations", "2");
    JsonNode walk = json(board, "--exhaustive", "--simulations", "2");
    JsonNode episodes = json(pole, "--episodes", "2", "--simulations", "2");
    List<String> keys = new ArrayList<>();
    matches.fieldNames().forEachRemaining(keys::add);
    assertThat(keys)
        .containsExactly(
            "game",
            "checkpoint",
            "step",
            "weights",
            "simulations",
            "seed",
            "openingMoves",
            "settings",
            "stopped",
            "matches",
            "returns",
            "moves",
            "exact",
            "exhaustive");
    for (JsonNode other : List.of(walk, episodes)) {
      List<String> same = new ArrayList<>();
      other.fieldNames().forEachRemaining(same::add);
      assertThat(same).isEqualTo(keys);
    }
    assertThat(matches.get("matches")).hasSize(3);
    assertThat(matches.at("/matches/2/distinctGames").asInt()).isBetween(1, 4);
    assertThat(walk.at("/exhaustive/states").asInt()).isEqualTo(4520);
    assertThat(episodes.at("/returns/0/player").asText()).isEqualTo("agent");
    assertThat(episodes.at("/returns/0/episodes").asInt()).isEqualTo(2);
  }

  @Test
  void line_repeatedGames_saysWhoWonAndCountsThemOnce() {
    assertThat(EvaluateCommand.line(new MatchResult("perfect", 0, 400, 0, 3)))
        .isEqualTo(
            "perfect    400 games, 3 different: the agent won 0, drew 400, lost 0; score 50.0 %"
                + " (95 %, each different game counted once: 12.5 to 87.5)");
    assertThat(EvaluateCommand.line(new MatchResult("random", 371, 29, 0)))
        .startsWith(
            "random     400 games: the agent won 371, drew 29, lost 0; score 96.4 % (95 %: ");
  }

  private TestScreen evaluated(boolean live, Path run, String... options) {
    TestScreen test = new TestScreen(live);
    List<String> arguments =
        new ArrayList<>(List.of("evaluate", "--simulations", "2", "--checkpoint", run.toString()));
    arguments.addAll(List.of(options));
    int exitCode = Main.commandLine(test.screen).execute(arguments.toArray(String[]::new));
    assertThat(exitCode).as(test.errors()).isZero();
    return test;
  }

  @Test
  void evaluate_whatever_showsHowFarItIs() throws Exception {
    Path board = TestRuns.untrained(root, "tictactoe");
    Path pole = TestRuns.untrained(root, "cartpole");
    Path file = Files.writeString(root.resolve("moves.txt"), "\na3\na3 b2\n");
    assertThat(evaluated(true, board, "--moves", file.toString()).errors())
        .contains("evaluating, positions: 0 of 3 done, ");
    assertThat(evaluated(true, board, "--exhaustive").errors())
        .contains("evaluating, every line, then every state: 0 of 4,520 done, ");
    assertThat(evaluated(true, pole, "--episodes", "2", "--opponent", "heuristic").errors())
        .contains("evaluating, the agent: 0 of 2 games done, ")
        .contains("evaluating, heuristic: 0 of 2 games done, ");
  }

  /** Whose three marks the last board shows is read from it, cell by cell. */
  @Test
  void evaluate_renderedGame_endsWithWhoWon() throws Exception {
    Path run = TestRuns.untrained(root, "tictactoe");
    Set<String> winners = new TreeSet<>();
    for (int seed = 1; seed <= 8; seed++) {
      String named = seed % 2 == 0 ? "perfect" : "random";
      List<String> lines =
          evaluated(
                  false, run, "--opponent", named, "--games", "2", "--render", "--seed", "" + seed)
              .lines();
      int last = lines.lastIndexOf("   a b c");
      String board = String.join("", lines.subList(last - 3, last)).replaceAll("[^.XO]", "");
      int moves = board.replace(".", "").length();
      String winner = winner(board);
      winners.add(winner);
      String expected =
          switch (winner) {
            case "X" -> "the agent as X wins against " + named + " as O";
            case "O" -> named + " as O wins against the agent as X";
            default -> "a draw between the agent as X and " + named + " as O";
          };
      assertThat(lines.get(last + 1))
          .as("seed %d: %s", seed, board)
          .isEqualTo(expected + " after " + moves + " moves");
    }
    assertThat(winners).contains("X", "O");
  }

  /** X, O or none, of nine cells. */
  private static String winner(String board) {
    for (String line : List.of("012", "345", "678", "036", "147", "258", "048", "246")) {
      char mark = board.charAt(line.charAt(0) - '0');
      if (mark != '.' && line.chars().allMatch(cell -> board.charAt(cell - '0') == mark)) {
        return String.valueOf(mark);
      }
    }
    return "none";
  }

  @Test
  void evaluate_renderedEpisode_endsWithItsReturn() throws Exception {
    Path pole = TestRuns.untrained(root, "cartpole");
    assertThat(evaluated(false, pole, "--episodes", "1", "--render").output())
        .containsPattern("(?m)^(the end|time is up), rewards \\d+\\.0 in all$");
  }

  @Test
  void progress_states_tellsTimeLeft() {
    AtomicLong nanos = new AtomicLong();
    TestScreen test = new TestScreen(false);
    EvaluationProgress progress =
        new EvaluationProgress(
            test.screen,
            new EvaluationProgress.Task("evaluating, every state", 0, 9),
            Evaluation.Spectator.NONE,
            nanos::get);
    nanos.addAndGet(50_000_000_000L); // lines, which nobody has counted
    progress.decided(0, 0);
    assertThat(progress.line()).isEqualTo("evaluating, every state: 0:50 so far");
    progress.decided(0, 4000);
    nanos.addAndGet(50_000_000_000L);
    progress.decided(1000, 4000);
    assertThat(progress.line())
        .isEqualTo(
            "evaluating, every state: 1,000 of 4,000 done, about 25 %, 1:40 so far, about 2:30 left");
    assertThat(test.errors().lines().toList()).as("one a minute").hasSize(1);
  }

  @Test
  void progress_games_tellsTimeLeft() {
    AtomicLong nanos = new AtomicLong();
    TestScreen test = new TestScreen(false);
    EvaluationProgress progress =
        new EvaluationProgress(
            test.screen,
            new EvaluationProgress.Task("evaluating, against expert", 2, 42),
            Evaluation.Spectator.NONE,
            nanos::get);
    Environment state = new TicTacToeProvider().create(GameOptions.NONE);
    progress.saw(0, state, -1, Step.going(0));
    progress.saw(1, state, -1, Step.going(0));
    for (int move = 0; move < 10; move++) {
      nanos.addAndGet(10_000_000_000L);
      progress.saw(0, state, 0, move == 9 ? Step.terminal(1) : Step.going(0));
      progress.saw(1, state, 0, Step.going(0));
    }
    assertThat(test.errors().lines().toList()).as("one a minute").hasSize(1);
    assertThat(progress.line())
        .startsWith("evaluating, against expert: 1 of 2 games done, about ")
        .contains("1:40 so far, about ");
  }

  /** Games that are over at first are short, and say little of how long the others become. */
  @Test
  void progress_firstGamesOver_areNotTakenForAll() {
    AtomicLong nanos = new AtomicLong();
    EvaluationProgress progress =
        new EvaluationProgress(
            new TestScreen(false).screen,
            new EvaluationProgress.Task("evaluating, a match", 100, 42),
            Evaluation.Spectator.NONE,
            nanos::get);
    Environment state = new TicTacToeProvider().create(GameOptions.NONE);
    for (int move = 1; move <= 12; move++) {
      nanos.addAndGet(1_000_000_000L);
      for (int game = 0; game < 100; game++) {
        if (game >= 6 || move <= 11) {
          boolean last = game < 6 && move == 11;
          progress.saw(game, state, 0, last ? Step.terminal(1) : Step.going(0));
        }
      }
    }
    // All others end after 20 to 30 moves, as games of Connect Four do: about half is done.
    Matcher share = Pattern.compile("about (\\d+) %").matcher(progress.line());
    assertThat(share.find()).isTrue();
    assertThat(Integer.parseInt(share.group(1))).isBetween(40, 60);
  }
}
