package io.muzero.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.muzero.metrics.MetricsFile;
import io.muzero.storage.CheckpointName;
import io.muzero.storage.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
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
  void damagedRun_takesNoListDown() throws Exception {
    StagedGame game = new StagedGame();
    new StoredRun(root, 1, game).with(CheckpointName.Kind.BEST, 5);
    Path broken = new StoredRun(root, 2, game).with(CheckpointName.Kind.BEST, 6).folder();
    Files.writeString(broken.resolve(RunFolder.CONFIG), "game: staged\n  this: [is no YAML\n");
    Path empty = new StoredRun(root, 3, game).with(CheckpointName.Kind.BEST, 7).folder();
    Files.writeString(empty.resolve(RunFolder.CONFIG), "");
    try (TestPage page = TestPage.serve(root, WebLimits.DEFAULT, game.shown())) {
      assertThat(page.get("api/runs").json().get("runs")).hasSize(3);
      assertThat(page.get("api/info").json().at("/games/0/hasAgents").asBoolean()).isTrue();
      assertThat(page.get("api/agents?game=staged").json().get("agents")).hasSize(1);
      TestPage.Reply itself = page.get("api/runs/staged/" + broken.getFileName());
      assertThat(itself.status()).isEqualTo(500);
      assertThat(itself.error()).contains("the configuration of staged/", "is no YAML");
      assertThat(page.get("api/runs/staged/" + empty.getFileName()).error())
          .contains("has no settings");
    }
  }

  /** A folder that stands for one that may not be read: whoever runs the tests may read all. */
  @Test
  void runWhoseCurvesCannotBeRead_isListedWithTheReason() throws Exception {
    StagedGame game = new StagedGame();
    new StoredRun(root, 1, game);
    Path path = new StoredRun(root, 2, game).folder();
    Files.writeString(path.resolve(MetricsFile.NAME), ROWS);
    Files.setPosixFilePermissions(path.resolve(MetricsFile.NAME), Set.of());
    Assumptions.assumeFalse(Files.isReadable(path.resolve(MetricsFile.NAME)), "all may be read");
    try (TestPage page = TestPage.serve(root, WebLimits.DEFAULT, game.shown())) {
      JsonNode list = page.get("api/runs").json();
      assertThat(list.get("runs")).hasSize(1);
      assertThat(list.at("/damaged/0/name").asText()).isEqualTo("staged/" + path.getFileName());
      assertThat(list.at("/damaged/0/error").asText()).contains("permission denied");
    }
  }

  @Test
  void runs_areInTheOrderOfTheirLastChange() throws Exception {
    StagedGame game = new StagedGame();
    Instant now = Instant.now();
    for (int i = 1; i <= 20; i++) {
      Path path = new StoredRun(root, i, game).folder();
      Path metrics = Files.writeString(path.resolve(MetricsFile.NAME), ROWS);
      Files.setLastModifiedTime(metrics, FileTime.from(now.minusSeconds(1000L * (i * 7 % 20))));
    }
    RunFolders folders = new RunFolders(root, () -> now);
    List<Long> changed = new ArrayList<>();
    for (RunFolders.Run run : folders.runs()) {
      Path metrics = run.folder().resolve(MetricsFile.NAME);
      changed.add(Files.getLastModifiedTime(metrics).toMillis());
      assertThat(folders.run("staged", run.name())).isEqualTo(run);
    }
    assertThat(changed).hasSize(20).isSortedAccordingTo(Comparator.reverseOrder());
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
