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

  /** An agent of the sound game, whose folder is checkpoints/stones/latest. */
  private void agent() throws Exception {
    change(UnaryOperator.identity());
    Ended trained = run(use("train", "--config", "small.yaml", "--steps", "3"));
    assertThat(trained.exitCode()).as(trained.errors()).isZero();
  }

  private static final String REWARD = "return left == 0 ? Step.terminal(1) : Step.going(0);";
  private static final String LEGAL = "return action >= 0 && action < Math.min(3, left);";
  private static final String PLANE = "target[offset + i] = i == left ? 1 : 0;";

  /** Every command that plays; the game is named where an agent does not name it. */
  private static List<String[]> playing() {
    return List.of(
        use("play", "--seat", "none"),
        use("evaluate", "--opponent", "random", "--games", "4"),
        use("render", "--out", "x.gif"),
        use("diagnose", "--out", "d.html", "--games", "4"),
        use("match", "random", "perfect", "--games", "4"),
        use("record", "--player", "random", "--games", "4", "--out", "r.jsonl"),
        use("record", "--player", "checkpoints/stones/latest", "--games", "4", "--out", "r.jsonl"),
        new String[] {"ladder", "checkpoints/stones/latest", "--game-jar", "mygame.jar"});
  }

  @Test
  void anyCommand_rewardThatIsNoNumber_namesGameStepAndSeed() throws Exception {
    agent();
    change(source -> source.replace(REWARD, REWARD.replace("0)", "left < 19 ? 1e39 : 0)")));
    for (String[] command : playing()) {
      assertFails(
          run(command),
          1,
          "a reward of the game stones must be finite and below 3.4e38, was 1.0E39 (after step ",
          ", seed ");
    }
    assertThat(place.resolve("r.jsonl")).doesNotExist();
    assertThat(place.resolve("x.gif")).doesNotExist();
  }

  @Test
  void anyCommand_observationOrStateThatNoGameMayHave_isTheSameLine() throws Exception {
    agent();
    change(source -> source.replace(PLANE, PLANE.replace("? 1", "? (left < 15 ? Float.NaN : 1)")));
    String observation = "of the observation of the game stones must be finite, was NaN (after ";
    assertFails(run(use("evaluate", "--opponent", "random")), 1, observation);
    assertFails(run(use("match", "random", "random", "--games", "4")), 1, observation);
    change(source -> source.replace(LEGAL, LEGAL.replace("return", "return left > 8 &&")));
    String state = "the game stones has no legal action in a state that has not ended (after step ";
    assertFails(run(use("evaluate", "--opponent", "random")), 1, state, " stones; ");
    assertFails(run(use("match", "random", "random", "--games", "4")), 1, state, " stones; ");
  }

  /** The game with code that its 2,000th step comes to. */
  private void atALateStep(String code) throws Exception {
    change(
        source ->
            source
                .replace(STEP, STEP + " if (STEPS.incrementAndGet() == 2000) { " + code + " }")
                .replace(
                    "private int mover;",
                    "private int mover; static final java.util.concurrent.atomic.AtomicInteger"
                        + " STEPS = new java.util.concurrent.atomic.AtomicInteger();"));
  }

  @Test
  void record_gameThatFailsLate_keepsTheGamesThatAreOver() throws Exception {
    atALateStep("throw new IllegalStateException(\"the stones are lost\");");
    Ended ended = run(use("record", "--player", "random", "--games", "5000", "--out", "r.jsonl"));
    assertFails(ended, 1, "the stones are lost in mygame.Stones.step (");
    assertThat(Files.readAllLines(place.resolve("r.jsonl"))).hasSizeBetween(50, 400);
    assertThat(ended.output()).contains(" of 5,000 games of stones by random: ");
  }

  /** Waits without listening, as a game does that hangs. */
  private static final String HANGS =
      "if (left < 15) { while (left < 15) { Thread.onSpinWait(); } }";

  @Test
  void anyCommand_gameThatHangs_isToldAndCtrlCEnds() throws Exception {
    game(HANGS);
    List<String[]> commands =
        List.of(
            use("match", "random", "perfect", "--games", "4"),
            use("record", "--player", "random", "--games", "4", "--out", "r.jsonl"),
            use("check-game"));
    for (String[] command : commands) {
      Running running = new Jar(place).start(command);
      running.awaitText("the game stones has not come back from step for ");
      running.signal("TERM");
      assertFails(running.await(), 1, "ended: the game stones has not come back from step for ");
    }
  }

  @Test
  void record_gameThatWaits_ctrlCKeepsTheGamesThatAreOver() throws Exception {
    atALateStep("java.util.concurrent.locks.LockSupport.parkNanos(600_000_000_000L);");
    Running running =
        new Jar(place)
            .start(use("record", "--player", "random", "--games", "5000", "--out", "r.jsonl"));
    running.awaitText("the game stones has not come back from step for ");
    running.signal("TERM");
    Ended ended = running.await();
    assertThat(ended.exitCode()).as(ended.errors()).isZero();
    // Whoever is not held up goes on with the other games.
    assertThat(ended.output()).contains(" of 5,000 games of stones by random: ");
    assertThat(Files.readAllLines(place.resolve("r.jsonl"))).hasSizeGreaterThan(50);
  }

  @Test
  void checkGame_gameThatNeverEnds_isNoted() throws Exception {
    change(
        source ->
            source
                .replace("left -= action.index() + 1;", "left = left == 21 ? 20 : 21;")
                .replace("0, 1, STONES, Symmetry", "0, 1, 0, Symmetry"));
    Ended ended = run(use("check-game"));
    assertThat(ended.output()).contains("no episode ended within 1500 steps of random play");
    Ended recorded = run(use("record", "--player", "random", "--games", "2", "--out", "r.jsonl"));
    assertThat(recorded.errors()).doesNotContain("\tat ");
    assertThat(recorded.output()).contains("2 without an end dropped");
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
