package io.muzero.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlayCommandTest {
  @TempDir private Path root;

  private final TestScreen test = new TestScreen(false);

  private int play(String typed, String... arguments) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)));
    try {
      return Main.commandLine(test.screen).execute(arguments);
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void play_newestRun_showsSearch() throws Exception {
    TestRuns.untrained(root, "tictactoe");
    assertThat(
            play(
                "policy\nhint\nquit\n",
                "play",
                "--game",
                "tictactoe",
                "--set",
                "run.folder=" + root,
                "--simulations",
                "13"))
        .as(test.errors())
        .isZero();
    int visits =
        test.output()
            .lines()
            .filter(line -> line.matches("\\S+ +[\\d.]+% +\\d+ .*"))
            .mapToInt(line -> Integer.parseInt(line.trim().split(" +")[2]))
            .sum();
    assertThat(visits).isEqualTo(13);
    assertThat(test.errors()).contains("13 simulations a move");
  }

  @Test
  void play_stackedFrames_watchesAWholeGame() throws Exception {
    Path run = TestRuns.untrained(root, "cartpole", "replay.stackedFrames=3");
    assertThat(play("", "play", "--checkpoint", run.toString(), "--seat", "none", "--seed", "3"))
        .as(test.errors())
        .isZero();
    assertThat(test.lines().get(test.lines().size() - 1)).contains("steps, return");
  }

  @Test
  void play_wrongPlaces_areExplained() throws Exception {
    assertThat(play("", "play", "--game", "go", "--set", "run.folder=" + root)).isEqualTo(2);
    assertThat(test.errors()).contains("there is no run of go in " + root.resolve("go"));
    assertThat(play("", "play", "--checkpoint", root.resolve("nothing").toString())).isEqualTo(2);
    assertThat(test.errors())
        .contains("--checkpoint " + root.resolve("nothing") + " does not exist");
    assertThat(play("", "play", "--checkpoint", root.toString())).isEqualTo(2);
    assertThat(test.errors()).contains(root + " is not a checkpoint");
  }

  @Test
  void play_wrongCheckpoints_areExplained() throws Exception {
    Path run = TestRuns.untrained(root, "tictactoe");
    assertThat(play("", "play", "--game", "cartpole", "--checkpoint", run.toString())).isEqualTo(2);
    assertThat(test.errors()).contains("is of the game tictactoe, not of cartpole");
    assertThat(play("", "play", "--checkpoint", run.toString(), "--set", "network.stateSize=16"))
        .isEqualTo(1);
    assertThat(test.errors()).contains("these are another network's weights");
    Path weights = run.resolve("checkpoints/best-00000100/weights.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length - 1] ^= 1;
    Files.write(weights, bytes);
    assertThat(play("", "play", "--checkpoint", run.toString())).isEqualTo(1);
    assertThat(test.errors()).contains("does not match its checksum");
    assertThat(test.errors().lines())
        .allMatch(line -> line.startsWith("muzero: ") || line.startsWith("checkpoint "));
  }

  @Test
  void play_newestRunWithoutACheckpoint_fallsBackAndSaysSo() throws Exception {
    Path trained = TestRuns.untrained(root, "tictactoe");
    Path begun = Files.createDirectory(trained.resolveSibling("2026-02-03_04-05-06"));
    Files.copy(trained.resolve("config.yaml"), begun.resolve("config.yaml"));
    Files.writeString(trained.resolveSibling("latest"), begun.getFileName() + "\n");
    assertThat(play("quit\n", "play", "--game", "tictactoe", "--set", "run.folder=" + root))
        .as(test.errors())
        .isZero();
    assertThat(test.errors())
        .contains(
            "the newest run " + begun + " has no checkpoint yet; the agent is that of " + trained)
        .contains("playing tictactoe against " + trained);
  }

  @Test
  void play_onePlayer_isNotAgainst() throws Exception {
    Path run = TestRuns.untrained(root, "cartpole");
    assertThat(play("quit\n", "play", "--checkpoint", run.toString())).isZero();
    assertThat(play("", "play", "--checkpoint", run.toString(), "--seat", "none")).isZero();
    assertThat(test.errors())
        .contains("playing cartpole, with hints of " + run)
        .contains("watching " + run)
        .doesNotContain("against");
  }
}
