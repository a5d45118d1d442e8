package io.muzero.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.metrics.MetricsFile;
import io.muzero.storage.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page says of the runs on the disk. */
class RunFoldersTest {
  private static final String ROWS = "step,wall_seconds,tag,value\n7,1.0,loss/total,2.0\n";

  @TempDir private Path root;
  @TempDir private Path elsewhere;

  @Test
  void live_isWhatHasItsLock_howeverLongItIsSilent() throws Exception {
    Path path = new StoredRun(root, 1, new StagedGame()).folder();
    Path metrics = Files.writeString(path.resolve(MetricsFile.NAME), ROWS);
    RunFolders folders = new RunFolders(root, InstantSource.system());
    RunFolders.Run run = folders.runs().get(0);
    assertThat(folders.isLive(run)).as("changed just now, and nobody trains").isFalse();
    Files.setLastModifiedTime(metrics, FileTime.from(Instant.now().minusSeconds(3600)));
    try (RunFolder training = RunFolder.open(path)) {
      assertThat(training.path()).isEqualTo(path);
      assertThat(folders.isLive(run)).isTrue();
      assertThat(folders.progress(run).step()).isEqualTo(7);
    }
    assertThat(folders.isLive(run)).isFalse();
  }

  @Test
  void metrics_behindALink_areNotRead() throws Exception {
    Path path = new StoredRun(root, 1, new StagedGame()).folder();
    Path secret = Files.writeString(elsewhere.resolve("secret.csv"), ROWS);
    Files.createSymbolicLink(path.resolve(MetricsFile.NAME), secret);
    RunFolders folders = new RunFolders(root, InstantSource.system());
    RunFolders.Run run = folders.runs().get(0);
    assertThat(folders.progress(run).step()).isZero();
    assertThat(folders.newest(run)).isEmpty();
  }
}
