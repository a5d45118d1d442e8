package io.muzero.totient.ways;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.muzero.totient.work.Deal;
import io.muzero.totient.work.Job;
import io.muzero.totient.work.Progress;
import io.muzero.totient.work.Span;
import io.muzero.totient.work.Stopwatch;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
  void find_noRay_saysWhatToInstall() {
    assertThat(RayInstallation.find(null, Map.of("PATH", folder.toString())).reason())
        .startsWith("no ray command on the PATH: pip install ray");
    assertThat(RayInstallation.find(folder, Map.of()).reason())
        .startsWith("no ray command in " + folder + " (--ray-home): pip install ray");
    assertThat(RayInstallation.find(null, Map.of("RAY_VENV", folder.toString())).reason())
        .startsWith("no ray command in " + folder + " (RAY_VENV): pip install ray");
  }

  @Test
  void find_rayWithoutJavaRuntime_saysSo() throws Exception {
    Path bin = Files.createDirectory(folder.resolve("bin"));
    script(bin.resolve("ray"), "exit 0");
    script(bin.resolve("python3"), "echo " + folder.resolve("site"));
    assertThat(RayInstallation.find(folder, Map.of()).reason())
        .contains("has no Java runtime", "Linux x86-64 only");
    script(bin.resolve("python3"), "exit 1");
    assertThat(RayInstallation.find(folder, Map.of()).reason()).contains("cannot import ray");
  }

  private static void script(Path file, String body) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
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

  @Test
  void head_thatDoesNotStart_isNamedWithWhatItSaid() throws Exception {
    Path command = folder.resolve("ray");
    script(command, "echo no room >&2; exit 4");
    RayInstallation broken = new RayInstallation(command, folder.resolve("ray_dist.jar"));
    try (RayCluster cluster = new RayCluster(broken, null, 2)) {
      assertThatThrownBy(cluster::address)
          .isInstanceOf(LabException.class)
          .hasMessageContaining("ended with exit code 4")
          .hasMessageContaining("no room");
    }
  }

  @Test
  void cluster_nobodyAnswers_saysSoInsteadOfDying() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    RayInstallation any = new RayInstallation(folder.resolve("ray"), folder.resolve("jar"));
    try (RayCluster cluster = new RayCluster(any, new RayAddress("127.0.0.1", port), 2)) {
      assertThatThrownBy(cluster::address)
          .isInstanceOf(LabException.class)
          .hasMessageStartingWith("no Ray cluster answers at 127.0.0.1:" + port);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "auto", "host", "host:", ":6379", "host:0", "host:65536", "host:x"})
  void parse_somethingElse_isRefused(String text) {
    assertThatThrownBy(() -> RayAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("must be HOST:PORT, for example 127.0.0.1:6379, was '" + text + "'");
  }

  @Test
  void parse_hostAndPort_areTaken() {
    assertThat(RayAddress.parse("10.0.0.1:6379")).isEqualTo(new RayAddress("10.0.0.1", 6379));
  }
}
