package io.muzero.srctest;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.srctest.Jar.Ended;
import io.muzero.srctest.Jar.Running;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Game jars that throw, block, exit, recurse or are torn. */
class FaultyGameIT {
  private static final String STEP = "Step step(Action action) {";

  @TempDir private Path place;

  @BeforeEach
  void configure() throws Exception {
    Files.writeString(place.resolve("small.yaml"), RunOnDisk.SMALL);
  }

  private Ended run(String... arguments) throws Exception {
    return new Jar(place).run(arguments);
  }

  /** The example game with code at the beginning of its step. */
  private void game(String inStep) throws Exception {
    change(source -> source.replace(STEP, STEP + " " + inStep));
  }

  private void change(UnaryOperator<String> change) throws Exception {
    ExampleGame.of(place, change);
  }

  private static String[] use(String command, String... more) {
    List<String> words =
        new java.util.ArrayList<>(List.of(command, "--game-jar", "mygame.jar", "--game", "stones"));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  private Ended train(String... more) throws Exception {
    String[] words = use("train", "--config", "small.yaml", "--steps", "1000000");
    String[] all = Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return run(all);
  }

  /** One line beginning so, and no stack trace. */
  private static void assertFails(Ended ended, int code, String... parts) {
    assertThat(ended.exitCode()).as(ended.errors()).isEqualTo(code);
    assertThat(ended.errors().lines().filter(line -> line.startsWith("muzero: ")))
        .as(ended.errors())
        .singleElement()
        .asString()
        .contains(parts);
    assertThat(ended.errors()).doesNotContain("\tat ");
  }

  @Test
  void train_gameThatRecurses_isOneLine() throws Exception {
    game("if (action != null) { return step(action); }");
    assertFails(train(), 1, "the stack overflowed in mygame.Stones.step (", "game jar mygame.jar");
  }

  @Test
  void train_gameThatThrowsAnError_isOneLine() throws Exception {
    game("if (action != null) { throw new AssertionError(\"lost a stone\"); }");
    assertFails(
        train(), 1, "AssertionError: lost a stone in mygame.Stones.step (", "game jar mygame.jar");
  }

  @Test
  void train_gameThatExits_isAFailure() throws Exception {
    game("if (action != null) { System.exit(0); }");
    assertFails(train(), 1, "mygame.Stones.step (", "ended the process by System.exit");
  }

  @Test
  void train_gameThatBlocks_isToldAndCtrlCEnds() throws Exception {
    game(
        "if (Thread.currentThread().getName().equals(\"self-play 1\")) {"
            + " java.util.concurrent.locks.LockSupport.parkNanos(600_000_000_000L); }");
    Running running =
        new Jar(place).start(use("train", "--config", "small.yaml", "--steps", "1000000"));
    running.awaitText("self-play 1 has been inside the game stones for ");
    running.signal("TERM");
    Ended ended = running.await();
    assertThat(ended.exitCode()).as(ended.errors()).isZero();
    assertThat(ended.errors()).contains("stopped at step ");
    assertThat(RunOnDisk.latest(place, "stones").newest().manifest().step()).isPositive();
  }

  @Test
  void anyCommand_tornJarOrOther_isRefused() throws Exception {
    change(UnaryOperator.identity());
    Path jar = place.resolve("mygame.jar");
    byte[] bytes = Files.readAllBytes(jar);
    Files.write(jar, Arrays.copyOf(bytes, bytes.length * 2 / 3));
    assertFails(train(), 2, "--game-jar mygame.jar is damaged or no jar: ");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      zip.putNextEntry(new ZipEntry("README"));
      zip.closeEntry();
    }
    assertFails(run("games", "--game-jar", "mygame.jar"), 2, "has no game: it lacks META-INF/");
    Files.writeString(jar, "no jar");
    assertFails(run("games", "--game-jar", "mygame.jar"), 2, "is damaged or no jar");
  }

  @Test
  void anyCommand_nameThatLeavesTheFolder_isRefused() throws Exception {
    change(source -> source.replace("\"stones\"", "\"../evil\""));
    Ended ended = run("train", "--game-jar", "mygame.jar", "--game", "../evil", "--steps", "1");
    assertFails(
        ended, 2, "a game's name must be 1 to 64 letters, digits, '_' or '-', was '../evil'");
    assertFails(run("check-game", "--game-jar", "mygame.jar", "--game", "../evil"), 2, "'../evil'");
    assertThat(place.resolve("evil")).doesNotExist();
  }

  @Test
  void games_fullDisk_fails() throws Exception {
    org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(Path.of("/dev/full")));
    Process process =
        new ProcessBuilder(
                Jar.tool("java").toString(), "-jar", Jar.path().toString(), "games", "--json")
            .directory(place.toFile())
            .redirectOutput(new java.io.File("/dev/full"))
            .start();
    assertThat(
            new String(
                process.getErrorStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
        .startsWith("muzero: the output cannot be written");
    assertThat(process.waitFor()).isEqualTo(1);
  }
}
