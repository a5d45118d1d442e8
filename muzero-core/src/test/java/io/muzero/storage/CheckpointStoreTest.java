package io.muzero.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    return store.writeStep(
        manifest(step),
        Map.of(
            CheckpointStore.STATE, out -> out.write(("state " + step).getBytes(UTF_8)),
            CheckpointStore.WEIGHTS, out -> out.write(new byte[100_000])));
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
    String older = Files.readString(file).replaceAll(",\\s*\"measure\" : \\{[^}]*}", "");
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
  void open_leftoverOfACrash_isRemoved() throws IOException {
    write(1);
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
    store.writeStep(manifest(2), Map.of(CheckpointStore.STATE, out -> out.write(9)));
    Checkpoint newest = store.newest(damaged::add).orElseThrow();
    assertThat(newest.manifest().files()).containsOnlyKeys(CheckpointStore.STATE);
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
