package io.muzero.launcher.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.storage.CheckpointException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The loop over a trainer that computes what a run would come to. */
class SweepTest {
  private static final LocalDateTime NOW = LocalDateTime.of(2026, 1, 2, 3, 4, 5);

  @TempDir private Path root;

  private final List<Job> begun = new ArrayList<>();
  private final List<Job> ended = new ArrayList<>();
  private final List<String> messages = new ArrayList<>();

  private final SweepListener listener =
      new SweepListener() {
        @Override
        public void status(SweepStatus status) {
          messages.add(SweepTable.headline(status));
        }

        @Override
        public void ended(Job job, Result result) {
          ended.add(job);
        }

        @Override
        public void message(String line) {
          messages.add(line);
        }
      };

  private static Candidates candidates(int count) {
    List<Map<String, String>> settings =
        IntStream.range(0, count)
            .mapToObj(i -> Map.of("learner.batchSize", String.valueOf(i + 1)))
            .toList();
    SweepPlan plan =
        new SweepPlan(
            "tictactoe",
            "asha",
            List.of(10L, 30L, 90L),
            3,
            List.of(1L, 2L),
            Rank.MEAN,
            0,
            2,
            settings);
    return new Candidates(plan, settings.stream().map(one -> "settings: " + one + "\n").toList());
  }

  private SweepFolder create(int count) {
    return SweepFolder.create(root, "name", NOW, "game: tictactoe\n", candidates(count));
  }

  /** Scores by candidate and rung; the power goes after so many runs. */
  private final class Computed implements Trainer {
    private final int until;

    Computed(int until) {
      this.until = until;
    }

    @Override
    public Running start(Job job, Consumer<Ended> told) {
      if (begun.size() >= until) {
        throw new IllegalStateException("the power is gone");
      }
      begun.add(job);
      boolean fails = job.candidate() == 4;
      told.accept(
          new Ended.With(
              fails
                  ? new Result.Failed("no memory")
                  : new Result.Scored(job.candidate() % 7 + job.rung(), 10, 1)));
      return new Running() {
        @Override
        public void stop() {}

        @Override
        public long step() {
          return 5;
        }
      };
    }
  }

  private boolean sweep(SweepFolder folder, int until) throws InterruptedException {
    return new Sweep(folder, new Computed(until), listener, System::nanoTime).run(1);
  }

  @Test
  void run_brokenMachine_endsAndCondemnsNobody() throws Exception {
    try (SweepFolder folder = create(3)) {
      Trainer full =
          (job, told) -> {
            told.accept(new Trainer.Ended.Broken("0001-1: No space left on device"));
            return new Computed(9).start(new Job(0, 0, 0), ignored -> {});
          };
      Sweep sweep = new Sweep(folder, full, listener, System::nanoTime);
      assertThat(sweep.run(1)).isFalse();
      assertThat(sweep.broken()).contains("0001-1: No space left on device");
      assertThat(folder.halving(folder.plan()).results()).isEmpty();
    }
    begun.clear();
  }

  @Test
  void forgetFailures_letsThoseTrainAgainThatFailed() throws Exception {
    try (SweepFolder folder = create(9)) {
      assertThat(sweep(folder, 1000)).isTrue();
      Halving before = folder.halving(folder.plan());
      long failed =
          before.results().values().stream().filter(Result.Failed.class::isInstance).count();
      assertThat(failed).isPositive();
      folder.forgetFailures();
      Halving after = folder.halving(folder.plan());
      assertThat(after.results()).hasSize((int) (before.results().size() - failed));
      assertThat(after.next().orElseThrow().candidate()).isEqualTo(4);
    }
  }

  @Test
  void run_toTheEnd_writesTheBestAndCountsFailures() throws Exception {
    try (SweepFolder folder = create(9)) {
      assertThat(sweep(folder, 1000)).isTrue();
      Halving halving = folder.halving(folder.plan());
      assertThat(halving.best().orElseThrow())
          .isEqualTo(new Halving.Standing(6, 2, SeedInterval.of(List.of(8.0, 8.0)), false));
      assertThat(Files.readString(folder.path().resolve(SweepFolder.BEST)))
          .contains("number 7: score 8.000 ± 0.000 at 90 steps", "# learner.batchSize: 7")
          .contains("settings: {learner.batchSize=7}");
      assertThat(ended).hasSize(halving.results().size());
      assertThat(messages.get(messages.size() - 1)).contains("9 of 9 candidates", "1 failed");
    }
  }

  @Test
  void run_killedAtEveryMoment_endsAsOneNeverKilled() throws Exception {
    try (SweepFolder folder = create(12)) {
      sweep(folder, 1000);
    }
    List<Job> straight = List.copyOf(begun);
    for (int until = 0; until < straight.size(); until++) {
      begun.clear();
      SweepFolder folder = create(12);
      int killed = until;
      assertThatThrownBy(() -> sweep(folder, killed)).hasMessage("the power is gone");
      folder.close();
      try (SweepFolder again = SweepFolder.open(folder.path())) {
        assertThat(sweep(again, 1000)).isTrue();
      }
      assertThat(begun).as("killed after %d runs", until).isEqualTo(straight);
    }
  }

  @Test
  void run_stopped_takesNothingDownAndGoesOnThere() throws Exception {
    try (SweepFolder folder = create(3)) {
      List<Consumer<Trainer.Ended>> waiting = new ArrayList<>();
      Sweep[] sweep = new Sweep[1];
      Trainer endless =
          (job, told) -> {
            begun.add(job);
            waiting.add(told);
            if (waiting.size() == 2) {
              sweep[0].stop();
            }
            return new Trainer.Running() {
              private boolean stopped;

              @Override
              public void stop() {
                if (!stopped) {
                  stopped = true;
                  told.accept(new Trainer.Ended.Stopped());
                }
              }

              @Override
              public long step() {
                return 0;
              }
            };
          };
      sweep[0] = new Sweep(folder, endless, listener, System::nanoTime);
      assertThat(sweep[0].run(2)).isFalse();
      assertThat(begun).containsExactly(new Job(0, 0, 0), new Job(0, 0, 1));
      begun.clear();
      assertThat(sweep(folder, 1000)).isTrue();
      assertThat(begun).startsWith(new Job(0, 0, 0), new Job(0, 0, 1));
    }
  }

  /**
   * Cut, flipped, emptied, removed or full of garbage: a sweep goes on with what it was to do, or
   * is refused in one line that names the file. With a line less of a configuration a candidate
   * would be trained with a default in its place.
   */
  @Test
  void open_anyFileDamaged_goesOnAsPlannedOrIsRefusedInOneLine() throws Exception {
    Path path;
    try (SweepFolder folder = create(3)) {
      assertThat(sweep(folder, 1000)).isTrue();
      path = folder.path();
    }
    SweepPlan plan = candidates(3).plan();
    int refused = 0;
    for (String name : List.of("plan.json", "state.json", "candidates/0002.yaml")) {
      Path file = path.resolve(name);
      byte[] whole = Files.readAllBytes(file);
      List<byte[]> damages = new ArrayList<>();
      damages.add(new byte[0]);
      damages.add("null".getBytes(StandardCharsets.UTF_8));
      damages.add("[]\n".getBytes(StandardCharsets.UTF_8));
      damages.add("{}\n".getBytes(StandardCharsets.UTF_8));
      damages.add(new byte[] {(byte) 0xff, 0, (byte) 0xc3, '{', 7});
      for (int i = 0; i < whole.length; i += 5) { // every bit in turn
        byte[] flipped = whole.clone();
        flipped[i] ^= (byte) (1 << i % 8);
        damages.add(flipped);
        damages.add(Arrays.copyOf(whole, i));
      }
      for (byte[] damage : damages) {
        Files.write(file, damage);
        refused += requireRefused(path, name);
      }
      Files.delete(file);
      if (name.equals("state.json")) {
        try (SweepFolder folder = SweepFolder.open(path)) {
          assertThat(folder.halving(folder.plan()).results()).isEmpty(); // all is trained again
        }
      } else {
        refused += requireRefused(path, name);
      }
      Files.write(file, whole);
    }
    assertThat(refused).isPositive();
    for (String name : List.of("best.yaml", "sweep.yaml", "sweep.lock")) {
      Files.write(path.resolve(name), new byte[] {(byte) 0xff, 0, 7});
      try (SweepFolder folder = SweepFolder.open(path)) {
        assertThat(folder.plan()).isEqualTo(plan);
        assertThat(sweep(folder, begun.size())).isTrue();
      }
    }
  }

  /** Refused in one line, or no damage at all: the last line break is none of the text. */
  private static int requireRefused(Path path, String name) throws IOException {
    String said;
    try (SweepFolder folder = SweepFolder.open(path)) {
      folder.halving(folder.plan());
      byte[] now = Files.readAllBytes(path.resolve(name));
      assertThat(new String(now, StandardCharsets.UTF_8).strip()).endsWith("}");
      return 0;
    } catch (CheckpointException e) {
      said = String.valueOf(e.getMessage());
    }
    assertThat(said)
        .contains(path.resolve(name).getFileName().toString())
        .containsAnyOf(
            "; take it from a backup, or start a new sweep",
            ": start a new sweep, or use the version that wrote it",
            "name one such as sweeps/<name>/<time>")
        .doesNotContain("\n");
    return 1;
  }

  /** A backup of another sweep's state named candidates that there are not. */
  @Test
  void open_stateOfAnotherSweep_isRefusedByItsNumbers() throws Exception {
    Path large;
    try (SweepFolder folder = create(9)) {
      assertThat(sweep(folder, 1000)).isTrue();
      large = folder.path();
    }
    try (SweepFolder folder = create(2)) {
      Files.copy(large.resolve("state.json"), folder.path().resolve("state.json"));
      assertThatThrownBy(() -> folder.halving(folder.plan()))
          .isInstanceOf(CheckpointException.class)
          .hasMessage(
              folder.path().resolve("state.json")
                  + " is not of this sweep: a candidate must be within [0, 1] by plan.json, was 2;"
                  + " take it from a backup, or start a new sweep");
    }
  }

  @Test
  void open_afterAKill_removesWhatWasBeingWritten() throws Exception {
    Path path;
    try (SweepFolder folder = create(2)) {
      path = folder.path();
    }
    Path half = Files.writeString(path.resolve("state.json.0000abcd-0000000000000001.new"), "{");
    SweepFolder.open(path).close();
    assertThat(half).doesNotExist();
  }

  @Test
  void folder_wrongOrTaken_isRefusedInOneLine() throws IOException {
    assertThatThrownBy(() -> SweepFolder.open(root))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("is not a sweep's folder: it has no plan.json");
    try (SweepFolder folder = create(2)) {
      assertThatThrownBy(() -> SweepFolder.open(folder.path()))
          .hasMessageContaining("another sweep is working in");
      assertThat(create(2).path()).isNotEqualTo(folder.path());
      Files.writeString(folder.path().resolve("plan.json"), "{\"format\": 99}");
      assertThatThrownBy(folder::plan)
          .hasMessageContaining("has the format 99, this version reads 2: start a new sweep");
      Files.writeString(folder.path().resolve("plan.json"), "{\"format\": \"\"}");
      assertThatThrownBy(folder::plan).hasMessageContaining("it does not say its format");
      Files.writeString(folder.path().resolve("plan.json"), "{\"format\"");
      assertThatThrownBy(folder::plan).hasMessageContaining("is damaged: it is not JSON");
    }
  }

  @Test
  void lines_ofARun_areReadWhateverAKillLeft() {
    String evaluated = "{\"event\":\"evaluation\",\"step\":%d,\"score\":%s}";
    String end = "{\"event\":\"end\",\"step\":%d,\"reason\":\"%s\",\"seconds\":3,\"scoreStep\":%d}";
    Stream<String> first =
        Stream.of(evaluated.formatted(10, "0.5"), end.formatted(10, "bound", 10));
    assertThat(RunLines.of(first.toList()).at(10)).contains(new Result.Scored(0.5, 10, 3));
    List<String> cut =
        List.of(
            evaluated.formatted(10, "0.5"),
            end.formatted(10, "bound", 10),
            evaluated.formatted(20, "0.7"),
            "{\"event\":\"eval");
    assertThat(RunLines.of(cut).at(30)).isEmpty();
    assertThat(RunLines.of(cut).lastStep()).isEqualTo(20);
    List<String> unmeasured =
        List.of(evaluated.formatted(20, "0.7"), end.formatted(30, "bound", 20));
    assertThat(RunLines.of(unmeasured).at(30)).isEmpty();
    List<String> good = List.of(evaluated.formatted(20, "1"), end.formatted(22, "stopAt", 20));
    assertThat(RunLines.of(good).at(90)).contains(new Result.Scored(1, 22, 3));
    List<String> broken =
        List.of(evaluated.formatted(30, "\"NaN\""), end.formatted(30, "bound", 30));
    assertThat(RunLines.of(broken).at(30))
        .contains(new Result.Failed("its score at step 30 is not a number"));
    assertThat(RunLines.of(List.of()).at(1)).isEmpty();
  }

  @Test
  void table_rows_areAlignedAndShortenKeys() throws Exception {
    try (SweepFolder folder = create(3)) {
      sweep(folder, 1000);
      Sweep again = new Sweep(folder, new Computed(0), listener, System::nanoTime);
      assertThat(SweepTable.rows(again.status(), 2))
          .containsExactly(
              "   candidate  steps          score  batchSize",
              "1          3     90  4.000 ± 0.000          3",
              "2          2     10  1.000 ± 0.000          2");
      assertThat(SweepJson.end(again.status(), true, "f").at("/candidates/0/settings").toString())
          .isEqualTo("{\"learner.batchSize\":\"3\"}");
    }
  }
}
