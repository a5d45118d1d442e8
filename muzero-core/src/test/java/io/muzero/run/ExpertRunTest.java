package io.muzero.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.blackboard.Counter;
import io.muzero.config.ResolvedConfig;
import io.muzero.environment.Pile;
import io.muzero.expert.RecordException;
import io.muzero.storage.Checkpoint;
import io.muzero.storage.CheckpointStore;
import io.muzero.storage.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that learn from games of experts first, and runs whose newer weights must win first. */
class ExpertRunTest {
  private static final LocalDateTime NOW = LocalDateTime.of(2026, 3, 4, 5, 6, 7);

  @TempDir private Path root;

  private Path file;
  private final List<String> messages = new CopyOnWriteArrayList<>();

  private final RunListener listener =
      new RunListener() {
        @Override
        public void progress(Progress progress) {}

        @Override
        public void message(String line) {
          messages.add(line);
        }
      };

  /** All games of seven stones, some of them more than once, and two that are wrong. */
  @BeforeEach
  void writeGames() throws IOException {
    file = root.resolve("games.txt");
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      StringBuilder line = new StringBuilder();
      int left = 7;
      for (int move = 0; left > 0; move++) {
        int taken = left == 1 ? 0 : i >> move & 1;
        line.append(taken);
        left -= taken + 1;
      }
      lines.add(line.toString());
    }
    lines.add("01"); // breaks off
    lines.add("0101015"); // no such move, and the game was over
    Files.write(file, lines);
  }

  private ResolvedConfig config(String... settings) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "search.model=rules",
                "learner.unrollSteps=0",
                "replay.tdSteps=0",
                "replay.discount=1",
                "expert.files=[\"" + file.toString().replace("\\", "\\\\") + "\"]",
                "expert.steps=40",
                "expert.share=0.5",
                "expert.fadeSteps=40",
                "expert.heldOut=0.2",
                "expert.everySteps=10",
                "run.checkpointSteps=10",
                "run.keep=100",
                "run.steps=120"));
    all.addAll(Arrays.asList(settings));
    return Runs.config(Pile.GAME, all.toArray(String[]::new));
  }

  private Path folder(String name) {
    return root.resolve(name).resolve("pile").resolve("2026-03-04_05-06-07");
  }

  private TrainingRun.Outcome run(RunFolder folder, ResolvedConfig config) throws Exception {
    try (folder;
        TrainingRun run = TrainingRun.open(config, folder, listener)) {
      return run.run();
    }
  }

  private TrainingRun.Outcome begin(String name, ResolvedConfig config) throws Exception {
    return run(RunFolder.create(root.resolve(name), "pile", NOW), config);
  }

  private TrainingRun.Outcome resume(String name, ResolvedConfig config) throws Exception {
    return run(RunFolder.open(folder(name)), config);
  }

  private static void assertSame(TrainingRun.Outcome one, TrainingRun.Outcome other)
      throws IOException {
    Checkpoint a = Checkpoint.open(one.checkpoint());
    Checkpoint b = Checkpoint.open(other.checkpoint());
    assertThat(a.manifest().files()).isEqualTo(b.manifest().files());
    Map<String, Long> counters = new TreeMap<>(a.manifest().counters());
    counters.put(Counter.WALL_MILLIS.key(), b.manifest().counters().get("wall_millis"));
    assertThat(counters).isEqualTo(b.manifest().counters());
  }

  /** Step to value of a curve. */
  private Map<Long, Double> curve(String name, String tag) throws IOException {
    Map<Long, Double> points = new TreeMap<>();
    for (String row : Files.readAllLines(folder(name).resolve("metrics.csv"))) {
      String[] cells = row.split(",");
      if (cells[2].equals(tag)) {
        points.put(Long.parseLong(cells[0]), Double.parseDouble(cells[3]));
      }
    }
    return points;
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "30"})
  void run_killedDuringAndAfterTheExpertsPhase_isTheSameBitForBit(String gating) throws Exception {
    String[] gated = {"gating.everySteps=" + gating, "gating.games=20", "gating.simulations=8"};
    TrainingRun.Outcome straight = begin("straight", config(gated));
    for (int stop : new int[] {20, 40, 50, 70, 100}) {
      String name = "stopped" + stop;
      begin(name, config(concat(gated, "run.steps=" + stop)));
      assertSame(resume(name, config(gated)), straight);
    }
  }

  private static String[] concat(String[] some, String more) {
    String[] all = Arrays.copyOf(some, some.length + 1);
    all[some.length] = more;
    return all;
  }

  @Test
  void run_expertsShare_fallsAsStatedAndHeldOutMovesAreFound() throws Exception {
    begin("run", config("learner.batchSize=32"));
    assertThat(curve("run", "expert/share"))
        .containsExactly(
            Map.entry(10L, 1.0),
            Map.entry(20L, 1.0),
            Map.entry(30L, 1.0),
            Map.entry(40L, 1.0),
            Map.entry(50L, 0.375),
            Map.entry(60L, 0.25),
            Map.entry(70L, 0.125),
            Map.entry(80L, 0.0));
    assertThat(curve("run", "expert/value_error")).hasSize(8);
    assertThat(curve("run", "expert/policy_accuracy").values())
        .allMatch(share -> share >= 0 && share <= 1);
    // Nobody plays before the experts' phase is over.
    Map<Long, Double> games = curve("run", "self_play/games");
    assertThat(games.get(40L)).isZero();
    assertThat(games.get(120L)).isPositive();
    assertThat(messages)
        .contains(
            "not used: "
                + file
                + ", game 65, move 2: it breaks off there, and no result is written",
            "not used: " + file + ", game 66, move 6: 1 comes after the game's end");
    assertThat(messages).anyMatch(line -> line.contains("2 that cannot be used"));
  }

  @Test
  void run_expertsShare_countsForNoPositionOfSelfPlay() throws Exception {
    TrainingRun.Outcome end =
        begin("run", config("expert.fadeSteps=1000000", "run.steps=440", "run.replayRatio=0.5"));
    Map<String, Long> counters = Checkpoint.open(end.checkpoint()).manifest().counters();
    // Half of each batch of 8, after 40 steps on experts' games alone.
    assertThat(counters.get(Counter.SAMPLES.key())).isEqualTo(400 * 4);
    assertThat(counters.get(Counter.ENV_STEPS.key())).isBetween(3200L, 3300L);
  }

  @Test
  void resume_filesThatAreGoneOrOthers_isRefusedWhileTheyAreNeeded() throws Exception {
    begin("run", config("run.steps=50"));
    String yaml = Files.readString(folder("run").resolve(RunFolder.CONFIG));
    String digest = yaml.replaceAll("(?s).*digests: \\[\"?([0-9a-f]{64})\"?\\].*", "$1");
    assertThat(digest).hasSize(64);
    Files.writeString(file, Files.readString(file) + "# one more line\n");
    String known = "expert.digests=[\"" + digest + "\"]";
    assertThatThrownBy(() -> resume("run", config("run.steps=60", known)))
        .isInstanceOf(RecordException.class)
        .hasMessageContaining(file + " is not what the run began with");
    Files.delete(file);
    assertThatThrownBy(() -> resume("run", config("run.steps=60", known)))
        .isInstanceOf(RecordException.class)
        .hasMessageContaining(file + " does not exist, which the run began with");
    writeGames();
    assertThat(resume("run", config("run.steps=90", known)).step()).isEqualTo(90);
    Files.delete(file);
    // Nothing is learned from them any more.
    assertThat(resume("run", config("run.steps=95", known)).step()).isEqualTo(95);
  }

  @Test
  void open_fileWithoutAGame_isRefused() throws Exception {
    Files.writeString(file, "01\n");
    assertThatThrownBy(() -> begin("run", config()))
        .isInstanceOf(RecordException.class)
        .hasMessageContaining("has no game of pile that can be used")
        .hasMessageContaining("game 1, move 2: it breaks off");
  }

  @Test
  @Timeout(120)
  void run_threads_learnFromExpertsThenPlayGated() throws Exception {
    TrainingRun.Outcome outcome =
        begin(
            "run",
            config(
                "run.deterministic=false",
                "run.replayRatio=0",
                "gating.everySteps=200",
                "gating.games=20",
                "run.steps=2500"));
    assertThat(outcome.complete()).isTrue();
    assertThat(curve("run", "self_play/games").values()).anyMatch(games -> games > 0);
    assertThat(curve("run", "gating/score")).isNotEmpty();
  }

  @Test
  @Timeout(120)
  void run_threads_gatingWaitsForTheEndOfTheExpertsPhase() throws Exception {
    begin(
        "run",
        config(
            "run.deterministic=false",
            "run.replayRatio=0",
            "run.checkpointSteps=1000",
            "expert.steps=1500",
            "expert.everySteps=500",
            "gating.everySteps=100",
            "gating.games=20",
            "run.steps=1900"));
    assertThat(curve("run", "gating/score").keySet()).allMatch(step -> step > 1500);
    assertThat(curve("run", "gating/playing_step").values()).allMatch(step -> step >= 1500);
  }

  @Test
  void run_candidatesThatDoNotWin_neverPlay() throws Exception {
    // A learner that stands still cannot be better than itself.
    begin(
        "run",
        config(
            "expert.files=[]",
            "learner.learningRate=1e-30",
            "gating.everySteps=20",
            "gating.games=40",
            "run.steps=60"));
    assertThat(curve("run", "gating/score"))
        .containsExactly(Map.entry(20L, 0.5), Map.entry(40L, 0.5), Map.entry(60L, 0.5));
    assertThat(curve("run", "gating/playing_step").values()).containsOnly(0.0);
  }

  @Test
  void run_candidateThatLearned_takesThePlaceAndIsKept() throws Exception {
    TrainingRun.Outcome outcome =
        begin(
            "run",
            config(
                "expert.files=[]",
                "learner.batchSize=64",
                "search.simulations=2",
                "gating.everySteps=100",
                "gating.games=100",
                "gating.openingMoves=2",
                "run.steps=350"));
    Map<Long, Double> scores = curve("run", "gating/score");
    Map<Long, Double> playing = curve("run", "gating/playing_step");
    double expected = 0;
    for (long step : scores.keySet()) {
      expected = scores.get(step) >= 0.55 ? step : expected;
      assertThat(playing.get(step)).isEqualTo(expected);
    }
    assertThat(expected).isPositive();
    assertThat(Checkpoint.open(outcome.checkpoint()).manifest().files())
        .containsKeys(CheckpointStore.WEIGHTS, RunSnapshot.PLAYERS);
  }
}
