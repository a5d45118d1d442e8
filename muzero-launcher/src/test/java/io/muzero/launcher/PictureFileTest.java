package io.muzero.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.muzero.environment.Environment;
import io.muzero.environment.Step;
import io.muzero.games.tictactoe.TicTacToe;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureFileTest {
  private final TestScreen test = new TestScreen(false);

  @TempDir private Path folder;

  private void write(Path file) {
    Environment game = new TicTacToe();
    game.reset(0);
    PictureFile picture = new PictureFile(file, game, test.screen);
    picture.saw(0, game, -1, Step.going(0));
    picture.finish();
  }

  @Test
  void finish_writesAWholePictureAndNothingElse() throws Exception {
    write(folder.resolve("game.png"));
    assertThat(folder).isDirectoryContaining("glob:**/game.png");
    assertThat(Files.size(folder.resolve("game.png"))).isPositive();
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void finish_fullDisk_failsAndLeavesNothing() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    int mounted =
        new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", disk.toString())
            .redirectErrorStream(true)
            .start()
            .waitFor();
    assumeTrue(mounted == 0, "a small disk cannot be mounted here");
    try {
      Files.write(disk.resolve("full"), new byte[4096]);
      assertThatThrownBy(() -> write(disk.resolve("game.png")))
          .isInstanceOf(RunFailedException.class)
          .hasMessageContaining("game.png cannot be written: No space left on device");
      assertThat(disk).isDirectoryNotContaining("glob:**game.png*");
    } finally {
      new ProcessBuilder("umount", "-l", disk.toString()).start().waitFor();
    }
  }
}
