package io.muzero.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
  private static final LocalDateTime NOW = LocalDateTime.of(2026, 3, 4, 5, 6, 7);

  @TempDir Path root;

  @Test
  void create_twiceInOneSecond_makesTwoFoldersAndLatestNamesTheLastUnderWay() {
    try (RunFolder first = RunFolder.create(root, "nim", NOW);
        RunFolder second = RunFolder.create(root, "nim", NOW)) {
      assertThat(first.path()).isEqualTo(root.resolve("nim/2026-03-04_05-06-07"));
      assertThat(second.path()).isEqualTo(root.resolve("nim/2026-03-04_05-06-07_2"));
      first.becomeLatest();
      assertThat(RunFolder.resolve(root.resolve("nim/latest"))).isEqualTo(first.path());
      second.becomeLatest();
      assertThat(RunFolder.resolve(root.resolve("nim/latest"))).isEqualTo(second.path());
    }
  }

  @Test
  void becomeLatest_whereACopyHasAFolder_movesItAside() throws IOException {
    Path copied = Files.createDirectories(root.resolve("nim/latest"));
    Files.writeString(copied.resolve("config.yaml"), "game: nim\n");
    Files.createDirectory(root.resolve("nim/latest-copy"));
    try (RunFolder run = RunFolder.create(root, "nim", NOW)) {
      assertThat(run.becomeLatest()).contains(root.resolve("nim/latest-copy-2"));
      assertThat(RunFolder.resolve(root.resolve("nim/latest"))).isEqualTo(run.path());
      assertThat(run.becomeLatest()).isEmpty();
    }
    assertThat(root.resolve("nim/latest-copy-2/config.yaml")).hasContent("game: nim");
  }

  @Test
  void resolve_latestAsAPlainFile_isFollowed() throws IOException {
    Files.createDirectories(root.resolve("nim/run"));
    Files.writeString(root.resolve("nim/latest"), "run\n");
    assertThat(RunFolder.resolve(root.resolve("nim/latest"))).isEqualTo(root.resolve("nim/run"));
    assertThat(RunFolder.resolve(root.resolve("nim/latest/checkpoints/best-00000100")))
        .isEqualTo(root.resolve("nim/run/checkpoints/best-00000100"));
    assertThat(RunFolder.resolve(root.resolve("nim/nowhere")))
        .isEqualTo(root.resolve("nim/nowhere"));
  }

  @Test
  void becomeLatest_isAFile_whichTensorBoardDoesNotFollow() throws IOException {
    try (RunFolder run = RunFolder.create(root, "nim", NOW)) {
      Path latest = root.resolve("nim/latest");
      // A link of an earlier version is replaced.
      Files.createSymbolicLink(latest, Path.of("elsewhere"));
      run.becomeLatest();
      assertThat(Files.isSymbolicLink(latest)).isFalse();
      assertThat(latest).hasContent("2026-03-04_05-06-07");
      assertThat(RunFolder.resolve(latest)).isEqualTo(run.path());
    }
  }

  @Test
  void open_heldByAnotherRun_isRefused_andFreeAfterwards() throws IOException {
    Path path;
    try (RunFolder held = RunFolder.create(root, "nim", NOW)) {
      path = held.path();
      Files.writeString(held.resolve(RunFolder.CONFIG), "game: nim\n");
      assertThatThrownBy(() -> RunFolder.open(path))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("another run is writing into");
    }
    RunFolder.open(path).close();
  }

  private Path run() throws IOException {
    try (RunFolder folder = RunFolder.create(root, "nim", NOW)) {
      folder.writeConfig("game: nim\nseed: 3\n");
      return folder.path();
    }
  }

  @Test
  void writeConfig_again_replacesItWholeAndLeavesNothing() throws IOException {
    Path run = run();
    try (RunFolder folder = RunFolder.open(run)) {
      folder.writeConfig("game: nim\nseed: 4\n");
    }
    assertThat(Files.readString(run.resolve(RunFolder.CONFIG)))
        .contains("game: nim\nseed: 4\n")
        .endsWith("# end\n");
    assertThat(run.toFile().list()).containsExactlyInAnyOrder("config.yaml", "run.lock");
  }

  @Test
  void open_configCutAnywhere_isRefused() throws IOException {
    Path run = run();
    Path config = run.resolve(RunFolder.CONFIG);
    String whole = Files.readString(config);
    for (int length = 0; length < whole.stripTrailing().length(); length++) {
      Files.writeString(config, whole.substring(0, length));
      assertThatThrownBy(() -> RunFolder.open(run))
          .as("cut to %d", length)
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("config.yaml is cut off")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void open_configEditedByHandOrOfAnEarlierVersion_isTaken() throws IOException {
    Path run = run();
    Path config = run.resolve(RunFolder.CONFIG);
    String whole = Files.readString(config);
    for (String edited :
        new String[] {
          whole.replace("seed: 3", "seed: 5"),
          whole + "run: {steps: 7}\n",
          whole.stripTrailing(),
          whole.replace("\n", "\r\n"),
          "game: nim\n",
          "\n\ngame: nim\n",
          "# mine\ngame: nim",
        }) {
      Files.writeString(config, edited);
      RunFolder.open(run).close();
    }
  }

  @Test
  void open_killedWhileAnEarlierVersionReplacedTheConfig_recoversIt() throws IOException {
    Path run = run();
    Files.move(run.resolve(RunFolder.CONFIG), run.resolve("config.yaml.new"));
    RunFolder.open(run).close();
    assertThat(run.toFile().list()).containsExactlyInAnyOrder("config.yaml", "run.lock");
  }

  @Test
  void open_leftoversOfACrash_areRemoved() throws IOException {
    Path run = run();
    Files.writeString(run.resolve("config.yaml.0000abcd-0123456789abcdef.new"), "game: n");
    Files.writeString(run.resolve("config.yaml.new"), "game: n");
    RunFolder.open(run).close();
    assertThat(run.toFile().list()).containsExactlyInAnyOrder("config.yaml", "run.lock");
  }

  @Test
  void requireThere_removedRenamedOrReplaced_isTold() throws IOException {
    Path run = run();
    Path elsewhere = run.resolveSibling("elsewhere");
    try (RunFolder folder = RunFolder.open(run)) {
      folder.requireThere();
      Files.move(run, elsewhere);
      assertThatThrownBy(folder::requireThere)
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining(run + " was removed or renamed")
          .hasMessageNotContaining("\n");
      Files.createDirectory(run);
      Files.writeString(run.resolve("run.lock"), "");
      assertThatThrownBy(folder::requireThere).isInstanceOf(CheckpointException.class);
    }
  }

  @Test
  void becomeLatest_whileOthersDo_neverFails() throws Exception {
    try (RunFolder first = RunFolder.create(root, "nim", NOW);
        RunFolder second = RunFolder.create(root, "nim", NOW)) {
      List<Thread> threads = new ArrayList<>();
      List<Throwable> failures = new CopyOnWriteArrayList<>();
      for (RunFolder folder : List.of(first, second)) {
        Thread thread =
            new Thread(
                () -> {
                  for (int i = 0; i < 100; i++) {
                    folder.becomeLatest();
                  }
                });
        thread.setUncaughtExceptionHandler((t, e) -> failures.add(e));
        threads.add(thread);
        thread.start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(failures).isEmpty();
    }
    assertThat(root.resolve("nim").toFile().list())
        .containsExactlyInAnyOrder("2026-03-04_05-06-07", "2026-03-04_05-06-07_2", "latest");
  }

  @Test
  void ofCheckpoint_isTheRunsFolder() throws IOException {
    Path run = run();
    Path checkpoint =
        Files.createDirectories(run.resolve(RunFolder.CHECKPOINTS).resolve("step-00000010"));
    assertThat(RunFolder.ofCheckpoint(checkpoint)).contains(run);
    assertThat(RunFolder.ofCheckpoint(run)).isEmpty();
    assertThat(RunFolder.ofCheckpoint(checkpoint.resolveSibling("other"))).isEmpty();
    assertThat(RunFolder.ofCheckpoint(root.resolve("checkpoints"))).isEmpty();
    assertThat(RunFolder.ofCheckpoint(Path.of("run/checkpoints/step-00000010")))
        .contains(Path.of("run"));
  }

  @Test
  void open_notARun_saysWhatToName() {
    assertThatThrownBy(() -> RunFolder.open(root.resolve("nowhere")))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("is not a run's folder");
  }

  @Test
  void create_whereAFileIs_isRefusedInOneLine() throws IOException {
    Files.writeString(root.resolve("nim"), "in the way");
    assertThatThrownBy(() -> RunFolder.create(root, "nim", NOW))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("cannot be written")
        .hasMessageNotContaining("\n");
  }
}
