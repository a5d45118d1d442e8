package io.muzero.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.config.ResolvedConfig;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Pile;
import io.muzero.environment.Walk;
import io.muzero.files.Disk;
import io.muzero.storage.Checkpoint;
import io.muzero.storage.CheckpointException;
import io.muzero.storage.CheckpointStore;
import io.muzero.storage.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which checkpoint a run goes on from, and what becomes of the others. */
class ResumptionTest {
  private static final LocalDateTime NOW = LocalDateTime.of(2026, 3, 4, 5, 6, 7);

  @TempDir private Path root;

  private final List<String> messages = new CopyOnWriteArrayList<>();
  private Consumer<RunEvent> onEvent = event -> {};
  private final AtomicReference<@Nullable TrainingRun> running = new AtomicReference<>();

  private final RunListener listener =
      new RunListener() {
        @Override
        public void progress(Progress progress) {}

        @Override
        public void message(String line) {
          messages.add(line);
        }

        @Override
        public void event(RunEvent event) {
          onEvent.accept(event);
        }
      };

  private Path run(String game) {
    return root.resolve(game).resolve("2026-03-04_05-06-07");
  }

  private Path checkpoint(String name) {
    return run("pile").resolve(RunFolder.CHECKPOINTS).resolve(name);
  }

  private static ResolvedConfig config(GameProvider game, String... settings) {
    return Runs.config(game, settings);
  }

  private TrainingRun.Outcome train(RunFolder folder, ResolvedConfig config, RunStart start)
      throws Exception {
    try (folder;
        TrainingRun run = TrainingRun.open(config, folder, listener, start)) {
      running.set(run);
      return run.run();
    }
  }

  private void begin(GameProvider game, String... settings) throws Exception {
    train(RunFolder.create(root, game.name(), NOW), config(game, settings), new RunStart.Newest());
  }

  private TrainingRun.Outcome resume(RunStart start, String... settings) throws Exception {
    return train(RunFolder.open(run("pile")), config(Pile.GAME, settings), start);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(run("pile").resolve(RunFolder.CHECKPOINTS))) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  /** Checkpoints at 20, 40 and 60, the best at one of 20, 40 and 60. */
  private void beginWithSteps() throws Exception {
    begin(
        Pile.GAME,
        "run.steps=60",
        "run.checkpointSteps=20",
        "run.keep=3",
        "evaluation.everySteps=20");
  }

  private void removeSteps() throws IOException {
    CheckpointStore store =
        new CheckpointStore(run("pile").resolve(RunFolder.CHECKPOINTS), 3, Disk.REAL);
    for (CheckpointStore.Listed one : store.list()) {
      if (one.name().toString().startsWith("step-")) {
        Files.move(one.folder(), root.resolve(one.name().toString()));
      }
    }
  }

  @Test
  void newest_bestAlone_isRefusedAndChangesNothing() throws Exception {
    beginWithSteps();
    removeSteps();
    String curves = Files.readString(run("pile").resolve("metrics.csv"));
    assertThatThrownBy(() -> resume(new RunStart.Newest(), "run.steps=80"))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("has no checkpoint to resume from; it has best-")
        .hasMessageContaining("train --resume " + run("pile") + " --from-best")
        .hasMessageNotContaining("\n");
    assertThat(run("pile").resolve("metrics.csv")).hasContent(curves);
    assertThat(resume(new RunStart.Best(), "run.steps=80").step()).isEqualTo(80);
  }

  @ParameterizedTest
  @ValueSource(strings = {"snapshot-00000040", "abandoned-step-00000040"})
  void newest_onlyOthers_isRefusedAndNamesIt(String name) throws Exception {
    beginWithSteps();
    removeSteps();
    for (String left : names()) {
      Files.move(checkpoint(left), root.resolve(left));
    }
    Files.move(root.resolve("step-00000040"), checkpoint(name));
    assertThatThrownBy(() -> resume(new RunStart.Newest(), "run.steps=80"))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("train --resume " + checkpoint(name));
    assertThat(resume(new RunStart.From(checkpoint(name)), "run.steps=80").step()).isEqualTo(80);
  }

  @Test
  void best_oneCheckpointKept_setsTheLaterOnesAsideBeforeAnyGoes() throws Exception {
    beginWithSteps();
    // The best of the first step, whatever the evaluations found.
    Checkpoint first = Checkpoint.open(checkpoint("step-00000020"));
    new CheckpointStore(run("pile").resolve(RunFolder.CHECKPOINTS), 3)
        .writeBest(
            first.manifest(),
            new TreeMap<>(
                java.util.Map.of(
                    CheckpointStore.WEIGHTS,
                    out -> out.write(first.read(CheckpointStore.WEIGHTS).readAllBytes()))));
    TrainingRun.Outcome at = resume(new RunStart.Best(), "run.steps=20", "run.keep=1");
    assertThat(at.step()).isEqualTo(20);
    assertThat(names())
        .contains(
            "best-00000020",
            "step-00000020",
            "abandoned-step-00000020",
            "abandoned-step-00000040",
            "abandoned-step-00000060");
  }

  /** A disk that renames nothing. */
  private static final class Rigid implements Disk {
    @Override
    public NewFile create(Path file) throws IOException {
      return REAL.create(file);
    }

    @Override
    public void createFolder(Path folder) throws IOException {
      REAL.createFolder(folder);
    }

    @Override
    public void move(Path from, Path to) throws IOException {
      if (from.getFileName().toString().contains("step-")) {
        throw new IOException("the disk is rigid");
      }
      REAL.move(from, to);
    }

    @Override
    public void delete(Path path) throws IOException {
      REAL.delete(path);
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
      REAL.syncFolder(folder);
    }
  }

  @Test
  void chosen_thatCannotBeSettled_leavesCurvesAndConfigurationAsTheyWere() throws Exception {
    beginWithSteps();
    String curves = Files.readString(run("pile").resolve("metrics.csv"));
    String settings = Files.readString(run("pile").resolve(RunFolder.CONFIG));
    assertThatThrownBy(
            () ->
                train(
                    RunFolder.open(run("pile"), new Rigid()),
                    config(Pile.GAME, "run.steps=80", "learner.batchSize=9"),
                    new RunStart.From(checkpoint("step-00000020"))))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("the disk is rigid");
    assertThat(run("pile").resolve("metrics.csv")).hasContent(curves);
    assertThat(run("pile").resolve(RunFolder.CONFIG)).hasContent(settings);
  }

  private Checkpoint walked() {
    return CheckpointStore.readOnly(run("walk").resolve(RunFolder.CHECKPOINTS))
        .best(damaged -> {})
        .orElseThrow();
  }

  /** Sampled scores, which are confirmed by a second evaluation. */
  private static final String[] SAMPLED = {
    "run.deterministic=false", "evaluation.share=1", "run.publishEvery=1", "replay.stackedFrames=2"
  };

  private static String[] sampled(String... more) {
    return Stream.concat(Stream.of(SAMPLED), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  @Timeout(300)
  void stop_whileTheFirstBestIsConfirmed_keepsItAndMeasuresItAnew() throws Exception {
    onEvent =
        event -> {
          TrainingRun run = running.get();
          if (event instanceof RunEvent.EvaluationEnded && run != null) {
            run.stop();
          }
        };
    begin(Walk.GAME, sampled("run.steps=100000"));
    assertThat(walked().manifest().measure()).containsEntry("confirmed", "false");
    onEvent = event -> {};
    running.set(null);
    long step = walked().manifest().step();
    train(
        RunFolder.open(run("walk")),
        config(Walk.GAME, sampled("run.steps=" + (step + 400))),
        new RunStart.Newest());
    assertThat(walked().manifest().measure()).doesNotContainKey("confirmed");
    assertThat(messages).anyMatch(line -> line.contains("is measured anew"));
  }

  @Test
  @Timeout(300)
  void end_whileTheBestIsConfirmed_confirmsItAfterTheCheckpoint() throws Exception {
    List<Path> written = new CopyOnWriteArrayList<>();
    AtomicReference<@Nullable Long> first = new AtomicReference<>();
    onEvent =
        event -> {
          if (event instanceof RunEvent.CheckpointWritten one) {
            written.add(one.folder());
          } else if (event instanceof RunEvent.EvaluationEnded one
              && first.compareAndSet(null, one.evaluated().step())) {
            Path last = run("walk").resolve("checkpoints/step-00001000");
            while (!Files.exists(last)) {
              Thread.onSpinWait();
            }
          }
        };
    begin(Walk.GAME, sampled("run.steps=1000"));
    assertThat(written)
        .extracting(path -> path.getFileName().toString())
        .contains(String.format("best-%08d", first.get()));
    assertThat(walked().manifest().measure()).doesNotContainKey("confirmed");
  }
}
