package io.muzero.srctest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.files.Disk;
import io.muzero.files.WholeFile;
import io.muzero.metrics.CsvSink;
import io.muzero.run.RunStart;
import io.muzero.srctest.FaultyDisk.Death;
import io.muzero.srctest.FaultyDisk.Killed;
import io.muzero.storage.Checkpoint;
import io.muzero.storage.CheckpointName;
import io.muzero.storage.CheckpointStore;
import io.muzero.storage.EpisodeFiles;
import io.muzero.storage.Manifest;
import io.muzero.storage.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Kills and power cuts between any two calls by which a run changes what is on disk: nothing that
 * was whole is lost, and what is left is recovered or removed.
 *
 * <p>Every replacing write is killed at each of its calls. Whole runs are killed at a few of
 * theirs, and at each with {@code -Dmuzero.kills=all}: see docs/checkpoints.md.
 */
class KillCampaignTest {
  private static final LocalDateTime NOW = LocalDateTime.of(2026, 3, 4, 5, 6, 7);

  /** Whole runs killed for each way of dying, unless all are asked for. */
  private static final int FEW = 3;

  @TempDir private Path root;

  /** Something that writes. */
  @FunctionalInterface
  private interface Work {
    void on(Disk disk, Path place) throws Exception;
  }

  /** What must hold in a place after a death, and after none. */
  @FunctionalInterface
  private interface Law {
    void holdsIn(Path place, String when) throws Exception;
  }

  /** Dies at each call of some work in turn, until it is done without. */
  private void dieAtEachCall(Death death, Work before, Work work, Law law) throws Exception {
    for (long call = 1; ; call++) {
      Path place = Files.createDirectory(root.resolve(death + "-" + call));
      before.on(Disk.REAL, place);
      FaultyDisk disk = new FaultyDisk(death, call);
      boolean died = false;
      try {
        work.on(disk, place);
      } catch (Killed e) {
        died = true;
      }
      law.holdsIn(place, death + " at call " + call);
      if (!died) {
        assertThat(call).as("calls").isGreaterThan(4);
        return;
      }
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @EnumSource
  void writeConfig_dyingAnywhere_leavesTheOldOrTheNewOne(Death death) throws Exception {
    String long1 = "game: nim\n" + "# old\n".repeat(20_000);
    String long2 = "game: nim\n" + "# new\n".repeat(30_000);
    dieAtEachCall(
        death,
        (disk, place) -> {
          try (RunFolder run = RunFolder.create(place, "nim", NOW)) {
            run.writeConfig(long1);
          }
        },
        (disk, place) -> {
          try (RunFolder run = RunFolder.open(place.resolve("nim/2026-03-04_05-06-07"), disk)) {
            run.writeConfig(long2);
          }
        },
        (place, when) -> {
          Path run = place.resolve("nim/2026-03-04_05-06-07");
          RunFolder.open(run).close();
          assertThat(names(run)).as(when).containsExactly("config.yaml", "run.lock");
          String text = Files.readString(run.resolve(RunFolder.CONFIG));
          assertThat(text.contains(long1) || text.contains(long2)).as(when).isTrue();
        });
  }

  @ParameterizedTest
  @EnumSource
  void becomeLatest_dyingAnywhere_namesOneOfBoth(Death death) throws Exception {
    dieAtEachCall(
        death,
        (disk, place) -> {
          try (RunFolder first = RunFolder.create(place, "nim", NOW)) {
            first.becomeLatest();
          }
        },
        (disk, place) -> {
          try (RunFolder second = RunFolder.create(place, "nim", NOW, disk)) {
            second.becomeLatest();
          }
        },
        (place, when) -> {
          Path latest = RunFolder.resolve(place.resolve("nim/latest"));
          assertThat(latest).as(when).isDirectory();
          assertThat(latest.getFileName().toString()).as(when).startsWith("2026-03-04_05-06-07");
        });
  }

  @ParameterizedTest
  @EnumSource
  void resumeCurves_dyingAnywhere_keepsEveryRow(Death death) throws Exception {
    StringBuilder rows = new StringBuilder("step,wall_seconds,tag,value\n");
    for (int step = 1; step <= 4000; step++) {
      rows.append(step).append(",1.000,loss/total,0.5\n");
    }
    String kept = rows.substring(0, rows.indexOf("2001,"));
    dieAtEachCall(
        death,
        (disk, place) -> Files.writeString(place.resolve("metrics.csv"), rows),
        (disk, place) ->
            CsvSink.resume(place.resolve("metrics.csv"), 2000, () -> 0, disk, told -> {}).close(),
        (place, when) -> {
          CsvSink.resume(place.resolve("metrics.csv"), 2000, () -> 0).close();
          assertThat(names(place)).as(when).containsExactly("metrics.csv");
          assertThat(Files.readString(place.resolve("metrics.csv"))).as(when).isEqualTo(kept);
        });
  }

  @ParameterizedTest
  @EnumSource
  void writeEpisode_dyingAnywhere_keepsWholeOnes(Death death) throws Exception {
    ObjectNode episode = JsonNodeFactory.instance.objectNode().put("seed", "1");
    episode.putArray("moves").add("left");
    dieAtEachCall(
        death,
        (disk, place) -> new EpisodeFiles(place).write(Disk.REAL, 10, episode),
        (disk, place) -> new EpisodeFiles(place).write(disk, 20, episode),
        (place, when) -> {
          EpisodeFiles files = new EpisodeFiles(place);
          files.keepUpTo(Disk.REAL, 30);
          List<Long> steps = files.steps();
          assertThat(steps).as(when).contains(10L).isSubsetOf(10L, 20L);
          assertThat(names(place.resolve("episodes"))).as(when).hasSameSizeAs(steps);
          for (long step : steps) {
            assertThat(files.read(step)).as(when).isEqualTo(episode);
          }
        });
  }

  private static Manifest manifest(long step, double score) {
    return new Manifest(Manifest.FORMAT, "nim", "net", step, Map.of("games", 1L), score, Map.of());
  }

  private static Map<String, CheckpointStore.Content> contents(String what) {
    Map<String, CheckpointStore.Content> contents = new TreeMap<>();
    for (String file :
        List.of(
            CheckpointStore.WEIGHTS,
            CheckpointStore.OPTIMIZER,
            CheckpointStore.REPLAY,
            CheckpointStore.STATE)) {
      contents.put(file, out -> out.write((what + file).repeat(9000).getBytes(UTF_8)));
    }
    return contents;
  }

  /** After a death the store must open, be clean, and go on from a whole checkpoint. */
  private static CheckpointStore reopened(Path place, String when, long... steps)
      throws IOException {
    CheckpointStore store = new CheckpointStore(place, 2);
    List<String> damaged = new ArrayList<>();
    Checkpoint newest = store.newest(damaged::add).orElseThrow(() -> new AssertionError(when));
    assertThat(damaged).as(when).isEmpty();
    assertThat(steps).as(when).contains(newest.manifest().step());
    assertThat(names(place))
        .as(when)
        .allMatch(name -> name.matches("(abandoned-)?(step|best|snapshot)-\\d{8}"));
    return store;
  }

  @ParameterizedTest
  @EnumSource
  void writeStep_dyingAnywhere_goesOnFromAWholeOne(Death death) throws Exception {
    dieAtEachCall(
        death,
        (disk, place) -> {
          CheckpointStore store = new CheckpointStore(place, 2);
          store.writeStep(manifest(10, 0), contents("a"));
          store.writeStep(manifest(20, 0), contents("b"));
        },
        (disk, place) ->
            new CheckpointStore(place, 2, disk).writeStep(manifest(30, 0), contents("c")),
        (place, when) -> {
          CheckpointStore store = reopened(place, when, 20, 30);
          store.writeStep(manifest(40, 0), contents("d"));
          assertThat(names(place)).as(when).hasSize(2).contains("step-00000040");
        });
  }

  @ParameterizedTest
  @EnumSource
  void writeStep_sameStepDyingAnywhere_hasTheOldOrTheNewOne(Death death) throws Exception {
    dieAtEachCall(
        death,
        (disk, place) -> new CheckpointStore(place, 2).writeStep(manifest(20, 0), contents("a")),
        (disk, place) ->
            new CheckpointStore(place, 2, disk).writeStep(manifest(20, 0), contents("new")),
        (place, when) -> reopened(place, when, 20));
  }

  @ParameterizedTest
  @EnumSource
  void writeBest_dyingAnywhere_hasOneOfBoth(Death death) throws Exception {
    dieAtEachCall(
        death,
        (disk, place) -> {
          CheckpointStore store = new CheckpointStore(place, 2);
          store.writeStep(manifest(20, 0), contents("a"));
          store.writeBest(manifest(10, 0.5), contents("b"));
        },
        (disk, place) ->
            new CheckpointStore(place, 2, disk).writeBest(manifest(20, 0.75), contents("c")),
        (place, when) -> {
          CheckpointStore store = reopened(place, when, 20);
          assertThat(store.best(told -> {}).orElseThrow().manifest().step())
              .as(when)
              .isIn(10L, 20L);
        });
  }

  @ParameterizedTest
  @EnumSource
  void abandon_dyingAnywhere_goesOnFromAWholeOne(Death death) throws Exception {
    dieAtEachCall(
        death,
        (disk, place) -> {
          CheckpointStore store = new CheckpointStore(place, 4);
          for (long step = 10; step <= 40; step += 10) {
            store.writeStep(manifest(step, 0), contents("a"));
          }
        },
        (disk, place) ->
            new CheckpointStore(place, 4, disk)
                .abandon(EnumSet.allOf(CheckpointName.Kind.class), step -> step > 10, told -> {}),
        (place, when) -> {
          reopened(place, when, 10, 20, 30, 40);
          assertThat(names(place)).as(when).hasSize(4);
        });
  }

  /** The disk itself is sharp: a write that is not synced is found out. */
  @Test
  void faultyDisk_unsyncedWrite_isCutByAPowerCut() throws Exception {
    Path file = root.resolve("a");
    FaultyDisk disk = new FaultyDisk(Death.POWER_CUT, 3);
    try (Disk.NewFile out = disk.create(file)) {
      out.write(new byte[100]);
      disk.syncFolder(root);
      throw new AssertionError("the third call was not deadly");
    } catch (Killed e) {
      assertThat(Files.size(file)).isEqualTo(50);
    }
    WholeFile.replace(Disk.REAL, file, out -> out.write(1));
    assertThat(file).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void run_dyingAtAnyCall_isResumedToTheSameWeights(Death death) throws Exception {
    SmallRun straight = new SmallRun(root.resolve("straight"));
    FaultyDisk counting = new FaultyDisk(death, 0);
    straight.begin(counting);
    long calls = counting.calls();
    assertThat(calls).isGreaterThan(50);
    boolean all = "all".equals(System.getProperty("muzero.kills"));
    long stride = all ? 1 : calls / FEW;
    for (long call = all ? 1 : stride / 2; call <= calls; call += stride) {
      SmallRun run = new SmallRun(root.resolve(death + "-" + call));
      String when = death + " at call " + call + " of " + calls;
      FaultyDisk first = new FaultyDisk(death, Math.max(1, call));
      killed(when, () -> run.begin(first));
      if (!Files.exists(run.folder().resolve(RunFolder.CONFIG))) {
        // Not even its configuration was there: nothing to go on with, and nothing lost.
        assertThat(names(run.checkpoints())).as(when).isEmpty();
        continue;
      }
      // And once more, in the midst of recovering.
      FaultyDisk second = new FaultyDisk(death, 1 + call % 9);
      killed(when, () -> run.resume(second));
      assertThat(run.resume(Disk.REAL).step()).as(when).isEqualTo(SmallRun.STEPS);
      assertThat(run.weights()).as(when).isEqualTo(straight.weights());
      assertThat(run.messages).as(when).noneMatch(line -> line.contains("damaged"));
      assertThat(names(run.checkpoints()))
          .as(when)
          .filteredOn(name -> name.startsWith("step-"))
          .containsExactly("step-00000020", "step-00000030");
    }
  }

  @ParameterizedTest
  @EnumSource
  void resumeFromBest_dyingAnywhere_canBeResumed(Death death) throws Exception {
    SmallRun pristine = new SmallRun(root.resolve("pristine"));
    pristine.begin(Disk.REAL);
    boolean all = "all".equals(System.getProperty("muzero.kills"));
    for (long call = 1; call <= 60; call += all ? 1 : 11) {
      // One is kept: whatever is not set aside would go.
      SmallRun run =
          new SmallRun(root.resolve(death + "-" + call), "simple_grid", List.of("run.keep=1"));
      String when = death + " at call " + call;
      copy(pristine.folder(), run.folder());
      FaultyDisk disk = new FaultyDisk(death, call);
      killed(when, () -> run.resume(disk, new RunStart.Best()));
      // Whatever came of it, what was there before is there still, under one name or another.
      assertThat(names(run.checkpoints()))
          .as(when)
          .contains("best-00000020")
          .anyMatch(name -> name.matches("(abandoned-)?step-00000030"))
          .anyMatch(name -> name.matches("(abandoned-)?step-00000020"));
      assertThat(run.resume(Disk.REAL).step()).as(when).isEqualTo(SmallRun.STEPS);
      assertThat(run.messages).as(when).noneMatch(line -> line.contains("damaged"));
      assertThat(names(run.checkpoints())).as(when).contains("best-00000020", "step-00000030");
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    try (Stream<Path> tree = Files.walk(from)) {
      for (Path path : tree.toList()) {
        Files.copy(path, to.resolve(from.relativize(path)));
      }
    }
  }

  /** A run that must be killed. */
  @FunctionalInterface
  private interface Victim {
    void run() throws Exception;
  }

  private static void killed(String when, Victim victim) throws Exception {
    try {
      victim.run();
    } catch (Killed e) {
      return;
    }
    throw new AssertionError("not killed: " + when);
  }
}
