package io.muzero.launcher.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.launcher.sweep.Trainer.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Children that only pretend to train. */
class ChildTrainerTest {
  private static final Job FIRST = new Job(0, 0, 0);
  private static final Job SECOND = new Job(0, 1, 0);

  @TempDir private Path place;
  private SweepFolder folder;
  private ChildTrainer trainer;

  @BeforeEach
  void create() {
    SweepPlan plan =
        new SweepPlan(
            "tictactoe",
            "asha",
            List.of(10L, 30L),
            3,
            List.of(7L),
            Rank.MEAN,
            0,
            1,
            List.of(Map.of("a", "1")));
    folder =
        SweepFolder.create(
            place,
            "s",
            LocalDateTime.of(2026, 1, 2, 3, 4, 5),
            "",
            new Candidates(plan, List.of("game: tictactoe\n")));
    List<String> program =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            FakeTrain.class.getName());
    trainer = new ChildTrainer(folder, plan, program, List.of("--game-jar", "my.jar"));
  }

  @AfterEach
  void close() {
    folder.close();
  }

  private void how(String word) throws IOException {
    Path runs = Files.createDirectories(folder.path().resolve("runs"));
    Files.writeString(runs.resolve("how.txt"), word);
  }

  private Ended train(Job job) throws Exception {
    CompletableFuture<Ended> ended = new CompletableFuture<>();
    trainer.start(job, ended::complete);
    return ended.get(120, TimeUnit.SECONDS);
  }

  private List<String> asked() throws IOException {
    return Files.readAllLines(folder.run(FIRST).resolve("asked.txt"));
  }

  private static Ended scored(long steps) {
    return new Ended.With(new Result.Scored(steps + 0.5, steps, 2));
  }

  @Test
  void start_rungAfterRung_resumesTheSameRun() throws Exception {
    how("scores");
    assertThat(train(FIRST)).isEqualTo(scored(10));
    assertThat(train(SECOND)).isEqualTo(scored(30));
    assertThat(asked()).hasSize(2);
    assertThat(asked().get(0))
        .startsWith("train --json --end-with-input --config ")
        .contains("0001.yaml --seed 7 --set run.folder=")
        .endsWith(" --steps 10 --game-jar my.jar");
    assertThat(asked().get(1))
        .contains("--resume " + folder.run(FIRST).resolve("tictactoe").resolve("run"))
        .endsWith(" --steps 30 --game-jar my.jar");
    // What is known already is not trained again.
    assertThat(train(SECOND)).isEqualTo(scored(30));
    assertThat(asked()).hasSize(2);
  }

  @Test
  void start_failingChildren_areToldByTheirOneLine() throws Exception {
    how("fails");
    assertThat(train(FIRST))
        .isEqualTo(new Ended.With(new Result.Failed("the loss is not a number (step 3)")));
    how("crashes");
    assertThat(train(FIRST))
        .isEqualTo(new Ended.With(new Result.Failed("ended with code 134: training")));
  }

  @Test
  void start_fullDiskOrKill_saysNothingOfTheSettings() throws Exception {
    how("fills");
    assertThat(train(FIRST))
        .isEqualTo(
            new Ended.Broken("0001-1: step-00000010 cannot be written: No space left on device"));
    how("killed");
    assertThat(train(FIRST)).isEqualTo(new Ended.Broken("0001-1: ended with code 137: training"));
  }

  @Test
  @org.junit.jupiter.api.Timeout(100)
  void start_folderHalfRemoved_beginsAgainAtOnce() throws Exception {
    how("scores");
    assertThat(train(FIRST)).isEqualTo(scored(10));
    Files.delete(folder.run(FIRST).resolve("tictactoe/run/config.yaml"));
    assertThat(train(SECOND)).isEqualTo(scored(30));
    assertThat(asked().get(1)).contains("--config ");
  }

  /** Bytes that are no text ended the sweep; a score that cannot be read is trained for again. */
  @Test
  void start_linesAreGarbage_trainsAgain() throws Exception {
    how("scores");
    assertThat(train(FIRST)).isEqualTo(scored(10));
    for (String file : List.of("train.jsonl", "train.log", "tictactoe/latest")) {
      Files.write(
          folder.run(FIRST).resolve(file), new byte[] {(byte) 0xff, 0, (byte) 0xc3, '{', '[', 7});
    }
    assertThat(train(FIRST)).isEqualTo(scored(10));
    assertThat(train(SECOND)).isEqualTo(scored(30));
  }

  @Test
  void start_bestAlone_beginsAgain() throws Exception {
    how("scores");
    assertThat(train(FIRST)).isEqualTo(scored(10));
    Path checkpoints = folder.run(FIRST).resolve("tictactoe/run/checkpoints");
    Files.move(checkpoints.resolve("step-00000010"), checkpoints.resolve("best-00000010"));
    assertThat(train(SECOND)).isEqualTo(scored(30));
    assertThat(asked().get(1)).contains("--config ");
  }

  @Test
  void start_whatNobodyExpected_isToldAndDoesNotHang() throws Exception {
    how("scores");
    // No folder can be made where a file is.
    Files.createDirectories(folder.run(FIRST).getParent());
    Files.writeString(folder.run(FIRST), "");
    assertThat(train(FIRST)).isInstanceOf(Ended.Broken.class);
  }

  @Test
  void stop_orFromOutside_isNoResult() throws Exception {
    how("waits");
    CompletableFuture<Ended> ended = new CompletableFuture<>();
    Trainer.Running running = trainer.start(FIRST, ended::complete);
    Path asked = folder.run(FIRST).resolve("asked.txt");
    while (!Files.exists(asked)) {
      assertThat(ended).isNotDone();
      Thread.sleep(20);
    }
    running.stop();
    assertThat(ended.get(120, TimeUnit.SECONDS)).isEqualTo(new Ended.Stopped());
    how("interrupted");
    assertThat(train(FIRST)).isEqualTo(new Ended.Stopped());
    // The stop of an earlier session does not hide a failure.
    how("fails");
    assertThat(train(FIRST)).isInstanceOf(Ended.With.class);
  }

  @Test
  void start_rungWrittenButNotMeasured_goesBackToAnOlderCheckpoint() throws Exception {
    how("scores");
    train(FIRST);
    how("unmeasured");
    assertThat(train(SECOND)).isEqualTo(new Ended.Stopped());
    how("scores");
    assertThat(train(SECOND)).isEqualTo(scored(30));
    assertThat(asked().get(2)).contains("checkpoints/step-00000010 --steps 30");
  }

  @Test
  void start_onlyCheckpointNotMeasured_beginsAgain() throws Exception {
    how("unmeasured");
    assertThat(train(FIRST)).isEqualTo(new Ended.Stopped());
    how("scores");
    assertThat(train(FIRST)).isEqualTo(scored(10));
    assertThat(asked().get(1)).contains("--config ");
  }

  @Test
  void stop_asAChildDies_isNoFailure() throws Exception {
    ChildTrainer broken =
        new ChildTrainer(folder, folder.plan(), List.of("/nowhere/java"), List.of());
    CompletableFuture<Ended> failed = new CompletableFuture<>();
    broken.start(FIRST, failed::complete);
    assertThat(failed.get(120, TimeUnit.SECONDS).toString()).contains("Cannot run program");
    CompletableFuture<Ended> stopped = new CompletableFuture<>();
    Trainer.Running running = broken.start(FIRST, stopped::complete);
    awaitFailure(FIRST);
    running.stop();
    assertThat(stopped.get(120, TimeUnit.SECONDS)).isEqualTo(new Ended.Stopped());
  }

  /** Waits until a run has failed, and looks for a moment whether it is being stopped. */
  private static void awaitFailure(Job job) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (Thread.getAllStackTraces().entrySet().stream()
        .noneMatch(
            thread ->
                thread.getKey().getName().equals("run " + job.run())
                    && Stream.of(thread.getValue())
                        .anyMatch(frame -> frame.getMethodName().equals("stopComes")))) {
      assertThat(System.nanoTime()).as("the run %s goes on", job.run()).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  @Test
  void start_neverMeasured_failsInTheEnd() throws Exception {
    how("unmeasured");
    assertThat(train(FIRST)).isEqualTo(new Ended.Stopped());
    assertThat(train(FIRST)).isEqualTo(new Ended.Stopped());
    assertThat(train(FIRST))
        .isEqualTo(new Ended.With(new Result.Failed("ended with code 0: training")));
  }
}
