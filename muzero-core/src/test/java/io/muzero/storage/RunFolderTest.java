package io.muzero.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
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
