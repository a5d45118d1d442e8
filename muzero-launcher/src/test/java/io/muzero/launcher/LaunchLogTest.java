package io.muzero.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.logging.log4j.LogManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchLogTest {
  /** A program that logs for the first time after a garbage collection. */
  static final class Late {
    private Late() {}

    /** A collection at this very moment is what is tested. */
    public static void main(String[] arguments) {
      LaunchLog.toFolder(Path.of(arguments[0]));
      System.gc();
      LogManager.getLogger("late").info("a first message");
    }
  }

  @Test
  void toFolder_garbageCollectedBeforeTheFirstLogger_keepsTheAppender(@TempDir Path folder)
      throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Late.class.getName(),
                folder.toString())
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isZero();
    assertThat(Files.readString(folder.resolve("muzero.log"))).contains("a first message");
  }
}
