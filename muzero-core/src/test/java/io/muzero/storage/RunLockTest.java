package io.muzero.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a run trains in a folder, and that to ask does no harm. */
class RunLockTest {
  private static final LocalDateTime NOW = LocalDateTime.of(2026, 3, 4, 5, 6, 7);

  @TempDir Path root;

  /** A process that says whether it could take the lock of a run. */
  static final class Other {
    private Other() {}

    public static void main(String[] arguments) {
      System.exit(RunLock.tryHold(Path.of(arguments[0])).isPresent() ? 3 : 4);
    }
  }

  private static boolean isFreeForOthers(Path run) throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Other.class.getName(),
                run.toString())
            .inheritIO()
            .start();
    assertThat(other.waitFor(300, TimeUnit.SECONDS)).isTrue();
    assertThat(other.exitValue()).isBetween(3, 4);
    return other.exitValue() == 3;
  }

  @Test
  void isHeld_whileARunTrains_andNotAfterwards() throws IOException {
    Path run;
    try (RunFolder folder = RunFolder.create(root, "nim", NOW)) {
      run = folder.path();
      assertThat(RunLock.isHeld(run)).isTrue();
      assertThat(RunLock.tryHold(run)).isEmpty();
    }
    assertThat(RunLock.isHeld(run)).isFalse();
    RunLock.tryHold(run).orElseThrow().close();
    assertThat(RunLock.isHeld(root)).isFalse();
    assertThat(root.resolve(RunFolder.LOCK)).doesNotExist();
  }

  /** A process loses its lock when it closes the file once, whatever it opened it for (POSIX). */
  @Test
  void isHeld_askedByTheProcessThatTrains_leavesItsLock() throws Exception {
    try (RunFolder folder = RunFolder.create(root, "nim", NOW)) {
      assertThat(isFreeForOthers(folder.path())).isFalse();
      assertThat(RunLock.isHeld(folder.path())).isTrue();
      assertThat(RunLock.tryHold(folder.path())).isEmpty();
      assertThat(isFreeForOthers(folder.path())).isFalse();
    }
    try (var runs = Files.list(root.resolve("nim"))) {
      assertThat(isFreeForOthers(runs.findFirst().orElseThrow())).isTrue();
    }
  }

  @Test
  void isHeld_ofALink_isNot() throws IOException {
    try (RunFolder folder = RunFolder.create(root, "nim", NOW)) {
      Path other = Files.createDirectories(root.resolve("nim/other"));
      Files.createSymbolicLink(
          other.resolve(RunFolder.LOCK), folder.path().resolve(RunFolder.LOCK));
      assertThat(RunLock.isHeld(other)).isFalse();
    }
  }
}
