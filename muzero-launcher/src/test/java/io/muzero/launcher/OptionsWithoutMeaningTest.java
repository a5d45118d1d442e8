package io.muzero.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An option that would do nothing is refused. */
class OptionsWithoutMeaningTest {
  @TempDir private Path root;

  private Path board;
  private Path pole;

  @BeforeEach
  void runs() throws Exception {
    board = TestRuns.untrained(root, "tictactoe");
    pole = TestRuns.untrained(root, "cartpole");
    Files.writeString(root.resolve("moves"), "a1\n");
    Files.writeString(root.resolve("settings"), "seed: 3\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "evaluate --checkpoint BOARD --exhaustive --games 4 | --games has no meaning with --exhaustive",
        "evaluate --checkpoint BOARD --exhaustive --opponent random | --opponent has no meaning with --exhaustive",
        "evaluate --checkpoint BOARD --exhaustive --render ROOT/a.gif | --render has no meaning with --exhaustive",
        "evaluate --checkpoint BOARD --moves ROOT/moves --games 4 | --games has no meaning with --moves",
        "evaluate --checkpoint BOARD --moves ROOT/moves --opponent random | --opponent has no meaning with --moves",
        "evaluate --checkpoint BOARD --moves ROOT/moves --exhaustive | --exhaustive has no meaning with --moves",
        "evaluate --checkpoint BOARD --moves ROOT/moves --render ROOT/a.gif | --render has no meaning with --moves",
        "match random perfect --game tictactoe --seconds 1 | --seconds has no meaning here",
        "match random perfect --game tictactoe --simulations 5 | --simulations has no meaning here: no player is",
        "gtp --game tictactoe --seed 3 | --seed has no meaning here",
        "gomocup --seed 3 | --seed has no meaning here",
        "ladder POLE --opening-moves 3 | --opening-moves has no meaning here",
        "render --checkpoint POLE --out ROOT/a.gif --opponent random | --opponent has no meaning here",
        "render --checkpoint POLE --out ROOT/a.gif --seed -1 | --seed must be at least 0, was -1",
        "train --resume BOARD/checkpoints/best-00000100 --from-best | --from-best and the checkpoint",
        "record --game tictactoe --player BOARD --config ROOT/settings --out ROOT/o.txt | --config",
        "sweep --resume ROOT --folder ROOT | --folder is for a new sweep",
        "sweep ROOT/moves --retry-failed | --retry-failed needs --resume FOLDER",
        "play --checkpoint POLE --seat second | --seat second has no meaning here",
        "play --game cartpole --set run.folder=ROOT/none --seat second | --seat second has no meaning here",
        "render --game cartpole --set run.folder=ROOT/none --out ROOT/a.gif --opponent random | --opponent has no",
        "evaluate --game cartpole --set run.folder=ROOT/none --games 5 | --games has no meaning here",
        "evaluate --game tictactoe --set run.folder=ROOT/none --opponent perfct | --opponent must be one of",
        "evaluate --game cartpole --set run.folder=ROOT/none --exhaustive | --exhaustive needs a game",
      })
  void option_thatWouldDoNothing_isRefusedInOneLine(String command, String message) {
    String[] words = command.strip().split(" +");
    for (int i = 0; i < words.length; i++) {
      words[i] =
          words[i]
              .replace("BOARD", board.toString())
              .replace("POLE", pole.toString())
              .replace("ROOT", root.toString());
    }
    TestScreen test = new TestScreen(false);
    assertThat(Main.commandLine(test.screen).execute(words)).as(test.errors()).isEqualTo(2);
    assertThat(test.errors().lines()).singleElement().asString().startsWith("muzero: " + message);
    assertThat(test.output()).isEmpty();
  }

  @Test
  void json_whatGamesPrint_goesToErrors() {
    java.io.PrintStream before = System.out;
    TestScreen test = new TestScreen(false);
    picocli.CommandLine line = Main.commandLine(test.screen);
    try (GameOutput apart = GameOutput.apartFrom(line.parseArgs("games", "--json"))) {
      assertThat(System.out).isSameAs(System.err);
    }
    try (GameOutput apart = GameOutput.apartFrom(line.parseArgs("gtp", "--game", "go"))) {
      assertThat(System.out).isSameAs(System.err);
    }
    try (GameOutput apart = GameOutput.apartFrom(line.parseArgs("games"))) {
      assertThat(System.out).isSameAs(before);
    }
    assertThat(System.out).isSameAs(before);
  }
}
