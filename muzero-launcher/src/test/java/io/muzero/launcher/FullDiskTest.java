package io.muzero.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Commands whose result finds no room: exit code 1, one line with file and reason, nothing half.
 */
class FullDiskTest {
  @TempDir private static Path root;

  private static Path disk;
  private static Path run;
  private static boolean mounted;

  @BeforeAll
  static void fill() throws Exception {
    disk = Files.createDirectory(root.resolve("disk"));
    run = TestRuns.untrained(root, "tictactoe");
    Files.writeString(
        root.resolve("s.yaml"),
        "game: tictactoe\nmethod: grid\nsteps: 10\nranges: {learner.batchSize: {choice: [8, 16]}}\n");
    mounted =
        new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", disk.toString())
                .redirectErrorStream(true)
                .start()
                .waitFor()
            == 0;
    if (mounted) {
      Files.write(disk.resolve("full"), new byte[4096]);
    }
  }

  @AfterAll
  static void unmount() throws Exception {
    if (mounted) {
      new ProcessBuilder("umount", "-l", disk.toString()).start().waitFor();
    }
  }

  private static TestScreen fails(String command, Path place) {
    TestScreen test = new TestScreen(false);
    String[] words =
        command
            .replace("ROOT", root.toString())
            .replace("RUN", run.toString())
            .replace("DISK", place.toString())
            .split(" ");
    assertThat(Main.commandLine(test.screen).execute(words)).as(test.errors()).isEqualTo(1);
    return test;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "record --game tictactoe --player random --games 2 --out DISK/games.txt",
        "record --game tictactoe --player random --games 2 --out DISK/games.txt.gz --json",
        "match random perfect --game tictactoe --games 4 --save DISK/games.txt",
        "diagnose RUN --games 1 --simulations 2 --out DISK/page.html",
        "diagnose RUN --games 1 --simulations 2 --out DISK/page.html --json",
        "render --checkpoint RUN --simulations 2 --out DISK/game.gif",
        "evaluate --checkpoint RUN --simulations 2 --opponent random --games 2 --render=DISK/game.png",
        "ladder RUN --games 4 --simulations 2 --csv DISK/table.csv",
        "ladder RUN --games 4 --simulations 2 --png DISK/curve.png",
        "agent pack RUN --out DISK/a.agent",
        "export RUN --out DISK/networks",
        "sweep ROOT/s.yaml --folder DISK/sweeps",
      })
  void command_fullDisk_saysWhichFileAndLeavesNothing(String command) throws Exception {
    assumeTrue(mounted, "a small disk cannot be mounted here");
    TestScreen test = fails(command, disk);
    assertThat(test.errors().lines().filter(line -> line.startsWith("muzero: ")))
        .singleElement()
        .asString()
        .contains(disk.toString(), "No space left on device");
    assertThat(test.output()).doesNotContain("page.html", "games.txt");
    try (var all = Files.walk(disk)) {
      assertThat(all.filter(Files::isRegularFile)).containsExactly(disk.resolve("full"));
    }
  }

  /** A device that takes nothing is found out when the work is done. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "record --game tictactoe --player random --games 2 --out DISK/full.txt",
        "match random perfect --game tictactoe --games 4 --save DISK/full.txt",
        "diagnose RUN --games 1 --simulations 2 --out DISK/full.html",
        "render --checkpoint RUN --simulations 2 --out DISK/full.gif",
        "ladder RUN --games 4 --simulations 2 --csv DISK/full.csv",
      })
  void command_deviceThatIsFull_saysSo(String command) throws Exception {
    Path device = Path.of("/dev/full");
    assumeTrue(Files.exists(device), "there is no /dev/full here");
    Path place = Files.createTempDirectory(root, "links");
    for (String ending : List.of("txt", "html", "gif", "csv")) {
      Files.createSymbolicLink(place.resolve("full." + ending), device);
    }
    assertThat(fails(command, place).errors().lines().filter(line -> line.startsWith("muzero: ")))
        .singleElement()
        .asString()
        .contains(place.toString(), "No space left on device");
    for (String ending : List.of("txt", "html", "gif", "csv")) {
      Files.delete(place.resolve("full." + ending)); // still a link
    }
  }
}
