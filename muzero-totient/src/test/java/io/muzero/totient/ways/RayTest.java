package io.muzero.totient.ways;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.muzero.rayhome.RayCluster;
import io.muzero.rayhome.RayInstallation;
import io.muzero.totient.work.Deal;
import io.muzero.totient.work.Job;
import io.muzero.totient.work.Progress;
import io.muzero.totient.work.Span;
import io.muzero.totient.work.Stopwatch;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ray, against a real local cluster where Ray is installed: in the virtual environment that the
 * system property {@code ray.home} or the variable {@code RAY_VENV} names, or on the PATH.
 */
class RayTest {
  private static final Stopwatch STOPWATCH = Stopwatch.ofMachine();

  @TempDir private Path folder;

  private static RayInstallation.Found find() {
    String home = System.getProperty("ray.home", "");
    return RayInstallation.find(home.isEmpty() ? null : Path.of(home), System.getenv());
  }

  @Test
  void ray_realCluster_givesTheSameSumColdAndWarmAndLeavesNoProcess() throws Exception {
    RayInstallation.Found found = find();
    if (found.installation() == null) {
      System.out.println("skipped: Ray against a real cluster, " + found.reason());
    }
    assumeTrue(found.installation() != null, found.reason());
    Job job = new Job(50_000, 2, Deal.QUEUE);
    List<ProcessHandle> started;
    try (RayCluster cluster = new RayCluster(found.installation(), null, job.workers());
        RayWay cold = new RayWay(STOPWATCH, JavaCommand.ofThisJvm(), found, cluster, false);
        RayWay warm = new RayWay(STOPWATCH, JavaCommand.ofThisJvm(), found, cluster, true)) {
      cold.rehearse(job);
      var lap = cold.run(job, Progress.NONE);
      assertThat(lap.checksum()).isEqualTo(759_904_263L);
      assertThat(lap.spans().stream().mapToLong(Span::numbers).sum()).isEqualTo(job.numbers());
      assertThat(lap.spans()).extracting(Span::worker).contains(0, 1);
      assertThat(lap.startUpNanos()).isPositive();
      warm.rehearse(job);
      assertThat(warm.run(job, Progress.NONE).checksum()).isEqualTo(759_904_263L);
      assertThat(warm.run(job, Progress.NONE).checksum()).isEqualTo(759_904_263L);
      started = ProcessHandle.current().descendants().toList();
      assertThat(started).isNotEmpty();
    }
    for (ProcessHandle process : started) {
      process.onExit().orTimeout(30, java.util.concurrent.TimeUnit.SECONDS).join();
    }
  }

  @Test
  void ways_withoutRay_skipTheRowWithTheReason() throws Exception {
    Job job = new Job(1_000, 2, Deal.STATIC);
    Ways.Setup setup = new Ways.Setup(JavaCommand.ofThisJvm(), null, folder, Map.of());
    try (Ways ways = new Ways(STOPWATCH, setup)) {
      List<Way> rows = ways.of(EnumSet.of(WayName.RAY), job);
      assertThat(rows).hasSize(1);
      assertThat(rows.get(0).missing()).get().asString().contains("pip install ray");
    }
  }
}
