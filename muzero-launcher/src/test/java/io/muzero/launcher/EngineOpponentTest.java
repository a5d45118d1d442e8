package io.muzero.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code evaluate --opponent gtp:COMMAND}. */
class EngineOpponentTest {
  /** Passes always, says nothing else, and notes that it was told to quit. */
  private static final String ENGINE =
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
      """;

  @TempDir private Path root;

  private Path untrainedGo() throws Exception {
    return TestRuns.untrained(
        root,
        "go",
        "environment.max_moves=20",
        "network.policyHead=dense",
        "network.globalPooling=false");
  }

  private TestScreen evaluate(int exitCode, Path run, String opponent) {
    TestScreen test = new TestScreen(false);
    assertThat(
            Main.commandLine(test.screen)
                .execute(
                    "evaluate",
                    "--checkpoint",
                    run.toString(),
                    "--simulations",
                    "2",
                    "--games",
                    "2",
                    "--opponent",
                    opponent))
        .as(test.errors())
        .isEqualTo(exitCode);
    return test;
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void evaluate_againstAnEngine_playsItAndEndsIt() throws Exception {
    Path run = untrainedGo();
    Path engine = Files.writeString(root.resolve("my engine"), ENGINE);
    Files.setPosixFilePermissions(engine, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path note = root.resolve("note");
    String name = "gtp:'" + engine + "' '" + note + "'";
    TestScreen test = evaluate(0, run, name);
    assertThat(test.output()).contains(name + " 2 games").contains("the agent won");
    assertThat(note).hasContent("ended");
  }

  @Test
  void evaluate_engineThatIsNotThere_isOneLine() throws Exception {
    TestScreen test = evaluate(1, untrainedGo(), "gtp:no-such-engine");
    assertThat(test.errors().lines())
        .singleElement()
        .asString()
        .startsWith("muzero: the engine no-such-engine cannot be started: install it");
  }

  @Test
  void evaluate_gameThatEnginesDoNotKnow_isOneLine() throws Exception {
    TestScreen test = evaluate(2, TestRuns.untrained(root, "tictactoe"), "gtp:gnugo");
    assertThat(test.errors().strip())
        .isEqualTo(
            "muzero: no GTP engine can play tictactoe: only games of stones on a square board, such as go, can be told"
                + " to one");
  }
}
