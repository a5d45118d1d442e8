package io.muzero.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
}
