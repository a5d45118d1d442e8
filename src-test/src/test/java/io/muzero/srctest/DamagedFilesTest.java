package io.muzero.srctest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.files.Disk;
import io.muzero.storage.Checkpoint;
import io.muzero.storage.CheckpointException;
import io.muzero.storage.CheckpointStore;
import io.muzero.storage.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every file of a run damaged in every way: a damaged checkpoint is seen and the one before it
 * taken, damaged curves are gone on with, a damaged configuration is refused.
 */
class DamagedFilesTest {
  private static final long SEED = 20260304;

  @TempDir private Path root;
  private SmallRun run;
  private final List<Damage> damages =
      List.of(
          new Damage("emptied", (file, other) -> Files.write(file, new byte[0])),
          new Damage("cut by one byte", (file, other) -> cut(file, -1)),
          new Damage("cut in half", (file, other) -> cut(file, 0)),
          new Damage("first bit flipped", (file, other) -> flip(file, 0)),
          new Damage("a bit in the middle flipped", (file, other) -> flip(file, 1)),
          new Damage("last bit flipped", (file, other) -> flip(file, 2)),
          new Damage(
              "a byte added",
              (file, other) -> {
                byte[] bytes = Files.readAllBytes(file);
                Files.write(file, Arrays.copyOf(bytes, bytes.length + 1));
              }),
          new Damage(
              "zeroed", (file, other) -> Files.write(file, new byte[(int) Files.size(file)])),
          new Damage(
              "random",
              (file, other) -> {
                byte[] bytes = new byte[(int) Files.size(file)];
                new Random(SEED).nextBytes(bytes);
                Files.write(file, bytes);
              }),
          new Damage("deleted", (file, other) -> Files.delete(file)),
          new Damage(
              "made a folder",
              (file, other) -> {
                Files.delete(file);
                Files.createDirectory(file);
              }),
          new Damage(
              "replaced by the older checkpoint's",
              (file, other) -> Files.write(file, Files.readAllBytes(other))));

  /** A way to damage a file. */
  private record Damage(String name, Action action) {
    /** {@code other}: the same file of another checkpoint. */
    @FunctionalInterface
    interface Action {
      void on(Path file, Path other) throws IOException;
    }
  }

  private static void cut(Path file, int by) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, by == 0 ? bytes.length / 2 : bytes.length + by));
  }

  /** {@code where}: 0 at the beginning, 1 in the middle, 2 at the end. */
  private static void flip(Path file, int where) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[where * (bytes.length - 1) / 2] ^= 1;
    Files.write(file, bytes);
  }

  @BeforeEach
  void makeARun() throws Exception {
    run = new SmallRun(root.resolve("run"));
    run.begin(Disk.REAL);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> tree = Files.walk(from)) {
      for (Path path : tree.toList()) {
        Files.copy(path, to.resolve(from.relativize(path)));
      }
    }
  }

  @Test
  void checkpoint_anyFileDamagedInAnyWay_fallsBackToTheOneBefore() throws Exception {
    Path pristine = run.checkpoints();
    List<String> files;
    try (Stream<Path> all = Files.list(pristine.resolve("step-00000030"))) {
      files = all.map(path -> path.getFileName().toString()).sorted().toList();
    }
    assertThat(files).hasSizeGreaterThanOrEqualTo(5);
    int number = 0;
    for (String file : files) {
      for (Damage damage : damages) {
        Path place = root.resolve("damaged-" + number++);
        copy(pristine, place);
        String when = file + " " + damage.name();
        Path other = place.resolve("step-00000020").resolve(file);
        if (damage.name().startsWith("replaced") && !Files.exists(other)) {
          continue; // players.safetensors, which not all have
        }
        damage.action().on(place.resolve("step-00000030").resolve(file), other);
        List<String> told = new ArrayList<>();
        Checkpoint newest =
            new CheckpointStore(place, 2).newest(told::add).orElseThrow(() -> failure(when));
        assertThat(newest.manifest().step()).as(when).isEqualTo(20);
        assertThat(told).as(when).hasSize(1);
        assertThat(told.get(0))
            .as(when)
            .contains("step-00000030", "trying the one before it")
            .doesNotContain("\n", "Exception");
      }
    }
  }

  private static AssertionError failure(String when) {
    return new AssertionError("no checkpoint: " + when);
  }

  @Test
  void resume_newestDamaged_endsWithTheSameWeights() throws Exception {
    byte[] weights = run.weights();
    for (String file : List.of("manifest.json", "replay.bin", "optimizer.safetensors")) {
      flip(run.checkpoints().resolve("step-00000030").resolve(file), 1);
      assertThat(run.resume(Disk.REAL).step()).isEqualTo(SmallRun.STEPS);
      assertThat(run.weights()).as(file).isEqualTo(weights);
      assertThat(run.messages).anyMatch(line -> line.contains(file) && line.contains("damaged"));
    }
  }

  @Test
  void resume_curvesDamagedInAnyWay_goesOn() throws Exception {
    List<String> names;
    try (Stream<Path> all = Files.list(run.folder())) {
      names =
          all.map(path -> path.getFileName().toString())
              .filter(name -> name.equals("metrics.csv") || name.startsWith("events."))
              .toList();
    }
    assertThat(names).hasSize(2);
    Map<Path, byte[]> whole = new TreeMap<>();
    for (String name : names) {
      Path file = run.folder().resolve(name);
      whole.put(file, Files.readAllBytes(file));
    }
    for (Damage damage : damages) {
      for (Map.Entry<Path, byte[]> curve : whole.entrySet()) {
        Files.deleteIfExists(curve.getKey());
        Files.write(curve.getKey(), curve.getValue());
        damage.action().on(curve.getKey(), run.folder().resolve(RunFolder.CONFIG));
      }
      assertThat(run.resume(Disk.REAL).step()).as(damage.name()).isEqualTo(SmallRun.STEPS);
    }
  }

  @Test
  void resume_configurationCut_isRefusedInOneLine() throws Exception {
    Path config = run.folder().resolve(RunFolder.CONFIG);
    String whole = Files.readString(config);
    for (int length : new int[] {0, 1, 80, 90, 5000, whole.length() - 2}) {
      Files.writeString(config, whole.substring(0, length));
      assertThatThrownBy(() -> run.resume(Disk.REAL))
          .as("cut to %d", length)
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("config.yaml is cut off")
          .hasMessageNotContaining("\n");
    }
  }
}
