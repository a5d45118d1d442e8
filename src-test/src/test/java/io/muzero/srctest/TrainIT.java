package io.muzero.srctest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.muzero.games.tictactoe.TicTacToe;
import io.muzero.random.RandomStream;
import io.muzero.replay.ReplayBuffer;
import io.muzero.replay.ReplayConfig;
import io.muzero.replay.ReplayStatistics;
import io.muzero.replay.RootValue;
import io.muzero.srctest.Jar.Ended;
import io.muzero.srctest.Jar.Running;
import io.muzero.storage.Checkpoint;
import io.muzero.storage.CheckpointStore;
import io.muzero.storage.RunFolder;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training as a user does it: started, interrupted, killed, resumed. */
class TrainIT {
  private static final Pattern RESUMED = Pattern.compile("resuming from \\S+step-0*(\\d+)");

  private static final String UNBOUNDED = "0";

  @TempDir private Path place;

  @BeforeEach
  void configure() throws IOException {
    Files.writeString(place.resolve("small.yaml"), RunOnDisk.SMALL);
  }

  private static String[] train(String game, String steps, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("train", "--game", game, "--config", "small.yaml", "--steps", steps));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  private Ended run(String... arguments) throws Exception {
    return new Jar(place).run(arguments);
  }

  private Running start(String... arguments) throws Exception {
    return new Jar(place).start(arguments);
  }

  private Ended resume(String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("train", "--resume", "checkpoints/tictactoe/latest"));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  private static void assertDone(Ended ended) {
    assertThat(ended.exitCode()).as(ended.errors()).isZero();
  }

  /** One line that a user can act on, no stack trace, and this exit code. */
  private static void assertRefused(Ended ended, int exitCode, String... parts) {
    assertThat(ended.exitCode()).as(ended.errors()).isEqualTo(exitCode);
    assertThat(ended.errors().strip().lines()).as(ended.errors()).hasSize(1);
    assertThat(ended.errors()).startsWith("muzero: ").contains(parts);
    assertThat(ended.output()).isEmpty();
  }

  private static ReplayStatistics replay(Checkpoint checkpoint) throws IOException {
    ReplayConfig config =
        new ReplayConfig(
            20_000, 512, 0, 1, 1, 1, 200, true, 0.6, 0.4, 0.01, true, 0, RootValue.IMPROVED);
    ReplayBuffer buffer =
        new ReplayBuffer(new TicTacToe().spec(), config, RandomStream.create(1, "test", 0));
    try (DataInputStream in = new DataInputStream(checkpoint.read(CheckpointStore.REPLAY))) {
      buffer.restore(in);
    }
    return buffer.statistics(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tictactoe", "cartpole"})
  void train_tinyBudget_writesARunThatSaysHowToGoOn(String game) throws Exception {
    Ended ended = run(train(game, "50"));
    assertDone(ended);
    RunOnDisk run = RunOnDisk.latest(place, game);
    String folder = place.relativize(run.folder()).toString();
    assertThat(ended.errors())
        .contains("training " + game + " in " + folder)
        .contains("done at step 50 after ")
        .contains("last:    step 50: ", "best:    step ")
        .contains("go on:   java -jar " + Jar.path() + " train --resume " + folder + " --steps 100")
        .contains("play:    java -jar " + Jar.path() + " play --checkpoint " + folder)
        .contains("measure: java -jar " + Jar.path() + " evaluate --checkpoint " + folder);
    assertThat(run.files())
        .contains("checkpoints", "config.yaml", "metrics.csv", "muzero.log")
        .anyMatch(name -> name.startsWith("events.out.tfevents."));
    assertThat(run.newest().manifest().step()).isEqualTo(50);
    assertThat(Files.readString(run.folder().resolve("config.yaml")))
        .contains("game: " + game, "simulations: 4", "steps: 50");
    assertThat(Files.readString(run.folder().resolve("metrics.csv")))
        .contains("50,", "loss/total", "search/depth", "replay/positions");
    assertThat(Files.readString(run.folder().resolve("muzero.log"))).contains("done at step 50");
    assertThat(run.folder().getParent().getParent()).isEqualTo(place.resolve("checkpoints"));
    // What it prints works.
    assertDone(run("train", "--resume", folder, "--steps", "100"));
    // A bound that lies behind does not take the place of the run's own.
    assertRefused(run("train", "--resume", folder, "--steps", "60"), 2, "--steps 60", "step 100");
    assertThat(Files.readString(run.folder().resolve("config.yaml"))).contains("steps: 100");
  }

  @Test
  void train_killedAtAnyMoment_goesOnFromTheLastCheckpointWithItsGames() throws Exception {
    Running running = start(train("tictactoe", UNBOUNDED));
    RunOnDisk run = RunOnDisk.awaitStep(running, place, "tictactoe", 100);
    long seed = System.nanoTime();
    Thread.sleep(new Random(seed).nextInt(700));
    running.kill();
    Checkpoint left = run.newest();
    long step = left.manifest().step();
    ReplayStatistics games = replay(left);
    assertThat(games.addedPositions()).isGreaterThan(300);

    long end = step + 50;
    Ended ended = resume("--steps", Long.toString(end));
    assertThat(ended.exitCode()).as("seed %d: %s", seed, ended.errors()).isZero();
    assertThat(ended.errors()).contains("done at step " + end);
    Matcher resumed = RESUMED.matcher(ended.errors());
    assertThat(resumed.find()).as(ended.errors()).isTrue();
    // One that was whole and only lacked its name when the kill came counts too.
    assertThat(Long.parseLong(resumed.group(1))).isBetween(step, end - 1);
    Checkpoint after = run.newest();
    assertThat(after.manifest().step()).isEqualTo(end);
    assertThat(replay(after).addedPositions()).isGreaterThanOrEqualTo(games.addedPositions());
    assertThat(replay(after).positions()).isGreaterThanOrEqualTo(games.positions());
    left.manifest()
        .counters()
        .forEach(
            (counter, total) ->
                assertThat(after.manifest().counters().get(counter))
                    .as(counter)
                    .isGreaterThanOrEqualTo(total));
  }

  @Test
  void train_deterministicKilledAndResumed_endsWithTheSameWeights() throws Exception {
    String[] exactly = {"--set", "run.deterministic=true", "--set", "run.checkpointSteps=50"};
    assertDone(run(train("tictactoe", "200", exactly)));
    byte[] straight = RunOnDisk.latest(place, "tictactoe").weights(200);

    Path elsewhere = Files.createDirectory(place.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("small.yaml"), RunOnDisk.SMALL);
    Running running = new Jar(elsewhere).start(train("tictactoe", UNBOUNDED, exactly));
    RunOnDisk killed = RunOnDisk.awaitStep(running, elsewhere, "tictactoe", 100);
    running.kill();
    assertThat(killed.newest().manifest().step()).isLessThan(200);
    assertDone(
        new Jar(elsewhere)
            .run("train", "--resume", "checkpoints/tictactoe/latest", "--steps", "200"));
    assertThat(killed.weights(200)).isEqualTo(straight);
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM", "HUP"})
  void train_signal_writesACheckpointAndSaysHowToResume(String signal) throws Exception {
    Running running = start(train("tictactoe", UNBOUNDED));
    RunOnDisk run = RunOnDisk.awaitStep(running, place, "tictactoe", 20);
    Ended second = resume();
    assertRefused(second, 1, "another run is writing into", "stop it first");
    running.signal(signal);
    Ended ended = running.await();
    assertDone(ended);
    long step = run.newest().manifest().step();
    assertThat(ended.errors())
        .contains("stopping, with a checkpoint (Ctrl-C again ends at once without one)")
        .contains("stopped at step " + String.format(java.util.Locale.ROOT, "%,d", step))
        .containsPattern(
            "go on:   java -jar \\S+ train --resume " + place.relativize(run.folder()));
    assertThat(step).isGreaterThanOrEqualTo(20);
    assertThat(Files.readString(run.folder().resolve("muzero.log")))
        .contains("stopped at step " + step);
  }

  /** Runs a program in a terminal and closes that once a loss was shown; exits as it does. */
  private static final String CLOSED_TERMINAL =
      """
      import os, pty, sys, time
      pid, terminal = pty.fork()
      if pid == 0:
          os.execvp(sys.argv[1], sys.argv[1:])
      shown = b""
      while b"loss" not in shown:
          shown += os.read(terminal, 65536)
      time.sleep(2)
      os.close(terminal)
      sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
      """;

  /** Its size cannot be asked any more, and it takes no more text: the run still ends well. */
  @Test
  void train_closedTerminal_writesACheckpoint() throws Exception {
    Path python = Path.of("/usr/bin/python3");
    assumeTrue(Files.isExecutable(python), "skipped: there is no " + python);
    List<String> command = new ArrayList<>();
    command.addAll(List.of(python.toString(), "-c", CLOSED_TERMINAL));
    command.addAll(List.of(Jar.tool("java").toString(), "-jar", Jar.path().toString()));
    command.addAll(List.of(train("tictactoe", UNBOUNDED)));
    Process process =
        new ProcessBuilder(command)
            .directory(place.toFile())
            .redirectErrorStream(true)
            .redirectOutput(place.resolve("said").toFile())
            .start();
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(place.resolve("said"))).isZero();
    RunOnDisk run = RunOnDisk.latest(place, "tictactoe");
    assertThat(run.newest().manifest().step()).isPositive();
    assertThat(Files.readString(run.folder().resolve("muzero.log"))).contains("stopped at step ");
  }

  @Test
  void train_secondSignal_endsAtOnce() throws Exception {
    // A game whose steps take a minute: the orderly end has to wait for them.
    Path jar =
        ExampleGame.of(
            place,
            source ->
                source.replace(
                    "Step step(Action action) {",
                    "Step step(Action action) { System.out.println(\"a step begins\"); "
                        + "java.util.concurrent.locks.LockSupport.parkNanos(60_000_000_000L);"));
    Running running = start(train("stones", UNBOUNDED, "--game-jar", jar.toString()));
    running.awaitText("Ctrl-C writes a checkpoint and stops");
    // Before the first step nothing holds the orderly end up.
    running.awaitText("a step begins");
    running.signal("INT");
    running.awaitText("stopping, with a checkpoint");
    // Within a second it is the same wish.
    Thread.sleep(1500);
    assertThat(running.alive()).isTrue();
    running.signal("INT");
    assertThat(running.await().exitCode()).isEqualTo(130);
  }

  @Test
  void resume_checkpointOrBest_goesOnFromThere() throws Exception {
    assertDone(
        run(
            train(
                "tictactoe",
                "60",
                "--set",
                "evaluation.everySteps=50",
                "--set",
                "run.deterministic=true",
                "--set",
                "run.keep=3")));
    RunOnDisk run = RunOnDisk.latest(place, "tictactoe");
    String older = place.relativize(run.checkpoint(20)).toString();
    String named = older.replace(run.folder().getFileName().toString(), "latest");
    Ended ended = run("train", "--resume", named, "--steps", "30");
    assertDone(ended);
    assertThat(ended.errors())
        .contains("resuming from " + older, "abandoned-step-00000060", "done at step 30")
        .containsPattern(
            "go on:   java -jar \\S+ train --resume " + place.relativize(run.folder()));
    assertThat(run.newest().manifest().step()).isEqualTo(30);

    Ended best = resume("--from-best", "--steps", "70");
    assertDone(best);
    assertThat(best.errors())
        .contains("best-00000050 alone: the optimiser's moments begin at zero")
        .contains("the replay buffer is empty")
        .contains("schedule goes on from step 50")
        .contains("done at step 70");
    assertThat(run.newest().manifest().step()).isEqualTo(70);

    assertRefused(
        run("train", "--game", "tictactoe", "--from-best"), 2, "--from-best needs --resume RUN");
    assertRefused(run("train", "--resume", older + "/../step-00000099"), 2, "does not exist");
  }

  @Test
  void train_folderRenamed_endsLoudly() throws Exception {
    Running running = start(train("tictactoe", UNBOUNDED));
    RunOnDisk run = RunOnDisk.awaitStep(running, place, "tictactoe", 20);
    Path elsewhere = run.folder().resolveSibling("elsewhere");
    Files.move(run.folder(), elsewhere);
    Ended ended = running.await();
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.errors())
        .contains("was removed or renamed while the run was writing into it")
        .doesNotContain("\tat ");
    assertThat(run.folder()).doesNotExist();
    long step = new RunOnDisk(elsewhere).newest().manifest().step();
    assertDone(run("train", "--resume", elsewhere.toString(), "--steps", Long.toString(step + 20)));
  }

  @Test
  void resume_wrongPlacesAndSettings_areOneLine() throws Exception {
    assertDone(run(train("tictactoe", "20")));
    RunOnDisk run = RunOnDisk.latest(place, "tictactoe");
    assertRefused(
        run("train", "--resume", "nowhere"), 2, "--resume nowhere does not exist", "latest");
    assertRefused(run("train", "--resume", "checkpoints"), 2, "checkpoints is not a run's folder");
    assertRefused(resume("--steps", "10"), 2, "--steps 10 lies behind step 20, which ");
    assertRefused(
        resume("--minutes", "0.0001"), 2, "--minutes counts the training of all sessions, and ");
    assertRefused(
        resume("--game", "cartpole"), 2, "game must be the same everywhere, was tictactoe");
    assertRefused(resume("--set", "network.stateSize=17"), 1, "is of another network");
    assertRefused(resume("--set", "run.stesp=3"), 2, "did you mean run.steps?");

    // What was refused has changed nothing; the file may be a link, as earlier versions made it.
    Path latest = place.resolve("checkpoints/tictactoe/latest");
    assertThat(Files.isSymbolicLink(latest)).isFalse();
    Files.delete(latest);
    Files.createSymbolicLink(latest, run.folder().getFileName());
    Ended ended = resume("--steps", "40");
    assertDone(ended);
    assertThat(ended.errors()).contains("done at step 40");
    assertDone(run("evaluate", "--game", "tictactoe", "--games", "2", "--opponent", "random"));

    Path newest = run.newest().folder().resolve("optimizer.safetensors");
    byte[] bytes = Files.readAllBytes(newest);
    bytes[bytes.length - 5] ^= 1;
    Files.write(newest, bytes);
    Ended fallen = resume("--steps", "45");
    assertDone(fallen);
    assertThat(fallen.errors())
        .contains("step-00000040 is damaged: optimizer.safetensors does not match its checksum")
        .contains("resuming from " + place.relativize(run.checkpoint(20)));
    for (long step : new long[] {40, 45}) {
      if (Files.exists(run.checkpoint(step))) {
        Files.deleteIfExists(run.checkpoint(step).resolve("weights.safetensors"));
      }
    }
    Files.deleteIfExists(run.checkpoint(20).resolve("weights.safetensors"));
    // An evaluation may have left a best checkpoint, which could be gone on from.
    try (Stream<Path> checkpoints = Files.list(run.folder().resolve("checkpoints"))) {
      for (Path best : checkpoints.filter(path -> path.toString().contains("best-")).toList()) {
        Files.deleteIfExists(best.resolve("weights.safetensors"));
      }
    }
    assertRefused(resume(), 1, "weights.safetensors is missing", "start a new run");
  }

  @Test
  void train_whereNothingCanBeWritten_isOneLineAndNoRun() throws Exception {
    Files.writeString(place.resolve("file"), "in the way");
    assertRefused(
        run(train("tictactoe", "20", "--set", "run.folder=file")),
        1,
        "file/tictactoe",
        "cannot be written",
        "run.folder");
    assertRefused(
        run(
            train(
                "tictactoe",
                "20",
                "--set",
                "run.deterministic=true",
                "--set",
                "run.replayRatio=0")),
        2,
        "run.replayRatio must be above 0 when run.deterministic is true, was 0 (--set)");
    assertThat(place.resolve("checkpoints")).doesNotExist();
  }

  @Test
  void train_diskThatFills_endsInOneLineAndKeepsWhatThereIs() throws Exception {
    Path disk = Files.createDirectory(place.resolve("disk"));
    int mounted =
        new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", disk.toString())
            .redirectErrorStream(true)
            .start()
            .waitFor();
    assumeTrue(mounted == 0, "a small disk cannot be mounted here");
    try {
      Ended ended =
          run(train("tictactoe", UNBOUNDED, "--set", "run.folder=disk", "--set", "run.keep=1000"));
      assertThat(ended.exitCode()).as(ended.errors()).isEqualTo(1);
      assertThat(ended.errors().lines().filter(line -> line.startsWith("muzero: ")))
          .singleElement()
          .asString()
          .contains("cannot be written", "No space left on device");
      assertThat(ended.errors()).doesNotContain("\tat ");
      Path run = RunFolder.resolve(disk.resolve("tictactoe/latest"));
      assertThat(new RunOnDisk(run).newest().manifest().step()).isPositive();
    } finally {
      new ProcessBuilder("umount", "-l", disk.toString()).start().waitFor();
    }
  }
}
