package io.muzero.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who names what is none is told so before anything is said or played: wrong usage. */
class WrongNamesTest {
  @TempDir private Path root;

  @BeforeEach
  void files() throws Exception {
    Files.writeString(root.resolve("file"), "<no agent/>");
    Files.createDirectory(root.resolve("empty"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "match gtp: random --game go | the engine's command is empty",
        "match gtp:x tictactoe | no GTP engine can play tictactoe",
        "match random gomocup:rule=1 --game gomoku | the engine's command names no program",
        "match ROOT/file random | the agent ROOT/file is no agent's file",
        "match random ROOT/empty --game go | ROOT/empty is not a checkpoint",
        "evaluate --agent tictactoe --opponent gtp:x | no GTP engine can play tictactoe",
        "evaluate --agent ROOT/file | the agent ROOT/file is no agent's file",
        "evaluate --checkpoint ROOT/empty | ROOT/empty is not a checkpoint",
        "play --agent ROOT/file | the agent ROOT/file is no agent's file",
        "render --checkpoint ROOT/empty --out ROOT/a.gif | ROOT/empty is not a checkpoint",
        "export ROOT/file --out ROOT/o | the agent ROOT/file is no agent's file",
        "diagnose ROOT/empty --out ROOT/d.html | ROOT/empty is not a checkpoint",
        "agent pack ROOT/empty | ROOT/empty is not a checkpoint",
        "agents show ROOT/file | the agent ROOT/file is no agent's file",
        "record --game go --player gtp: --out ROOT/g.sgf | the engine's command is empty",
        "record --game tictactoe --player gtp:x --out ROOT/g.txt | no GTP engine can play tictactoe",
        "record --game go --player ROOT/empty --out ROOT/g.sgf | ROOT/empty is not a checkpoint",
        "gtp --game go --player gtp: | the engine's command is empty",
        "gomocup --player gomocup: | the engine's command is empty",
        "sweep --resume ROOT/empty | ROOT/empty is not a sweep's folder",
        "train --resume ROOT/empty | ROOT/empty is not a run's folder",
        "ladder ROOT/empty | ROOT/empty is not a run's folder",
        "runs show ROOT/empty | there is no run ROOT/empty",
        "runs diff ROOT/empty ROOT/file | there is no run ROOT/empty",
      })
  void name_ofNothing_isWrongUsageInOneLine(String command, String message) {
    TestScreen test = new TestScreen(false);
    String[] words = command.strip().replace("ROOT", root.toString()).split(" +");
    assertThat(Main.commandLine(test.screen).execute(words)).as(test.errors()).isEqualTo(2);
    assertThat(test.errors().lines())
        .singleElement()
        .asString()
        .startsWith("muzero: " + message.replace("ROOT", root.toString()));
    assertThat(test.output()).isEmpty();
  }
}
