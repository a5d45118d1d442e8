package io.muzero.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointStoreTest {
  @TempDir Path folder;
  private CheckpointStore store;
  private final List<String> damaged = new ArrayList<>();

  @BeforeEach
  void open() throws IOException {
    store = new CheckpointStore(folder, 2);
  }

  private static Manifest manifest(long step) {
    return new Manifest(
        Manifest.FORMAT, "nim", "net", step, Map.of("games", step * 3), Double.NaN, Map.of());
  }

  private Path write(long step) {
    return store.writeStep(manifest(step), contents("state " + step));
  }

  private static Map<String, CheckpointStore.Content> contents(String state) {
    return Map.of(
        CheckpointStore.STATE, out -> out.write(state.getBytes(UTF_8)),
        CheckpointStore.WEIGHTS, out -> out.write(new byte[100_000]),
        CheckpointStore.OPTIMIZER, out -> out.write(new byte[300]),
        CheckpointStore.REPLAY, out -> out.write(new byte[200]));
  }

  private List<String> names() {
    String[] names = folder.toFile().list();
    return names == null ? List.of() : Stream.of(names).sorted().toList();
  }

  private static void flip(Path file, int at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[at] ^= 1;
    Files.write(file, bytes);
  }

  @Test
  void writeStep_stepsOfNineDigits_keepsTheNewestByNumber() {
    for (long step : new long[] {99_999_980, 99_999_990, 100_000_000, 100_000_010}) {
      Path written = write(step);
      assertThat(written).isDirectory();
      assertThat(store.newest(damaged::add).orElseThrow().manifest().step()).isEqualTo(step);
    }
    assertThat(names()).containsExactly("step-100000000", "step-100000010");
    assertThat(damaged).isEmpty();
  }

  @Test
  void writeStep_damagedOnes_doNotCount() throws IOException {
    write(1);
    write(2);
    flip(folder.resolve("step-00000002").resolve(CheckpointStore.REPLAY), 7);
    write(3);
    assertThat(names()).containsExactly("step-00000001", "step-00000002", "step-00000003");
    write(4);
    assertThat(names()).containsExactly("step-00000003", "step-00000004");
  }

  @Test
  void writeStep_earlierThanOthers_isNeverDropped() throws IOException {
    write(10);
    write(20);
    store = new CheckpointStore(folder, 1);
    assertThat(write(5)).isDirectory();
    assertThat(names()).containsExactly("step-00000005");
  }

  @Test
  void newest_foreignNames_areNeitherChosenNorCountedNorRemoved() throws IOException {
    write(1);
    List<String> foreign =
        List.of(
            "step-00000099.bak",
            "step-00000099 (copy)",
            "step-99",
            "step-000000099",
            "step-99999999999999999999",
            "abandoned-step-00000009",
            "writing-notes");
    for (String name : foreign) {
      copy(folder.resolve("step-00000001"), folder.resolve(name));
    }
    Files.writeString(folder.resolve("step-00000077"), "a file");
    store = new CheckpointStore(folder, 2);
    assertThat(store.newest(damaged::add).orElseThrow().manifest().step()).isEqualTo(1);
    write(2);
    write(3);
    assertThat(names())
        .containsAll(foreign)
        .contains("step-00000002", "step-00000003", "step-00000077")
        .doesNotContain("step-00000001");
    assertThat(damaged).isEmpty();
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectory(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  @Test
  void newest_nameOfAnotherStepOrNotAllFiles_fallsBack() throws IOException {
    write(1);
    copy(folder.resolve("step-00000001"), folder.resolve("step-00000008"));
    store.writeStep(manifest(9), Map.of(CheckpointStore.WEIGHTS, out -> out.write(1)));
    assertThat(store.newest(damaged::add).orElseThrow().manifest().step()).isEqualTo(1);
    assertThat(damaged).hasSize(2);
    assertThat(damaged.get(0)).contains("step-00000009 is damaged: it has not all of");
    assertThat(damaged.get(1)).contains("step-00000008 is damaged: its manifest is of step 1");
  }

  @Test
  void writeSnapshot_isNeverDropped() {
    for (int step = 1; step <= 5; step++) {
      store.writeSnapshot(manifest(step), Map.of(CheckpointStore.WEIGHTS, out -> out.write(1)));
      write(step);
    }
    assertThat(names().stream().filter(name -> name.startsWith("snapshot-"))).hasSize(5);
    assertThat(Checkpoint.open(folder.resolve("snapshot-00000003")).resumable()).isFalse();
  }

  @Test
  void abandon_laterSteps_takesTheirNamesAndKeepsThem() {
    write(1);
    write(2);
    List<String> told = new ArrayList<>();
    store.abandon(EnumSet.allOf(CheckpointName.Kind.class), step -> step > 1, told::add);
    assertThat(names()).containsExactly("abandoned-step-00000002", "step-00000001");
    assertThat(told).singleElement().asString().contains("abandoned-step-00000002");
    write(2);
    store.abandon(EnumSet.allOf(CheckpointName.Kind.class), step -> step > 1, told::add);
    assertThat(names()).hasSize(3).contains("step-00000001");
    assertThat(store.newest(damaged::add).orElseThrow().manifest().step()).isEqualTo(1);
  }

  @Test
  void best_twoAfterACrash_isTheOneOfTheHigherScore() throws IOException {
    Map<String, CheckpointStore.Content> weights =
        Map.of(CheckpointStore.WEIGHTS, out -> out.write(1));
    Path first = store.writeBest(scored(80, 0.5), weights);
    Path elsewhere = folder.resolve("elsewhere");
    Files.move(first, elsewhere);
    store.writeBest(scored(40, 0.75), weights);
    Files.move(elsewhere, first);
    assertThat(store.best(damaged::add).orElseThrow().manifest().step()).isEqualTo(40);
  }

  private static Manifest scored(long step, double score) {
    return new Manifest(Manifest.FORMAT, "nim", "net", step, Map.of(), score, Map.of());
  }

  @Test
  void writeStep_folderRemovedOrRenamed_failsAndMakesNoNewOne() throws IOException {
    write(1);
    Path elsewhere = folder.resolveSibling(folder.getFileName() + "-renamed");
    Files.move(folder, elsewhere);
    try {
      assertThatThrownBy(() -> write(2))
          .isInstanceOf(CheckpointException.class)
          .hasMessageStartingWith(
              "the run's folder " + folder.getParent() + " was removed or renamed")
          .hasMessageContaining("while the run was writing into it");
      assertThat(folder).doesNotExist();
    } finally {
      Files.move(elsewhere, folder);
    }
  }

  @Test
  void best_afterWriting_saysWhatItWasMeasuredBy() throws IOException {
    Map<String, String> measure = Map.of("opponents", "[random]", "games", "200");
    Path best =
        store.writeBest(
            manifest(3).withMeasure(measure),
            Map.of(CheckpointStore.WEIGHTS, out -> out.write(new byte[10])));
    assertThat(Checkpoint.open(best).manifest().measure()).isEqualTo(measure);
    Path file = best.resolve(Manifest.FILE);
    String older =
        Files.readString(file)
            .replaceAll(",\\s*\"measure\" : \\{[^}]*}", "")
            .replaceAll("\"checksum\" : \"[0-9a-f]+\",\\s*", "")
            .replaceAll("\"format\" : \\d+", "\"format\" : 1");
    assertThat(older).doesNotContain("measure");
    Files.writeString(file, older);
    assertThat(Checkpoint.open(best).manifest().measure()).isEmpty();
  }

  @Test
  void newest_afterWriting_readsBackEverything() throws IOException {
    write(7);
    Checkpoint checkpoint = store.newest(damaged::add).orElseThrow();
    assertThat(checkpoint.manifest().step()).isEqualTo(7);
    assertThat(checkpoint.manifest().counters()).containsEntry("games", 21L);
    assertThat(checkpoint.resumable()).isTrue();
    try (var in = checkpoint.read(CheckpointStore.STATE)) {
      assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo("state 7");
    }
    assertThat(damaged).isEmpty();
  }

  @Test
  void writeStep_moreThanKept_dropsTheOldest() {
    for (int step = 1; step <= 4; step++) {
      write(step);
    }
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("step-00000003", "step-00000004");
  }

  @Test
  void newest_flippedByte_namesTheDamageAndFallsBack() throws IOException {
    write(1);
    Path file = write(2).resolve(CheckpointStore.WEIGHTS);
    byte[] bytes = Files.readAllBytes(file);
    bytes[5000] ^= 1;
    Files.write(file, bytes);
    assertThat(store.newest(damaged::add).orElseThrow().manifest().step()).isEqualTo(1);
    assertThat(damaged)
        .singleElement()
        .asString()
        .contains("step-00000002", "weights.safetensors", "checksum");
  }

  @Test
  void newest_cutFileOrManifest_fallsBack() throws IOException {
    write(1);
    Path second = write(2);
    Files.writeString(second.resolve(Manifest.FILE), "{\"format\": 1, \"ga");
    assertThat(store.newest(damaged::add).orElseThrow().manifest().step()).isEqualTo(1);
    Files.write(folder.resolve("step-00000001").resolve(CheckpointStore.STATE), new byte[1]);
    assertThat(store.newest(damaged::add)).isEmpty();
    assertThat(damaged).hasSize(3);
  }

  @Test
  void open_leftoversOfCrashes_areRemoved() throws IOException {
    write(1);
    Files.createDirectory(folder.resolve("removing-step-00000000.00ab-12cd"));
    Files.createDirectory(folder.resolve("writing-step-00000003.00ab-12cd"));
    Path leftover = Files.createDirectory(folder.resolve("writing-step-00000002"));
    Files.write(leftover.resolve(CheckpointStore.WEIGHTS), new byte[10]);
    store = new CheckpointStore(folder, 2);
    assertThat(folder.toFile().list()).containsExactly("step-00000001");
  }

  @Test
  void open_crashBetweenTakingAwayAndRenaming_keepsTheWholeOne() throws IOException {
    Path written = write(2);
    Files.move(written, folder.resolve("writing-step-00000002"));
    store = new CheckpointStore(folder, 2);
    assertThat(folder.toFile().list()).containsExactly("step-00000002");
    assertThat(store.newest(damaged::add).orElseThrow().manifest().step()).isEqualTo(2);
  }

  @Test
  void writeStep_sameStepAgain_replacesIt() throws IOException {
    write(2);
    store.writeStep(manifest(2), contents("another"));
    Checkpoint newest = store.newest(damaged::add).orElseThrow();
    assertThat(newest.manifest().files().get(CheckpointStore.STATE).bytes()).isEqualTo(7);
    assertThat(names()).containsExactly("step-00000002");
    assertThat(damaged).isEmpty();
  }

  @Test
  void writeStep_failingContent_leavesOlderOnesAndNoLeftover() {
    write(1);
    assertThatThrownBy(
            () ->
                store.writeStep(
                    manifest(2),
                    Map.of(
                        CheckpointStore.STATE,
                        out -> {
                          throw new IOException("No space left on device");
                        })))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("No space left on device");
    assertThat(folder.toFile().list()).containsExactly("step-00000001");
  }

  @Test
  void writeBest_again_keepsOnlyTheLast() {
    store.writeBest(manifest(1), Map.of(CheckpointStore.WEIGHTS, out -> out.write(1)));
    store.writeBest(manifest(5), Map.of(CheckpointStore.WEIGHTS, out -> out.write(2)));
    assertThat(folder.toFile().list()).containsExactly("best-00000005");
    assertThat(store.best(damaged::add).orElseThrow().resumable()).isFalse();
  }
}
