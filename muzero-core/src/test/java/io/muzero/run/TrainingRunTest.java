package io.muzero.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.muzero.blackboard.Counter;
import io.muzero.config.ResolvedConfig;
import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Pile;
import io.muzero.environment.Player;
import io.muzero.environment.Solver;
import io.muzero.environment.Step;
import io.muzero.environment.Twice;
import io.muzero.environment.Walk;
import io.muzero.network.SafeTensors;
import io.muzero.storage.Checkpoint;
import io.muzero.storage.CheckpointException;
import io.muzero.storage.CheckpointStore;
import io.muzero.storage.EpisodeFiles;
import io.muzero.storage.Manifest;
import io.muzero.storage.RunFolder;
import io.muzero.training.NonFiniteLossException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingRunTest {
  private static final LocalDateTime NOW = LocalDateTime.of(2026, 3, 4, 5, 6, 7);

  @TempDir private Path root;

  /** Remembers what a run says. */
  private static final class Listener implements RunListener {
    final List<String> messages = new CopyOnWriteArrayList<>();
    final List<Progress> told = new CopyOnWriteArrayList<>();

    /** The step that was told last when the last evaluation began; −1 where none did. */
    volatile long stepAtEvaluation = -1;

    @Override
    public void progress(Progress progress) {
      told.add(progress);
    }

    @Override
    public void message(String line) {
      messages.add(line);
      if (line.startsWith("evaluating step ")) {
        stepAtEvaluation = told.get(told.size() - 1).step();
      }
    }
  }

  private final Listener listener = new Listener();

  private TrainingRun.Outcome runIn(RunFolder folder, ResolvedConfig config) throws Exception {
    try (folder;
        TrainingRun run = TrainingRun.open(config, folder, listener)) {
      return run.run();
    }
  }

  private TrainingRun.Outcome begin(String name, ResolvedConfig config) throws Exception {
    return runIn(RunFolder.create(root.resolve(name), config.config().game(), NOW), config);
  }

  private Path folder(String name, String game) {
    return root.resolve(name).resolve(game).resolve("2026-03-04_05-06-07");
  }

  private TrainingRun.Outcome resume(String name, ResolvedConfig config) throws Exception {
    return runIn(RunFolder.open(folder(name, config.config().game())), config);
  }

  /** What is shown stood at the step of a second before while the last weights were evaluated. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void run_atItsEnd_tellsTheLastStepAndTheLastEvaluation(boolean deterministic) throws Exception {
    ResolvedConfig config =
        Runs.config(
            Walk.GAME,
            "run.steps=33",
            "run.deterministic=" + deterministic,
            "evaluation.everySteps=" + (deterministic ? 33 : 100_000));
    begin("end", config);
    Progress last = listener.told.get(listener.told.size() - 1);
    assertThat(last.step()).isEqualTo(33);
    assertThat(last.share()).isOne();
    assertThat(last.evaluations().get(last.evaluations().size() - 1).step()).isEqualTo(33);
    assertThat(listener.stepAtEvaluation).isEqualTo(deterministic ? -1 : 33);
  }

  /** Names of the checkpoints there are. */
  private List<String> checkpoints(String name, String game) throws IOException {
    try (Stream<Path> all = Files.list(folder(name, game).resolve(RunFolder.CHECKPOINTS))) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private static byte[] weights(TrainingRun.Outcome outcome) throws IOException {
    return Files.readAllBytes(outcome.checkpoint().resolve(CheckpointStore.WEIGHTS));
  }

  private static void assertSameCheckpoint(
      TrainingRun.Outcome outcome, TrainingRun.Outcome expected) throws IOException {
    assertThat(outcome.step()).isEqualTo(expected.step());
    Checkpoint one = Checkpoint.open(outcome.checkpoint());
    Checkpoint other = Checkpoint.open(expected.checkpoint());
    // Weights, optimiser, games in progress, generators, replay buffer: bit for bit.
    assertThat(one.manifest().files()).isEqualTo(other.manifest().files());
    for (Counter counter : Counter.values()) {
      if (counter != Counter.WALL_MILLIS) {
        assertThat(one.manifest().counters().get(counter.key()))
            .as(counter.key())
            .isEqualTo(other.manifest().counters().get(counter.key()));
      }
    }
  }

  /**
   * Its player moves twice, and the first move decides. With the sign flipped each step it was
   * learned upside down.
   */
  @ParameterizedTest
  @ValueSource(strings = {"state", "dynamics"})
  void run_playerMovesTwice_learnsWhatWins(String rewardHead) throws Exception {
    begin(
        rewardHead,
        Runs.config(
            Twice.GAME,
            "network.rewardHead=" + rewardHead,
            "run.steps=300",
            "replay.tdSteps=0",
            "replay.discount=1",
            "learner.batchSize=32",
            "evaluation.everySteps=300",
            "evaluation.opponents=[perfect]",
            "evaluation.games=20"));
    List<String> rows = Files.readAllLines(folder(rewardHead, "twice").resolve("metrics.csv"));
    String score =
        rows.stream().filter(r -> r.contains(",evaluation/perfect/score,")).toList().get(0);
    // It wins the ten games it begins, and has no move in the others.
    assertThat(score).startsWith("300,").endsWith(",0.5");
    List<Double> turns =
        rows.stream()
            .filter(row -> row.contains(",loss/turn,"))
            .map(row -> Double.parseDouble(row.substring(row.lastIndexOf(',') + 1)))
            .toList();
    assertThat(turns.get(turns.size() - 1)).isLessThan(Math.min(0.01, turns.get(0)));
  }

  @Test
  void run_gameThatWronglyClaimsToAlternate_isRefused() {
    assertThatThrownBy(() -> begin("wrong", Runs.config(Twice.WRONG, "run.steps=10")))
        .hasStackTraceContaining("player 0 moves twice in a row");
  }

  /** A game whose environments do something at a step counted over all of them. */
  private static final class Disturbed implements GameProvider {
    private final GameProvider game;
    private final long at;
    private final Runnable disturbance;
    private final AtomicLong steps = new AtomicLong();

    Disturbed(GameProvider game, long at, Runnable disturbance) {
      this.game = game;
      this.at = at;
      this.disturbance = disturbance;
    }

    @Override
    public String name() {
      return game.name();
    }

    @Override
    public String description() {
      return game.description();
    }

    @Override
    public Environment create(GameOptions options) {
      return disturb(game.create(options));
    }

    @Override
    public Optional<String> configuration() {
      return game.configuration();
    }

    @Override
    public List<String> opponents() {
      return List.of("random");
    }

    @Override
    public Player opponent(String opponent, GameOptions options, long seed) {
      return game.opponent(opponent, options, seed);
    }

    @Override
    public Optional<Solver> solver(GameOptions options) {
      return Optional.empty();
    }

    private Environment disturb(Environment environment) {
      return new Environment() {
        @Override
        public Step step(Action action) {
          if (steps.incrementAndGet() == at) {
            disturbance.run();
          }
          return environment.step(action);
        }

        @Override
        public EnvironmentSpec spec() {
          return environment.spec();
        }

        @Override
        public void reset(long seed) {
          environment.reset(seed);
        }

        @Override
        public void reset() {
          environment.reset();
        }

        @Override
        public int playerToMove() {
          return environment.playerToMove();
        }

        @Override
        public boolean isLegal(int action) {
          return environment.isLegal(action);
        }

        @Override
        public void observe(float[] target, int offset) {
          environment.observe(target, offset);
        }

        @Override
        public Environment copy() {
          return disturb(environment.copy());
        }

        @Override
        public String text() {
          return environment.text();
        }

        @Override
        public String json() {
          return environment.json();
        }
      };
    }
  }

  /** Kinds of runs that must be exact. */
  private record Kind(String name, GameProvider game, List<String> settings) {
    ResolvedConfig config(int steps, String... more) {
      return config(game, steps, more);
    }

    ResolvedConfig config(GameProvider other, int steps, String... more) {
      List<String> all = new ArrayList<>(settings);
      all.add("run.steps=" + steps);
      all.addAll(List.of(more));
      return Runs.config(other, all.toArray(String[]::new));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static List<Kind> kinds() {
    return List.of(
        new Kind("two players", Pile.GAME, List.of()),
        new Kind(
            "two players, reanalysed, PUCT, uniform, Monte Carlo",
            Pile.GAME,
            List.of(
                "reanalyse.share=0.7",
                "reanalyse.batch=16",
                "search.algorithm=puct",
                "replay.prioritised=false",
                "replay.tdSteps=0")),
        new Kind(
            "cut episodes, stacked frames, segments, reanalysed, sgd, schedule",
            Walk.GAME,
            List.of(
                "reanalyse.share=0.5",
                "reanalyse.batch=8",
                "replay.stackedFrames=3",
                "replay.segmentLength=4",
                "learner.optimiser=sgd",
                "learner.schedule=cosine",
                "learner.decaySteps=300",
                "learner.consistencyWeight=1",
                "selfPlay.temperatureMoves=5")));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void run_deterministic_straightOrResumed_isTheSameBitForBit(Kind kind) throws Exception {
    TrainingRun.Outcome straight = begin("straight", kind.config(200));
    assertThat(straight.complete()).isTrue();
    assertThat(straight.step()).isEqualTo(200);
    begin("halved", kind.config(100));
    assertSameCheckpoint(resume("halved", kind.config(200)), straight);
    assertThat(listener.messages).anyMatch(line -> line.matches("resuming from .*step-00000100"));
    assertThat(weights(begin("other seed", kind.config(200, "seed=2"))))
        .isNotEqualTo(weights(straight));
  }

  @Test
  void run_rateFallsOverTheRun_asOverSoManySteps() throws Exception {
    Kind kind = kinds().get(kinds().size() - 1);
    TrainingRun.Outcome named = begin("named", kind.config(90, "learner.decaySteps=90"));
    TrainingRun.Outcome whole = begin("whole", kind.config(90, "learner.decaySteps=0"));
    assertThat(weights(whole)).isEqualTo(weights(named));
    assertThat(weights(begin("slower", kind.config(90)))).isNotEqualTo(weights(named));
  }

  /** Checkpoints of earlier versions do not count it; all later sittings need the whole sum. */
  @Test
  void resume_checkpointThatDoesNotSayWhatWasEntitled_goesOnAsIfItDid() throws Exception {
    Kind kind = kinds().get(0);
    TrainingRun.Outcome straight = begin("straight", kind.config(90));
    Path manifest = begin("old", kind.config(30)).checkpoint().resolve("manifest.json");
    String older =
        Files.readString(manifest)
            .replaceAll("\"entitled\" : \\d+,?", "")
            .replaceAll("\"checksum\" : \"[0-9a-f]+\",", "")
            .replace("\"format\" : 2", "\"format\" : 1");
    Files.writeString(manifest, older.replaceAll(",(\\s*})", "$1"));
    assertThat(Checkpoint.open(manifest.getParent()).manifest().counters())
        .doesNotContainKey(Counter.ENTITLED.key());
    resume("old", kind.config(60));
    assertSameCheckpoint(resume("old", kind.config(90)), straight);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void run_deterministic_stoppedAtAnyMomentAndResumed_isTheSame(Kind kind) throws Exception {
    TrainingRun.Outcome straight = begin("straight", kind.config(60));
    for (long moment : new long[] {3, 101}) {
      String name = "stopped at " + moment;
      TrainingRun[] running = new TrainingRun[1];
      GameProvider game = new Disturbed(kind.game, moment, () -> running[0].stop());
      ResolvedConfig config = kind.config(game, 60, "evaluation.everySteps=1000");
      try (RunFolder folder = RunFolder.create(root.resolve(name), game.name(), NOW);
          TrainingRun run = TrainingRun.open(config, folder, listener)) {
        running[0] = run;
        TrainingRun.Outcome stopped = run.run();
        assertThat(stopped.complete()).isFalse();
        assertThat(stopped.step()).isLessThan(60);
      }
      TrainingRun.Outcome resumed = resume(name, kind.config(60));
      assertThat(weights(resumed)).as(name).isEqualTo(weights(straight));
    }
  }

  @Test
  void run_partThatThrows_endsLoudlyAndKeepsTheLastCheckpoint() throws Exception {
    Kind kind = kinds().get(2);
    GameProvider broken =
        new Disturbed(
            Walk.GAME,
            600,
            () -> {
              throw new IllegalStateException("the corridor collapsed");
            });
    assertThatThrownBy(() -> begin("broken", kind.config(broken, 200, "run.checkpointSteps=20")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the corridor collapsed");
    List<String> kept = checkpoints("broken", "walk");
    assertThat(kept.stream().filter(name -> name.startsWith("step-"))).hasSize(2);
    assertThat(kept).noneMatch(name -> name.startsWith("writing-"));
    assertSameCheckpoint(resume("broken", kind.config(200)), begin("straight", kind.config(200)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void run_lossThatIsNotFinite_endsLoudlyAndKeepsTheLastCheckpoint(String deterministic)
      throws Exception {
    String mode = "run.deterministic=" + deterministic;
    begin("diverged", Runs.config(Walk.GAME, mode, "run.steps=20"));
    assertThatThrownBy(
            () ->
                resume(
                    "diverged",
                    Runs.config(
                        Walk.GAME,
                        mode,
                        "learner.learningRate=1e30",
                        "learner.gradientClip=0",
                        // The players would stumble over such weights too, perhaps first.
                        "run.publishEvery=100000")))
        .isInstanceOf(NonFiniteLossException.class)
        .hasMessageContaining("the weights are unchanged")
        .hasMessageNotContaining("\n");
    assertThat(resume("diverged", Runs.config(Walk.GAME, mode, "run.steps=30")).step())
        .isEqualTo(30);
    assertThat(listener.messages)
        .filteredOn(line -> line.startsWith("resuming from"))
        .hasSize(2)
        .allMatch(line -> line.endsWith("step-00000020"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void run_weightsThatDiverge_areNotWrittenAsACheckpoint(String deterministic) throws Exception {
    String mode = "run.deterministic=" + deterministic;
    begin("diverged", Runs.config(Walk.GAME, mode, "run.steps=20"));
    assertThatThrownBy(
            () ->
                resume(
                    "diverged",
                    Runs.config(
                        Walk.GAME,
                        mode,
                        "learner.learningRate=1e30",
                        "learner.gradientClip=0",
                        "run.publishEvery=100000",
                        "run.checkpointSteps=1",
                        "run.keep=1")))
        .isInstanceOf(NonFiniteLossException.class)
        .hasMessageContaining("of the weights after training step 21 is")
        .hasMessageContaining("no checkpoint is written of them")
        .hasMessageContaining("--from-best")
        .hasMessageNotContaining("\n");
    assertThat(checkpoints("diverged", "walk")).contains("step-00000020");
    assertThat(resume("diverged", Runs.config(Walk.GAME, mode, "run.steps=30")).step())
        .isEqualTo(30);
  }

  private TrainingRun.Outcome resumeFrom(String name, ResolvedConfig config, RunStart start)
      throws Exception {
    try (RunFolder folder = RunFolder.open(folder(name, config.config().game()));
        TrainingRun run = TrainingRun.open(config, folder, listener, start)) {
      return run.run();
    }
  }

  @Test
  void resume_olderCheckpoint_goesOnFromThereForGood() throws Exception {
    Kind kind = kinds().get(0);
    TrainingRun.Outcome straight = begin("straight", kind.config(80));
    begin("older", kind.config(60, "run.checkpointSteps=20", "run.keep=3", "run.lead=500"));
    Path older = folder("older", "pile").resolve("checkpoints/step-00000020");
    // Stopped at once: the next resume must go on from the older one nevertheless.
    TrainingRun.Outcome stopped = resumeFrom("older", kind.config(20), new RunStart.From(older));
    assertThat(stopped.step()).isEqualTo(20);
    assertThat(checkpoints("older", "pile"))
        .contains("abandoned-step-00000040", "abandoned-step-00000060", "step-00000020")
        .doesNotContain("step-00000040", "step-00000060");
    assertSameCheckpoint(resume("older", kind.config(80)), straight);
    // And back to the way that was left.
    Path left = older.resolveSibling("abandoned-step-00000040");
    resumeFrom("older", kind.config(40), new RunStart.From(left));
    assertThat(left).doesNotExist();
    assertThat(checkpoints("older", "pile")).contains("step-00000040", "abandoned-step-00000080");
    assertSameCheckpoint(resume("older", kind.config(80)), straight);
    assertThat(Files.readAllLines(folder("older", "pile").resolve("metrics.csv")))
        .filteredOn(row -> row.contains(",loss/total,"))
        .hasSize(8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void resume_fromBest_takesTheWeightsAlone(String deterministic) throws Exception {
    String mode = "run.deterministic=" + deterministic;
    Kind kind = kinds().get(0);
    begin("best", kind.config(90, mode, "run.checkpointSteps=30", "evaluation.share=1"));
    String name =
        checkpoints("best", "pile").stream().filter(n -> n.startsWith("best-")).findAny().get();
    long step = Long.parseLong(name.substring(5));
    Path best = folder("best", "pile").resolve("checkpoints").resolve(name);
    byte[] weights = Files.readAllBytes(best.resolve(CheckpointStore.WEIGHTS));
    // Threads train on while weights are evaluated: then the totals are of later.
    Manifest manifest = Checkpoint.open(best).manifest();
    Map<String, Long> later = new TreeMap<>(manifest.counters());
    later.put(Counter.EVALUATED_STEP.key(), step + 500);
    later.put(Counter.GATED_STEP.key(), step + 500);
    new CheckpointStore(best.getParent(), 9)
        .writeBest(
            new Manifest(
                    Manifest.FORMAT,
                    "pile",
                    manifest.network(),
                    step,
                    later,
                    manifest.score(),
                    Map.of())
                .withMeasure(manifest.measure()),
            Map.of(CheckpointStore.WEIGHTS, out -> out.write(weights)));
    // A bound that is reached already: what it begins with is what it writes.
    TrainingRun.Outcome at = resumeFrom("best", kind.config((int) step, mode), new RunStart.Best());
    assertThat(at.step()).isEqualTo(step);
    assertThat(weights(at)).isEqualTo(weights);
    Map<String, Long> totals = Checkpoint.open(at.checkpoint()).manifest().counters();
    assertThat(totals.get(Counter.EVALUATED_STEP.key())).isEqualTo(step);
    assertThat(totals.get(Counter.GATED_STEP.key())).isEqualTo(step);
    assertThat(listener.messages)
        .anyMatch(
            line ->
                line.contains(name + " alone: the optimiser's moments begin at zero")
                    && line.endsWith("schedule goes on from step " + step));
    assertThat(checkpoints("best", "pile"))
        .filteredOn(n -> n.startsWith("step-"))
        .last()
        .isEqualTo(at.checkpoint().getFileName().toString());
    TrainingRun.Outcome on = resume("best", kind.config((int) step + 60, mode));
    assertThat(on.step()).isEqualTo(step + 60);
    Checkpoint end = Checkpoint.open(on.checkpoint());
    assertThat(end.manifest().counters().get("samples")).isEqualTo(60L * 8);
  }

  @Test
  void run_timeUpWhileTheLearnerWaits_evaluatesTheLastWeights() throws Exception {
    // The learner waits for positions most of the time, and 20 steps lie between what it publishes.
    TrainingRun.Outcome end =
        begin(
            "slow",
            kinds()
                .get(0)
                .config(0, "run.deterministic=false", "run.minutes=0.03", "run.replayRatio=0.01"));
    assertThat(end.step()).isPositive();
    assertThat(end.evaluations()).last().extracting(Evaluated::step).isEqualTo(end.step());
  }

  @Test
  void resume_fromASnapshot_keepsItAndTheEarlierOnes() throws Exception {
    Kind kind = kinds().get(0);
    begin("way", kind.config(60, "run.snapshotMinutes=0.00001", "run.checkpointSteps=10"));
    List<String> snapshots =
        checkpoints("way", "pile").stream().filter(n -> n.startsWith("snapshot-")).toList();
    assertThat(snapshots).hasSizeGreaterThan(2);
    String chosen = snapshots.get(1);
    Path from = folder("way", "pile").resolve("checkpoints").resolve(chosen);
    int step = Integer.parseInt(chosen.substring(9));
    assertThat(resumeFrom("way", kind.config(step), new RunStart.From(from)).step())
        .isEqualTo(step);
    assertThat(checkpoints("way", "pile"))
        .contains(snapshots.get(0), chosen, "abandoned-" + snapshots.get(2))
        .doesNotContain("abandoned-" + chosen, snapshots.get(2));
    // It is still there to be gone on from.
    assertThat(resumeFrom("way", kind.config(step), new RunStart.From(from)).step())
        .isEqualTo(step);
  }

  @Test
  void resume_fromBestOfARunWithout_isRefused() throws Exception {
    begin("none", kinds().get(0).config(10, "evaluation.everySteps=1000"));
    try (RunFolder folder = RunFolder.open(folder("none", "pile"))) {
      assertThatThrownBy(
              () ->
                  TrainingRun.open(
                      kinds().get(0).config(20), folder, listener, new RunStart.Best()))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("has no best checkpoint yet");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void run_folderRenamedMeanwhile_endsLoudlyAndTheRenamedOneCanBeResumed(String deterministic)
      throws Exception {
    String mode = "run.deterministic=" + deterministic;
    Path run = folder("renamed", "pile");
    Path elsewhere = run.resolveSibling("elsewhere");
    begin("renamed", Runs.config(Pile.GAME, mode, "run.steps=10"));
    GameProvider renaming =
        new Disturbed(
            Pile.GAME,
            300,
            () -> {
              try {
                Files.move(run, elsewhere);
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    assertThatThrownBy(
            () -> resume("renamed", Runs.config(renaming, mode, "run.checkpointSteps=10")))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("was removed or renamed")
        .hasMessageNotContaining("\n");
    assertThat(run).doesNotExist();
    try (RunFolder folder = RunFolder.open(elsewhere);
        TrainingRun on =
            TrainingRun.open(Runs.config(Pile.GAME, mode, "run.steps=200"), folder, listener)) {
      assertThat(on.run().step()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void run_snapshotMinutes_keepsWeightsOfTheWay(String deterministic) throws Exception {
    String mode = "run.deterministic=" + deterministic;
    begin(
        "way",
        kinds().get(0).config(60, mode, "run.snapshotMinutes=0.00001", "run.checkpointSteps=10"));
    List<String> kept =
        checkpoints("way", "pile").stream().filter(n -> n.startsWith("snapshot-")).toList();
    assertThat(kept).hasSizeGreaterThan(5);
    Path first = folder("way", "pile").resolve("checkpoints").resolve(kept.get(0));
    assertThat(first.toFile().list())
        .containsExactlyInAnyOrder("manifest.json", "weights.safetensors");
    assertThat(Checkpoint.open(first).resumable()).isFalse();
  }

  @Test
  void resume_damagedCurves_neverBlock() throws Exception {
    Kind kind = kinds().get(0);
    begin("curves", kind.config(20));
    Path run = folder("curves", "pile");
    byte[] csv = Files.readAllBytes(run.resolve("metrics.csv"));
    csv[csv.length / 2] = (byte) 0xff;
    Files.write(run.resolve("metrics.csv"), csv);
    Files.writeString(
        run.resolve("events.out.tfevents.12345678901234567890123.muzero.00000"), "odd");
    assertThat(resume("curves", kind.config(40)).step()).isEqualTo(40);
    assertThat(listener.messages).anyMatch(line -> line.contains("1 damaged row was left out"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void resume_newestCheckpointDamaged_fallsBackToTheOneBefore(boolean deterministic)
      throws Exception {
    String mode = "run.deterministic=" + deterministic;
    Kind kind = kinds().get(0);
    begin("damaged", kind.config(60, "run.checkpointSteps=20"));
    Path newest = folder("damaged", "pile").resolve("checkpoints/step-00000060/replay.bin");
    byte[] bytes = Files.readAllBytes(newest);
    bytes[bytes.length / 2] ^= 1;
    Files.write(newest, bytes);
    TrainingRun.Outcome resumed = resume("damaged", kind.config(80, mode));
    assertThat(resumed.step()).isGreaterThanOrEqualTo(80);
    assertThat(listener.messages)
        .anyMatch(
            line ->
                line.contains("step-00000060 is damaged: replay.bin")
                    && line.contains("trying the one before it"))
        .anyMatch(line -> line.matches("resuming from .*step-00000040"));
  }

  @Test
  void resume_allCheckpointsDamaged_isRefusedRatherThanBegunAnew() throws Exception {
    Kind kind = kinds().get(0);
    begin("damaged", kind.config(20));
    Files.delete(folder("damaged", "pile").resolve("checkpoints/step-00000020/state.bin"));
    assertThatThrownBy(() -> resume("damaged", kind.config(40)))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("state.bin is missing")
        .hasMessageContaining("is whole, start a new run")
        .hasMessageNotContaining("\n");
  }

  @Test
  void resume_otherNetworkOrGame_isRefusedInOneLine() throws Exception {
    Kind kind = kinds().get(0);
    begin("fixed", kind.config(10));
    assertThatThrownBy(() -> resume("fixed", kind.config(20, "network.headWidth=7")))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("is of another network")
        .hasMessageNotContaining("\n");
    Path pile = folder("fixed", "pile");
    try (RunFolder folder = RunFolder.open(pile)) {
      assertThatThrownBy(() -> TrainingRun.open(kinds().get(2).config(20), folder, listener))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("is of the game pile, not of walk")
          .hasMessageNotContaining("\n");
    }
    assertThat(Files.readString(pile.resolve(RunFolder.CONFIG))).contains("game: pile");
  }

  @Test
  void resume_otherSupport_saysSo() throws Exception {
    begin("run", Runs.config(Walk.GAME, "run.steps=5"));
    resume("run", Runs.config(Walk.GAME, "run.steps=6"));
    assertThat(listener.messages).noneMatch(line -> line.contains("Support changed"));
    resume("run", Runs.config(Walk.GAME, "run.steps=7", "network.valueSupport.max=5"));
    assertThat(listener.messages)
        .anyMatch(
            line ->
                line.startsWith(
                    "network.valueSupport changed from [-1.0, 1.0] to [-1.0, 5.0]: what the network"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void run_gameForOne_keepsEpisodesThatCanBePlayedAgain(String deterministic) throws Exception {
    String mode = "run.deterministic=" + deterministic;
    begin("seen", Runs.config(Walk.GAME, mode, "run.steps=60", "evaluation.everySteps=20"));
    EpisodeFiles files = new EpisodeFiles(folder("seen", "walk"));
    assertThat(files.steps()).isNotEmpty();
    for (long step : files.steps()) {
      JsonNode episode = files.read(step);
      Environment game = Walk.GAME.create(GameOptions.NONE);
      game.reset(Long.parseLong(episode.path("seed").asText()));
      double sum = 0;
      boolean ended = false;
      for (JsonNode move : episode.path("moves")) {
        assertThat(ended).isFalse();
        Step brought =
            game.step(
                IntStream.range(0, 3)
                    .filter(action -> game.actionName(action).equals(move.asText()))
                    .mapToObj(Action::of)
                    .findAny()
                    .orElseThrow());
        sum += brought.reward();
        ended = brought.ended();
      }
      assertThat(ended).isTrue();
      assertThat(sum).isEqualTo(episode.path("return").asDouble());
    }
  }

  @Test
  void resume_supportEditedByHand_saysSo() throws Exception {
    begin("run", Runs.config(Walk.GAME, "run.steps=5"));
    // Who resumes reads the file as it was edited: it says nothing of what there was before.
    ResolvedConfig edited = Runs.config(Walk.GAME, "run.steps=6", "network.valueSupport.max=5");
    Files.writeString(folder("run", "walk").resolve(RunFolder.CONFIG), edited.yaml());
    resume("run", edited);
    assertThat(listener.messages)
        .anyMatch(
            line ->
                line.startsWith("network.valueSupport changed from [-1.0, 1.0] to [-1.0, 5.0]"));
    resume(
        "run",
        Runs.config(
            Walk.GAME,
            "run.steps=7",
            "network.valueSupport.max=5",
            "network.valueSupport.mayClip=true"));
    assertThat(listener.messages).filteredOn(line -> line.contains("Support changed")).hasSize(1);
  }

  @Test
  void resume_withFurtherBlocks_goesOn() throws Exception {
    Kind kind =
        new Kind(
            "residual",
            Pile.GAME,
            List.of("network.type=residual", "network.channels=2", "seed=3"));
    begin("grown", kind.config(20, "network.blocks=1"));
    TrainingRun.Outcome grown = resume("grown", kind.config(40, "network.blocks=2"));
    assertThat(grown.step()).isEqualTo(40);
    assertThat(listener.messages)
        .contains(
            "the network has more residual blocks than the checkpoint's; they begin as the identity");
    assertThatThrownBy(() -> resume("grown", kind.config(50, "network.blocks=1")))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("is of another network");
  }

  @Test
  void resume_withAnotherOptimiserAndTheConsistencyLoss_saysWhatBeginsAnew() throws Exception {
    Kind kind = new Kind("walk", Walk.GAME, List.of());
    begin("changed", kind.config(20, "learner.optimiser=sgd"));
    String[] on = {"learner.optimiser=adamw", "learner.consistencyWeight=2"};
    assertThat(resume("changed", kind.config(40, on)).step()).isEqualTo(40);
    assertThat(listener.messages)
        .containsSequence(
            "the checkpoint has no projector for the consistency loss: it and its predictor begin afresh",
            "learner.optimiser was sgd and is adamw: its moments begin anew");
    TrainingRun.Outcome halved = resume("changed", kind.config(60, on));
    Checkpoint checkpoint = Checkpoint.open(halved.checkpoint());
    try (InputStream in = checkpoint.read(CheckpointStore.WEIGHTS)) {
      assertThat(SafeTensors.read(in).tensors().keySet())
          .noneMatch(name -> name.startsWith("consistency"));
    }
    begin("unbroken", kind.config(20, "learner.optimiser=sgd"));
    assertSameCheckpoint(halved, resume("unbroken", kind.config(60, on)));
    resume("changed", kind.config(70));
    assertThat(listener.messages)
        .contains("the consistency loss is off: its projector and predictor are dropped");
  }

  @Test
  void run_keep_leavesThatManyAndTheBest() throws Exception {
    begin("kept", kinds().get(0).config(90, "run.checkpointSteps=10", "run.keep=3"));
    List<String> names = checkpoints("kept", "pile");
    assertThat(names).contains("step-00000070", "step-00000080", "step-00000090").hasSize(4);
    assertThat(names.get(0)).isEqualTo("best-00000060");
    Checkpoint best = Checkpoint.open(folder("kept", "pile").resolve("checkpoints/best-00000060"));
    assertThat(best.manifest().score()).isFinite().isNotPositive();
    assertThat(best.resumable()).isFalse();
  }

  @Test
  void run_evaluations_keepTheBestScoreOverSittings() throws Exception {
    Kind kind = kinds().get(0);
    String often = "evaluation.everySteps=10";
    begin("best", kind.config(60, often));
    double first = bestScore("best");
    Path csv = folder("best", "pile").resolve("metrics.csv");
    resume("best", kind.config(150, often));
    double second = bestScore("best");
    assertThat(second).isGreaterThanOrEqualTo(first);
    // The best is the best of all evaluations: the search's mistakes come first.
    double fewest =
        Files.readAllLines(csv).stream()
            .filter(line -> line.contains("evaluation/bad_decisions_search"))
            .mapToDouble(line -> Double.parseDouble(line.split(",")[3]))
            .min()
            .orElseThrow();
    assertThat(Math.floor(-second)).isEqualTo(fewest);
  }

  private double bestScore(String name) throws IOException {
    return best(name).manifest().score();
  }

  private Checkpoint best(String name) throws IOException {
    List<String> best =
        checkpoints(name, "pile").stream().filter(n -> n.startsWith("best-")).toList();
    assertThat(best).hasSize(1);
    return Checkpoint.open(
        folder(name, "pile").resolve(RunFolder.CHECKPOINTS).resolve(best.get(0)));
  }

  /** A manifest as versions before wrote it, without a checksum of its own. */
  private static String earlier(String manifest) {
    return manifest
        .replaceAll("\"checksum\" : \"[0-9a-f]+\",\\s*", "")
        .replaceAll("\"format\" : \\d+", "\"format\" : 1");
  }

  /** Makes the best checkpoint of a run look like one that nothing can beat. */
  private void praise(String name, String pattern, String replacement) throws IOException {
    Path manifest = best(name).folder().resolve("manifest.json");
    String praised =
        earlier(Files.readString(manifest))
            .replaceAll("\"score\" : [-0-9.E]+", "\"score\" : 99.0")
            .replaceAll(pattern, replacement)
            .replaceAll(",(\\s*})", "$1");
    Files.writeString(manifest, praised);
    assertThat(bestScore(name)).isEqualTo(99);
  }

  private List<String> measuredAnew() {
    return listener.messages.stream().filter(line -> line.contains("measured anew")).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"evaluation.simulations=9", "evaluation.symmetries=true"})
  void resume_otherMeasure_measuresTheBestAnewBeforeComparing(String setting) throws Exception {
    Kind kind = kinds().get(0);
    String often = "evaluation.everySteps=20";
    begin("best", kind.config(60, often));
    praise("best", "no such thing", "");
    resume("best", kind.config(80, often));
    assertThat(measuredAnew()).isEmpty();
    assertThat(bestScore("best")).isEqualTo(99);
    resume("best", kind.config(100, often, setting));
    assertThat(measuredAnew())
        .singleElement()
        .asString()
        .contains("was 99.0000 (" + setting.replaceAll(".*\\.(.*)=(.*)", "$1 $2, was "));
    assertThat(bestScore("best")).isNotPositive(); // states that are decided wrongly
    String key = setting.replaceAll(".*\\.(.*)=.*", "$1");
    assertThat(best("best").manifest().measure())
        .containsEntry(key, setting.substring(setting.indexOf('=') + 1));
    resume("best", kind.config(120, often, setting));
    assertThat(measuredAnew()).hasSize(1);
  }

  @Test
  void resume_bestThatDoesNotSayItsMeasure_isMeasuredAnewOnce() throws Exception {
    Kind kind = kinds().get(0);
    String often = "evaluation.everySteps=20";
    begin("older", kind.config(40, often));
    double score = bestScore("older");
    long step = best("older").manifest().step();
    praise("older", "(?s)\"measure\" : \\{\\n.*?\\n  },?", "");
    assertThat(best("older").manifest().measure()).isEmpty();
    resume("older", kind.config(60, often));
    assertThat(measuredAnew())
        .containsExactly(
            String.format(
                Locale.ROOT,
                "the best checkpoint (step %d) is measured anew: score %.4f, was 99.0000 (it does not say by what)",
                step,
                score));
    resume("older", kind.config(80, often));
    assertThat(measuredAnew()).hasSize(1);
  }

  @Test
  void resume_noBestAndOtherMeasure_saysNothing() throws Exception {
    Kind kind = kinds().get(0);
    begin("none", kind.config(20, "evaluation.everySteps=1000"));
    resume("none", kind.config(40, "evaluation.everySteps=20", "evaluation.simulations=9"));
    assertThat(measuredAnew()).isEmpty();
    assertThat(bestScore("none")).isFinite();
  }

  /** The games count where the game is not walked. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void resume_moreGames_measuresTheBestAnew(boolean deterministic) throws Exception {
    Kind kind = kinds().get(0);
    GameProvider game = new Disturbed(Pile.GAME, -1, () -> {});
    String[] before = {
      "run.deterministic=" + deterministic,
      "evaluation.everySteps=20",
      "evaluation.share=1",
      "evaluation.games=2"
    };
    begin("met", kind.config(game, 60, before));
    praise("met", "no such thing", "");
    String[] after = before.clone();
    after[3] = "evaluation.games=6";
    resume("met", kind.config(game, 100, after));
    assertThat(measuredAnew()).singleElement().asString().contains("(games 6, was 2)");
    assertThat(bestScore("met")).isLessThanOrEqualTo(1);
  }

  @Test
  void resume_otherMeasure_killedOnTheWay_isTheSameBitForBit() throws Exception {
    Kind kind = kinds().get(0);
    String[] other = {"evaluation.everySteps=20", "evaluation.simulations=9"};
    begin("straight", kind.config(60));
    TrainingRun.Outcome straight = resume("straight", kind.config(140, other));
    begin("halved", kind.config(60));
    resume("halved", kind.config(90, other));
    TrainingRun.Outcome halved = resume("halved", kind.config(140, other));
    assertSameCheckpoint(halved, straight);
    assertThat(best("halved").manifest().step()).isEqualTo(best("straight").manifest().step());
    assertThat(bestScore("halved")).isEqualTo(bestScore("straight"));
    assertThat(best("halved").manifest().measure())
        .isEqualTo(best("straight").manifest().measure());
  }

  private static long counter(TrainingRun.Outcome outcome, Counter counter) {
    return Checkpoint.open(outcome.checkpoint()).manifest().counters().get(counter.key());
  }

  @ParameterizedTest
  @ValueSource(strings = {"known", "not known"})
  void resume_largerReanalyseShare_onlyCountsNewPositions(String sum) throws Exception {
    Kind kind = kinds().get(2);
    TrainingRun.Outcome first = begin("share", kind.config(200));
    long before = counter(first, Counter.REANALYSED);
    assertThat(before).isPositive();
    if (sum.equals("not known")) {
      Path manifest = first.checkpoint().resolve("manifest.json");
      String older =
          earlier(Files.readString(manifest)).replaceAll("\"reanalyse_entitled\" : \\d+,?", "");
      Files.writeString(manifest, older.replaceAll(",(\\s*})", "$1"));
    }
    TrainingRun.Outcome second = resume("share", kind.config(220, "reanalyse.share=3"));
    long played = counter(second, Counter.ENV_STEPS) - counter(first, Counter.ENV_STEPS);
    long searched = counter(second, Counter.REANALYSED) - before;
    // Games in progress are recorded later, a batch of 8 and a trajectory is done at once.
    assertThat(searched)
        .isBetween(3 * (played - 6 * 12) - 40, 3 * (played + 6 * 12) + 40)
        .isLessThan(before * 3);
  }

  @Test
  void run_threads_selfPlayWaitsForTheReanalyser() throws Exception {
    TrainingRun.Outcome outcome =
        begin(
            "held",
            Runs.config(
                Walk.GAME,
                "run.deterministic=false",
                "run.steps=60",
                "run.lead=50",
                "reanalyse.share=30",
                "evaluation.everySteps=100000"));
    long owed =
        counter(outcome, Counter.REANALYSE_ENTITLED) / 1_000_000
            - counter(outcome, Counter.REANALYSED);
    // Each of two workers may be in a move that ends three games of 12 positions.
    assertThat(owed).isLessThanOrEqualTo(30 * (50 + 2 * 3 * 12));
    assertThat(counter(outcome, Counter.REANALYSED)).isGreaterThan(1000);
  }

  private static final String[] TIGHT = {
    "run.deterministic=false",
    "run.lead=1",
    "reanalyse.share=5",
    "replay.capacity=40",
    "replay.segmentLength=10",
    "evaluation.everySteps=100000"
  };

  @Test
  @Timeout(120)
  void run_threads_reanalysedFromASmallBufferWithoutLead_doesNotStop() throws Exception {
    Kind kind = new Kind("tight", Walk.GAME, List.of(TIGHT));
    assertThat(begin("tight", kind.config(30)).step()).isEqualTo(30);
    assertThat(resume("tight", kind.config(40, "reanalyse.share=0")).step()).isEqualTo(40);
    assertThat(resume("tight", kind.config(50)).step()).isEqualTo(50);
  }

  @Test
  @Timeout(120)
  void run_threadThatThrowsWhileReanalysed_endsTheRun() {
    GameProvider broken =
        new Disturbed(
            Walk.GAME,
            300,
            () -> {
              throw new IllegalStateException("the corridor collapsed");
            });
    assertThatThrownBy(() -> begin("broken", Runs.config(broken, TIGHT)))
        .hasMessage("the corridor collapsed");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void run_supportsTooSmall_saysSoOnceWithBothNumbers(boolean deterministic) throws Exception {
    begin(
        "small",
        Runs.config(
            Walk.GAME,
            "run.deterministic=" + deterministic,
            "run.steps=150",
            "network.valueSupport={min: -1, max: 1, atoms: 21}",
            "network.rewardSupport={min: -1, max: 1, atoms: 21}"));
    assertThat(listener.messages)
        .filteredOn(line -> line.contains("network.rewardSupport"))
        .singleElement()
        .asString()
        .startsWith("walk declares rewards from 0 to 1.25, but network.rewardSupport holds -1 to 1")
        .doesNotContain("\n");
    assertThat(listener.messages)
        .filteredOn(line -> line.contains("network.valueSupport"))
        .singleElement()
        .asString()
        .startsWith("walk brought returns from 0 to 1.")
        .contains("but network.valueSupport holds -1 to 1");
  }

  @Test
  void run_supportsThatHoldEverything_saysNothing() throws Exception {
    begin("held", Runs.config(Pile.GAME, "run.steps=60"));
    assertThat(listener.messages).isEmpty();
  }

  @Test
  void run_threads_trainToTheBoundAndWriteEverything() throws Exception {
    ResolvedConfig config =
        Runs.config(
            Walk.GAME,
            "run.deterministic=false",
            "run.steps=150",
            "run.checkpointSteps=40",
            "run.lead=200",
            "reanalyse.share=0.5",
            "evaluation.everySteps=50",
            "evaluation.share=1");
    TrainingRun.Outcome outcome = begin("threads", config);
    assertThat(outcome.complete()).isTrue();
    assertThat(outcome.step()).isEqualTo(150);
    assertThat(outcome.seconds()).isPositive();
    Checkpoint checkpoint = Checkpoint.open(outcome.checkpoint());
    var counters = checkpoint.manifest().counters();
    assertThat(counters.get("samples")).isEqualTo(150L * 8);
    assertThat(counters.get("env_steps")).isGreaterThanOrEqualTo(150L * 8 / 2);
    assertThat(counters.get("games")).isPositive();
    assertThat(counters.get("reanalysed")).isPositive();
    assertThat(counters.get("simulations")).isGreaterThanOrEqualTo(4 * counters.get("env_steps"));
    try (InputStream in = checkpoint.read(CheckpointStore.WEIGHTS)) {
      assertThat(SafeTensors.read(in).metadata()).containsEntry("version", "150");
    }
    Path run = folder("threads", "walk");
    // Which of them is the best depends on how the threads took turns.
    assertThat(checkpoints("threads", "walk"))
        .filteredOn(name -> name.startsWith("best-"))
        .hasSize(1);
    assertThat(Files.readString(run.resolve(RunFolder.CONFIG))).contains("game: walk");
    List<String> rows = Files.readAllLines(run.resolve("metrics.csv"));
    assertThat(rows.stream().filter(row -> row.contains(",loss/total,"))).hasSize(15);
    assertThat(rows).anyMatch(row -> row.startsWith("150,") && row.contains("mean_return"));
    TrainingRun.Outcome on =
        resume(
            "threads",
            Runs.config(
                Walk.GAME, "run.deterministic=false", "run.steps=160", "selfPlay.workers=1"));
    assertThat(on.step()).isEqualTo(160);
    assertThat(on.seconds()).isGreaterThan(outcome.seconds());
    assertThat(Checkpoint.open(on.checkpoint()).manifest().counters().get("env_steps"))
        .isGreaterThanOrEqualTo(counters.get("env_steps"));
  }

  @Test
  void run_threadThatThrows_endsTheRunAndKeepsTheLastCheckpoint() throws Exception {
    GameProvider broken =
        new Disturbed(
            Pile.GAME,
            900,
            () -> {
              throw new IllegalStateException("the stones are gone");
            });
    ResolvedConfig config =
        Runs.config(
            broken,
            "run.deterministic=false",
            "run.checkpointSteps=10",
            "run.lead=100",
            "evaluation.everySteps=100000");
    assertThatThrownBy(() -> begin("broken", config)).hasMessage("the stones are gone");
    List<String> kept = checkpoints("broken", "pile");
    assertThat(kept).isNotEmpty().allMatch(name -> name.startsWith("step-"));
    TrainingRun.Outcome resumed =
        resume("broken", Runs.config(Pile.GAME, "run.deterministic=false", "run.steps=300"));
    assertThat(resumed.step()).isEqualTo(300);
  }

  @Test
  void run_listenerThatThrows_endsTheThreadsFirst() throws Exception {
    RunListener broken =
        new RunListener() {
          @Override
          public void progress(Progress progress) {
            throw new IllegalStateException("the screen is gone");
          }

          @Override
          public void message(String line) {}
        };
    try (RunFolder folder = RunFolder.create(root, "pile", NOW);
        TrainingRun run =
            TrainingRun.open(Runs.config(Pile.GAME, "run.deterministic=false"), folder, broken)) {
      assertThatThrownBy(run::run).hasMessage("the screen is gone");
    }
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("self-play"));
  }

  @Test
  void run_stoppedBeforeTheFirstStep_canBeResumed() throws Exception {
    ResolvedConfig threads =
        Runs.config(Walk.GAME, "run.deterministic=false", "run.steps=30", "reanalyse.share=1");
    try (RunFolder folder = RunFolder.create(root.resolve("early"), "walk", NOW);
        TrainingRun run = TrainingRun.open(threads, folder, listener)) {
      run.stop();
      TrainingRun.Outcome outcome = run.run();
      assertThat(outcome.step()).isZero();
      assertThat(outcome.complete()).isFalse();
    }
    assertThat(resume("early", threads).step()).isEqualTo(30);
  }

  @Test
  void resume_boundAlreadyReached_endsAtOnce() throws Exception {
    Kind kind = kinds().get(1);
    TrainingRun.Outcome done = begin("done", kind.config(20));
    TrainingRun.Outcome again = resume("done", kind.config(20));
    assertThat(again.complete()).isTrue();
    assertSameCheckpoint(again, done);
  }

  @Test
  void run_bufferSmallerThanTheWarmUp_trainsNevertheless() throws Exception {
    assertThat(
            begin(
                    "small",
                    kinds().get(0).config(5, "replay.capacity=40", "replay.segmentLength=10"))
                .step())
        .isEqualTo(5);
  }

  @Test
  void run_killedBeforeTheFirstCheckpoint_beginsAnewInTheSameCurves() throws Exception {
    Kind kind = kinds().get(0);
    GameProvider broken =
        new Disturbed(
            Pile.GAME,
            300,
            () -> {
              throw new IllegalStateException("killed");
            });
    assertThatThrownBy(() -> begin("killed", kind.config(broken, 90, "evaluation.everySteps=1000")))
        .hasMessage("killed");
    Path run = folder("killed", "pile");
    assertThat(Files.readAllLines(run.resolve("metrics.csv")).size()).isGreaterThan(1);
    resume("killed", kind.config(90));
    assertThat(listener.messages).anyMatch(line -> line.endsWith("beginning anew"));
    List<Long> steps =
        Files.readAllLines(run.resolve("metrics.csv")).stream()
            .filter(row -> row.contains(",loss/total,"))
            .map(row -> Long.parseLong(row.substring(0, row.indexOf(','))))
            .toList();
    assertThat(steps).containsExactly(10L, 20L, 30L, 40L, 50L, 60L, 70L, 80L, 90L);
  }

  @Test
  void run_stopAt_endsAfterEvaluationsWithoutAWrongDecision() throws Exception {
    String[] settings = {
      "environment.stones=4",
      "run.steps=3000",
      "run.stopAt=3",
      "run.checkpointSteps=20",
      "evaluation.everySteps=20"
    };
    TrainingRun.Outcome straight = begin("straight", Runs.config(Pile.GAME, settings));
    assertThat(straight.complete()).isTrue();
    assertThat(straight.goodEnough()).isTrue();
    assertThat(straight.step()).isBetween(60L, 2980L);
    List<Evaluated> last =
        straight
            .evaluations()
            .subList(straight.evaluations().size() - 3, straight.evaluations().size());
    assertThat(last).allMatch(evaluated -> evaluated.report().isFaultless());
    assertThat(last.get(2).step()).isEqualTo(straight.step());
    assertThat(straight.best()).isNotNull();

    // The count goes over a resume: the run ends where it would have without.
    String[] cut = settings.clone();
    cut[1] = "run.steps=" + (straight.step() - 20);
    assertThat(begin("cut", Runs.config(Pile.GAME, cut)).goodEnough()).isFalse();
    TrainingRun.Outcome resumed = resume("cut", Runs.config(Pile.GAME, settings));
    assertThat(resumed.goodEnough()).isTrue();
    assertSameCheckpoint(resumed, straight);

    // Good enough already.
    assertThat(resume("cut", Runs.config(Pile.GAME, settings)).step()).isEqualTo(straight.step());
  }

  @Test
  void open_thatFails_leavesNoFileOpen() throws Exception {
    Path descriptors = Path.of("/proc/self/fd");
    org.junit.jupiter.api.Assumptions.assumeTrue(Files.isDirectory(descriptors), "needs /proc");
    begin("fails", kinds().get(0).config(40, "run.checkpointSteps=20"));
    Path older = folder("fails", "pile").resolve("checkpoints/step-00000020");
    RunListener broken =
        new RunListener() {
          @Override
          public void progress(Progress progress) {}

          @Override
          public void message(String line) {
            if (line.contains("it is kept as")) { // when all files are open
              throw new IllegalStateException("the screen is gone");
            }
          }
        };
    try (RunFolder folder = RunFolder.open(folder("fails", "pile"))) {
      ResolvedConfig config = kinds().get(0).config(60);
      assertThatThrownBy(() -> TrainingRun.open(config, folder, broken, new RunStart.From(older)))
          .hasMessage("the screen is gone");
      List<String> open = new ArrayList<>();
      try (Stream<Path> all = Files.list(descriptors)) {
        for (Path one : all.toList()) {
          if (Files.isSymbolicLink(one)) {
            open.add(Files.readSymbolicLink(one).toString());
          }
        }
      }
      assertThat(open)
          .filteredOn(file -> file.startsWith(folder.path().toString()))
          .allMatch(file -> file.endsWith("run.lock"));
    }
  }

  @Test
  void run_events_tellWhatEverybodyDoesAndWhatWasWritten() throws Exception {
    List<RunEvent> events = new CopyOnWriteArrayList<>();
    TrainingRun[] running = new TrainingRun[1];
    RunListener follower =
        new RunListener() {
          @Override
          public void progress(Progress progress) {}

          @Override
          public void message(String line) {}

          @Override
          public void event(RunEvent event) {
            events.add(event);
            boolean evaluated =
                events.stream().anyMatch(RunEvent.EvaluationEnded.class::isInstance);
            if (evaluated && event instanceof RunEvent.Workers workers && workers.step() > 0) {
              running[0].stop();
            }
          }
        };
    ResolvedConfig config =
        Runs.config(
            Walk.GAME,
            "run.deterministic=false",
            "reanalyse.share=0.5",
            "evaluation.everySteps=50");
    TrainingRun.Outcome outcome;
    try (RunFolder folder = RunFolder.create(root, "walk", NOW);
        TrainingRun run = TrainingRun.open(config, folder, follower)) {
      running[0] = run;
      outcome = run.run();
    }
    RunEvent.Workers last =
        events.stream()
            .filter(RunEvent.Workers.class::isInstance)
            .map(RunEvent.Workers.class::cast)
            .reduce((first, second) -> second)
            .orElseThrow();
    assertThat(last.workers().stream().map(WorkerState::name))
        .containsExactly("self-play 0", "self-play 1", "reanalyse", "learner", "evaluate");
    assertThat(last.workers())
        .allMatch(worker -> worker.aliveSeconds() > 0 && worker.seconds() >= 0)
        .filteredOn(worker -> worker.name().startsWith("self-play"))
        .allMatch(worker -> worker.moves() > 0 && worker.games() > 0 && worker.weightsStep() >= 0);
    assertThat(events)
        .contains(new RunEvent.CheckpointWritten(outcome.step(), outcome.checkpoint()))
        .filteredOn(RunEvent.EvaluationEnded.class::isInstance)
        .map(event -> ((RunEvent.EvaluationEnded) event).evaluated())
        .isEqualTo(outcome.evaluations());
  }

  /**
   * Games played somewhere else: through the ports alone, by a role that is not of this package.
   */
  @Test
  @Timeout(120)
  void open_anotherPlace_trainsFromWhatItsRolesTakeIn() throws Exception {
    ResolvedConfig config =
        Runs.config(Walk.GAME, "run.deterministic=false", "run.steps=40", "run.lead=200");
    try (RunFolder folder = RunFolder.create(root, "walk", NOW);
        TrainingRun run =
            TrainingRun.open(
                config,
                folder,
                listener,
                new RunStart.Newest(),
                context -> List.of(new Elsewhere(context)))) {
      TrainingRun.Outcome outcome = run.run();
      assertThat(outcome.step()).isEqualTo(40);
      assertThat(counter(outcome, Counter.SAMPLES)).isEqualTo(40 * 8);
      assertThat(counter(outcome, Counter.GAMES)).isPositive();
    }
  }

  /** Asks for moves one by one, as a cluster does of its actors. */
  private static final class Elsewhere implements Role {
    private final RunContext context;
    private final SelfPlayIntake intake;

    Elsewhere(RunContext context) {
      this.context = context;
      intake = context.intake();
    }

    @Override
    public String name() {
      return "elsewhere";
    }

    @Override
    public void run() throws InterruptedException {
      RunSetup setup = context.setup();
      io.muzero.selfplay.GameWatch watch =
          new io.muzero.selfplay.GameWatch("walk", System::nanoTime);
      try (var model = setup.model();
          var worker =
              SelfPlayRole.worker(
                  setup,
                  0,
                  model,
                  new io.muzero.selfplay.SelfPlayPorts(
                      new NewestWeights(model, context.board().weights()::newest), intake, intake),
                  watch)) {
        while (!context.board().stop().ended()) {
          context.gates().awaitPlay();
          worker.move();
        }
      }
    }

    @Override
    public boolean turn() {
      throw new AssertionError("not in turns");
    }

    @Override
    public WorkerState state() {
      return new WorkerState(name(), "elsewhere", WorkerState.Activity.PLAYING, 0, 0, 0, 0, -1, 0);
    }

    @Override
    public void close() {}
  }
}
