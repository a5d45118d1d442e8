package io.muzero.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.config.ResolvedConfig;
import io.muzero.environment.Action;
import io.muzero.environment.ActionSpace;
import io.muzero.environment.AlteredWalk;
import io.muzero.environment.BrokenGameException;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.Step;
import io.muzero.environment.Symmetry;
import io.muzero.storage.Checkpoint;
import io.muzero.storage.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of games that do what no game should. */
class FaultyGameTest {
  private static final LocalDateTime NOW = LocalDateTime.of(2026, 3, 4, 5, 6, 7);

  @TempDir private Path root;

  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final AtomicReference<Runnable> onMessage = new AtomicReference<>(() -> {});

  private final RunListener listener =
      new RunListener() {
        @Override
        public void progress(Progress progress) {}

        @Override
        public void message(String line) {
          messages.add(line);
          onMessage.get().run();
        }
      };

  private static ResolvedConfig config(Supplier<AlteredWalk> game, String... settings) {
    List<String> all = new ArrayList<>(List.of(settings));
    all.add("network.rewardSupport.mayClip=true"); // of which there would be a word too
    all.add("network.valueSupport.mayClip=true");
    return Runs.config(AlteredWalk.game(game), all.toArray(String[]::new));
  }

  private TrainingRun.Outcome begin(ResolvedConfig config) throws Exception {
    try (RunFolder folder = RunFolder.create(root, "altered", NOW);
        TrainingRun run = TrainingRun.open(config, folder, listener)) {
      return run.run();
    }
  }

  @Test
  void run_observationThatIsNoNumber_namesGameStepAndNumber() {
    ResolvedConfig config =
        config(
            () ->
                new AlteredWalk() {
                  @Override
                  public void observe(float[] target, int offset) {
                    super.observe(target, offset);
                    if (target[offset + 1] > 0.2f) {
                      target[offset + 1] = Float.NaN;
                    }
                  }
                });
    assertThatThrownBy(() -> begin(config))
        .isInstanceOf(BrokenGameException.class)
        .hasMessageStartingWith(
            "number 1 of the observation of the game altered must be finite, was NaN (after step 3,"
                + " seed ");
  }

  @Test
  void run_rewardBeyondSinglePrecision_namesGameStepAndReward() {
    ResolvedConfig config =
        config(
            () ->
                new AlteredWalk() {
                  @Override
                  public Step step(Action action) {
                    return Step.going(super.step(action).reward() + 1e39);
                  }
                });
    assertThatThrownBy(() -> begin(config))
        .isInstanceOf(BrokenGameException.class)
        .hasMessageStartingWith(
            "a reward of the game altered must be finite and below 3.4e38, was 1.0E39 (after step"
                + " 1, seed ");
  }

  @Test
  void run_stateWithoutALegalAction_isNamed() {
    ResolvedConfig config =
        config(
            () ->
                new AlteredWalk() {
                  private int steps;

                  @Override
                  public Step step(Action action) {
                    steps++;
                    return super.step(action);
                  }

                  @Override
                  public boolean isLegal(int action) {
                    return steps < 2 && super.isLegal(action);
                  }
                });
    assertThatThrownBy(() -> begin(config))
        .isInstanceOf(BrokenGameException.class)
        .hasMessageStartingWith(
            "the game altered has no legal action in a state that has not ended (after step 2, seed")
        .hasMessageContaining(" after 2 steps");
  }

  @Test
  void run_gameThatBlocksOneWorker_isToldAndKeepsNothingElseUp() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    AtomicInteger steps = new AtomicInteger();
    ResolvedConfig config =
        config(
            () ->
                new AlteredWalk() {
                  @Override
                  public Step step(Action action) {
                    if (Thread.currentThread().getName().equals("self-play 1")
                        && steps.incrementAndGet() > 100) {
                      await(never);
                    }
                    return super.step(action);
                  }
                },
            "run.deterministic=false",
            "run.checkpointSteps=5",
            "evaluation.everySteps=1000000");
    AtomicReference<Path> atTheBlock = new AtomicReference<>();
    TrainingRun.Outcome outcome;
    Path checkpoints;
    try (RunFolder folder = RunFolder.create(root, "altered", NOW);
        TrainingRun run = TrainingRun.open(config, folder, listener)) {
      checkpoints = folder.resolve(RunFolder.CHECKPOINTS);
      onMessage.set(
          () -> {
            if (messages.get(messages.size() - 1).startsWith("self-play 1 has been inside")) {
              Path now = newest(checkpoints);
              awaitOther(checkpoints, now);
              atTheBlock.set(now);
              run.stop();
            }
          });
      outcome = run.run();
    }
    assertThat(messages)
        .anyMatch(
            line ->
                line.matches(
                    "self-play 1 has been inside the game altered for \\d+ s: .*Ctrl-C ends.*"));
    assertThat(atTheBlock.get()).isNotNull().isNotEqualTo(outcome.checkpoint());
    assertThat(Checkpoint.open(outcome.checkpoint()).manifest().step()).isEqualTo(outcome.step());
    never.countDown();

    ResolvedConfig sound =
        config(
            AlteredWalk::new,
            "run.deterministic=false",
            "run.steps=" + (outcome.step() + 5),
            "evaluation.everySteps=1000000");
    try (RunFolder folder = RunFolder.open(checkpoints.getParent());
        TrainingRun run = TrainingRun.open(sound, folder, listener)) {
      assertThat(run.run().step()).isEqualTo(outcome.step() + 5);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The newest checkpoint, or the folder of them all while there is none. */
  private static Path newest(Path checkpoints) {
    try (var files = Files.list(checkpoints)) {
      return files
          .filter(file -> file.getFileName().toString().matches("step-\\d+"))
          .max(java.util.Comparator.naturalOrder())
          .orElse(checkpoints);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Waits for a checkpoint after this one: the learner goes on. */
  private static void awaitOther(Path checkpoints, Path than) {
    long end = System.nanoTime() + 60_000_000_000L;
    while (newest(checkpoints).equals(than)) {
      assertThat(System.nanoTime()).as("nobody wrote a checkpoint after %s", than).isLessThan(end);
      java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
    }
  }

  @Test
  void run_lastEvaluation_comesAfterTheCheckpointAndCanBeStopped() throws Exception {
    ResolvedConfig config =
        config(
            () ->
                new AlteredWalk() {
                  @Override
                  public EnvironmentSpec spec() {
                    return new EnvironmentSpec(
                        1, 2, 1, 1, 0, 1, new ActionSpace.Discrete(3), 0, 1, 0, Symmetry.NONE);
                  }

                  @Override
                  public Step step(Action action) {
                    // Endless, but only for the evaluation.
                    return Thread.currentThread().getName().equals("evaluate")
                        ? Step.going(0)
                        : super.step(action);
                  }
                },
            "run.deterministic=false",
            "run.steps=3",
            "evaluation.games=400",
            "evaluation.everySteps=1000000");
    AtomicReference<Path> written = new AtomicReference<>();
    TrainingRun.Outcome outcome;
    try (RunFolder folder = RunFolder.create(root, "altered", NOW);
        TrainingRun run = TrainingRun.open(config, folder, listener)) {
      onMessage.set(
          () -> {
            written.set(newest(folder.resolve(RunFolder.CHECKPOINTS)));
            run.stop();
          });
      outcome = run.run();
    }
    assertThat(messages).singleElement().asString().startsWith("evaluating step 3; ");
    assertThat(outcome.complete()).isTrue();
    assertThat(written.get()).isEqualTo(outcome.checkpoint());
  }

  @Test
  void run_noGameEnds_saysWhyTheBufferStaysEmpty() throws Exception {
    ResolvedConfig config =
        config(
            () ->
                new AlteredWalk() {
                  @Override
                  public EnvironmentSpec spec() {
                    return new EnvironmentSpec(
                        1, 2, 1, 1, 0, 1, new ActionSpace.Discrete(3), 0, 1, 0, Symmetry.NONE);
                  }

                  @Override
                  public Step step(Action action) {
                    return Step.going(0);
                  }
                },
            "run.deterministic=false",
            "replay.tdSteps=0");
    try (RunFolder folder = RunFolder.create(root, "altered", NOW);
        TrainingRun run = TrainingRun.open(config, folder, listener)) {
      onMessage.set(run::stop);
      run.run();
    }
    assertThat(messages)
        .singleElement()
        .asString()
        .startsWith("no game of altered has ended in ")
        .contains("the replay buffer is empty", "replay.tdSteps above 0");
  }
}
