package io.muzero.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.config.ResolvedConfig;
import io.muzero.environment.ActionSpace;
import io.muzero.environment.AlteredPile;
import io.muzero.environment.AlteredWalk;
import io.muzero.environment.BrokenGameException;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.Step;
import io.muzero.environment.Symmetry;
import io.muzero.storage.Checkpoint;
import io.muzero.storage.RunFolder;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of games that do what no game should where somebody else than self-play meets it first. */
class FaultySearchTest {
  private static final LocalDateTime NOW = LocalDateTime.of(2026, 3, 4, 5, 6, 7);

  /** After so many seconds a game that blocks goes on, so that a test that fails ends. */
  private static final int AT_LAST = 120;

  @TempDir private Path root;

  private final Set<String> messages = ConcurrentHashMap.newKeySet();
  private final AtomicReference<Runnable> onProgress = new AtomicReference<>(() -> {});
  private final AtomicReference<Consumer<RunEvent>> onEvent = new AtomicReference<>(event -> {});

  private final RunListener listener =
      new RunListener() {
        @Override
        public void progress(Progress progress) {
          onProgress.get().run();
        }

        @Override
        public void message(String line) {
          messages.add(line);
        }

        @Override
        public void event(RunEvent event) {
          onEvent.get().accept(event);
        }
      };

  /** Of a game that is searched by its rules. */
  private static ResolvedConfig byRules(AlteredPile.Fault fault, String... settings) {
    List<String> all = new ArrayList<>();
    all.add("search.model=rules");
    all.add("learner.unrollSteps=0");
    all.add("replay.tdSteps=0");
    all.add("replay.discount=1");
    all.addAll(List.of(settings));
    return Runs.config(AlteredPile.game(fault), all.toArray(String[]::new));
  }

  private TrainingRun.Outcome begin(ResolvedConfig config) throws Exception {
    try (RunFolder folder = RunFolder.create(root, "altered", NOW);
        TrainingRun run = TrainingRun.open(config, folder, listener)) {
      return run.run();
    }
  }

  @Test
  void run_searchMeetsAnObservationThatIsNoNumber_namesGameAndState() {
    ResolvedConfig config =
        byRules(
            new AlteredPile.Fault() {
              @Override
              public float shows(float number, int left) {
                return left == 6 && number > 0 ? Float.NaN : number;
              }
            });
    assertThatThrownBy(() -> begin(config))
        .isInstanceOf(BrokenGameException.class)
        .hasMessageStartingWith(
            "number 6 of the observation of the game altered must be finite, was NaN (in a search"
                + " by its rules): 6 stones");
  }

  @Test
  void run_searchMeetsARewardBeyondSinglePrecision_namesGameAndReward() {
    ResolvedConfig config =
        byRules(
            new AlteredPile.Fault() {
              @Override
              public Step brings(Step step) {
                return Step.going(step.reward() + 1e39);
              }
            });
    assertThatThrownBy(() -> begin(config))
        .isInstanceOf(BrokenGameException.class)
        .hasMessageStartingWith(
            "a reward of the game altered must be finite and below 3.4e38, was 1.0E39 (in a search"
                + " by its rules): ")
        .hasMessageContaining(" stones");
  }

  @Test
  void run_searchMeetsAStateWithoutALegalAction_isNamed() {
    ResolvedConfig config =
        byRules(
            new AlteredPile.Fault() {
              @Override
              public boolean allows(boolean legal, int left) {
                return legal && left > 6;
              }
            });
    assertThatThrownBy(() -> begin(config))
        .isInstanceOf(BrokenGameException.class)
        .hasMessageMatching(
            "the game altered has no legal action in a state that has not ended \\(in a search by"
                + " its rules\\): [56] stones; check-game looks for such faults");
  }

  /**
   * A game's code that does not return until it may; {@code stuck}: the threads that were in it.
   */
  private record Block(CountDownLatch released, Set<String> stuck) {
    Block() {
      this(new CountDownLatch(1), ConcurrentHashMap.newKeySet());
    }

    void here() {
      String thread = Thread.currentThread().getName();
      stuck.add(thread);
      try {
        if (!released.await(AT_LAST, TimeUnit.SECONDS)) {
          stuck.clear();
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void run_gameThatBlocksInSearchesByTheRules_isToldOfEverybodyAndKeepsNothingElseUp()
      throws Exception {
    Set<String> players = Set.of("self-play 1", "reanalyse", "gating", "evaluate");
    Block block = new Block();
    AtomicInteger searched = new AtomicInteger();
    ResolvedConfig config =
        byRules(
            new AlteredPile.Fault() {
              @Override
              public void called(String method, boolean copied) {
                String thread = Thread.currentThread().getName();
                if (copied
                    && method.equals("step")
                    && players.contains(thread)
                    && (!thread.equals("self-play 1") || searched.incrementAndGet() > 200)) {
                  block.here();
                }
              }
            },
            "reanalyse.share=0.3",
            "reanalyse.batch=4",
            "gating.everySteps=1",
            "gating.games=2",
            "gating.openingMoves=0",
            "evaluation.everySteps=1",
            "run.lead=1000000",
            "run.checkpointSteps=5",
            "run.deterministic=false");
    AtomicBoolean wentOn = new AtomicBoolean();
    TrainingRun.Outcome outcome;
    try (RunFolder folder = RunFolder.create(root, "altered", NOW);
        TrainingRun run = TrainingRun.open(config, folder, listener)) {
      AtomicInteger written = new AtomicInteger();
      onEvent.set(
          event -> {
            if (event instanceof RunEvent.CheckpointWritten
                && messages.stream().filter(line -> line.contains("has been inside")).count() == 4
                && written.incrementAndGet() == 3) {
              wentOn.set(true);
              run.stop();
            }
          });
      CompletableFuture.delayedExecutor(AT_LAST, TimeUnit.SECONDS).execute(run::stop);
      outcome = run.run();
    }
    assertThat(block.stuck).isEqualTo(players);
    block.released.countDown();
    assertThat(wentOn).isTrue();
    for (String player : List.of("self-play 1", "reanalyse", "gating", "the evaluation")) {
      assertThat(messages)
          .anyMatch(
              line ->
                  line.matches(
                      player + " has been inside the game altered for \\d+ s: .*Ctrl-C ends.*"));
    }
    assertThat(Checkpoint.open(outcome.checkpoint()).manifest().step()).isEqualTo(outcome.step());
  }

  @Test
  void run_gameThatBlocksOneWorkerAtTheStart_trainsWithTheOthers() throws Exception {
    Block block = new Block();
    ResolvedConfig config =
        Runs.config(
            AlteredPile.game(
                new AlteredPile.Fault() {
                  @Override
                  public void called(String method, boolean copied) {
                    if (method.equals("reset")
                        && Thread.currentThread().getName().equals("self-play 1")) {
                      block.here();
                    }
                  }
                }),
            "run.checkpointSteps=5",
            "run.deterministic=false",
            "evaluation.everySteps=1000000");
    AtomicBoolean written = new AtomicBoolean();
    TrainingRun.Outcome outcome;
    try (RunFolder folder = RunFolder.create(root, "altered", NOW);
        TrainingRun run = TrainingRun.open(config, folder, listener)) {
      onEvent.set(
          event -> {
            if (event instanceof RunEvent.CheckpointWritten
                && messages.stream().anyMatch(line -> line.contains("has been inside"))) {
              written.set(!block.stuck.isEmpty());
              run.stop();
            }
          });
      outcome = run.run();
    }
    assertThat(written).isTrue();
    assertThat(block.stuck).containsExactly("self-play 1");
    block.released.countDown();
    assertThat(messages)
        .anyMatch(
            line -> line.matches("self-play 1 has been inside the game altered for \\d+ s: .*"));
    assertThat(outcome.step()).isPositive();
  }

  @Test
  void run_whileAGameIsSlowToBegin_saysHowFarItIs() throws Exception {
    CountDownLatch told = new CountDownLatch(1);
    AtomicBoolean first = new AtomicBoolean(true);
    AtomicBoolean inTime = new AtomicBoolean();
    ResolvedConfig config =
        Runs.config(
            AlteredPile.game(
                new AlteredPile.Fault() {
                  @Override
                  public void called(String method, boolean copied) {
                    if (method.equals("reset")
                        && Thread.currentThread().getName().equals("self-play 0")
                        && first.compareAndSet(true, false)) {
                      try {
                        inTime.set(told.await(AT_LAST, TimeUnit.SECONDS));
                      } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                      }
                    }
                  }
                }),
            "run.steps=1",
            "run.deterministic=false",
            "evaluation.everySteps=1000000");
    onProgress.set(told::countDown);
    begin(config);
    assertThat(inTime).isTrue();
  }

  @Test
  void gating_gameWithoutABound_hasOne() {
    ResolvedConfig config =
        Runs.config(
            AlteredWalk.game(
                () ->
                    new AlteredWalk() {
                      @Override
                      public EnvironmentSpec spec() {
                        return new EnvironmentSpec(
                            2, 2, 1, 1, 0, 1, new ActionSpace.Discrete(3), 0, 1, 0, Symmetry.NONE);
                      }
                    }),
            "gating.everySteps=1");
    RunContext context = Runs.context(config, new RunClock(System::nanoTime, 0));
    Learned learned = new Learned(() -> 1, () -> context.board().learned().newest());
    assertThat(new GatingRole(context, learned).match().mostMoves()).isEqualTo(10_000);
  }
}
