package io.muzero.rayhome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found of Ray and what is said when it is missing. */
class RayHomeTest {
  @TempDir private Path folder;

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
        .contains(
            "the Ray in " + folder.resolve("site"),
            "has no Java runtime",
            "ray_dist.jar is missing");
    script(bin.resolve("python3"), "exit 1");
    assertThat(RayInstallation.find(folder, Map.of()).reason()).contains("cannot import ray");
  }

  private static void script(Path file, String body) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  @Test
  void head_thatDoesNotStart_isNamedWithWhatItSaid() throws Exception {
    Path command = folder.resolve("ray");
    script(command, "echo no room >&2; exit 4");
    RayInstallation broken = new RayInstallation(command, folder.resolve("ray_dist.jar"));
    try (RayCluster cluster = new RayCluster(broken, null, 2)) {
      assertThatThrownBy(cluster::address)
          .isInstanceOf(ChildException.class)
          .hasMessageContaining("ended with exit code 4")
          .hasMessageContaining("no room");
    }
  }

  /** A terminal sends Ctrl-C to all processes; the head is needed until the run has ended. */
  @Test
  @Timeout(60)
  void head_hearsCtrlC_goesOnUntilItsInputEnds() throws Exception {
    Path command = folder.resolve("ray");
    Path pid = folder.resolve("pid");
    script(
        command, "echo $PPID >" + pid + "; echo Ray runtime started; while sleep 0.1; do :; done");
    RayInstallation any = new RayInstallation(command, folder.resolve("ray_dist.jar"));
    ProcessHandle head;
    try (RayCluster cluster = new RayCluster(any, null, 1)) {
      cluster.address();
      head = ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
      new ProcessBuilder("kill", "-INT", Long.toString(head.pid())).start().waitFor();
      Thread.sleep(500);
      assertThat(head.isAlive()).isTrue();
    }
    head.onExit().orTimeout(30, TimeUnit.SECONDS).join();
  }

  @Test
  void folder_isShort_whateverTheTemporaryFolderIs() throws Exception {
    Path shortOne = Files.createDirectory(folder.resolve("t"));
    Path longOne = Files.createDirectory(folder.resolve("l".repeat(60)));
    int longest = shortOne.toString().length() + 100;
    Path made = RayFolder.create(shortOne, longOne, longest);
    assertThat(made.getParent()).isEqualTo(shortOne);
    assertThat(RayFolder.longestSocket("Mac OS X")).isEqualTo(103);
    assertThat(RayFolder.longestSocket("Linux")).isEqualTo(107);
    assertThatThrownBy(() -> RayFolder.create(folder.resolve("missing"), longOne, 107))
        .isInstanceOf(ChildException.class)
        .hasMessageStartingWith("Ray cannot have its sockets in " + longOne)
        .hasMessageContaining(" bytes, 107 is the most; make /tmp writable, or ");
    try (var left = Files.list(longOne)) {
      assertThat(left).isEmpty();
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
          .isInstanceOf(ChildException.class)
          .hasMessageStartingWith("no Ray cluster answers at 127.0.0.1:" + port);
    }
  }

  /** What other programs listen with: silence, another protocol, a closed connection. */
  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1 400 Bad Request\r\n\r\n", "x", ""})
  void probe_somethingElseListens_isRefused(String answer) throws Exception {
    try (ServerSocket server = answering(answer.getBytes(StandardCharsets.US_ASCII))) {
      RayAddress address = new RayAddress("127.0.0.1", server.getLocalPort());
      assertThatThrownBy(() -> address.probe(""))
          .isInstanceOf(ChildException.class)
          .hasMessage(
              "what answers at "
                  + address
                  + " is no Ray cluster: name the address that ray start printed");
    }
  }

  /** The nine bytes of a cluster's greeting, one in 0.4 s: each must not put the end off. */
  @Test
  @Timeout(60)
  void probe_whoAnswersByteByByte_isRefused() throws Exception {
    try (ServerSocket server = new ServerSocket(0)) {
      Thread thread =
          new Thread(
              () -> {
                try (Socket socket = server.accept()) {
                  for (int i = 0; i < 9; i++) {
                    socket.getOutputStream().write(i == 3 ? 4 : 0);
                    socket.getOutputStream().flush();
                    Thread.sleep(400);
                  }
                } catch (IOException | InterruptedException e) {
                  // the other side is done
                }
              });
      thread.setDaemon(true);
      thread.start();
      RayAddress address = new RayAddress("127.0.0.1", server.getLocalPort());
      assertThatThrownBy(() -> address.probe(""))
          .isInstanceOf(ChildException.class)
          .hasMessageContaining(" is no Ray cluster");
    }
  }

  @Test
  void probe_settingsOfHttp2_areTakenForACluster() throws Exception {
    try (ServerSocket server = answering(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0})) {
      new RayAddress("127.0.0.1", server.getLocalPort()).probe("");
    }
  }

  private static ServerSocket answering(byte[] answer) throws IOException {
    ServerSocket server = new ServerSocket(0);
    Thread thread =
        new Thread(
            () -> {
              try (Socket socket = server.accept()) {
                socket.getInputStream().readNBytes(24);
                socket.getOutputStream().write(answer);
                socket.getOutputStream().flush();
                socket.shutdownOutput();
                socket.getInputStream().readAllBytes();
              } catch (IOException e) {
                // the other side is done
              }
            });
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  /** The versions must be told apart, whatever else the files say. */
  @Test
  void version_isThatOfTheFilesBesideTheJar() throws Exception {
    Path jars = Files.createDirectories(folder.resolve("ray").resolve("jars"));
    RayInstallation ray =
        new RayInstallation(folder.resolve("bin").resolve("ray"), jars.resolve("ray_dist.jar"));
    assertThat(ray.version()).isEmpty();
    Files.writeString(
        folder.resolve("ray").resolve("_version.py"),
        "# built\ncommit = \"abc\"\nversion = \"2.60.0\"\n");
    assertThat(ray.version()).contains("2.60.0");
    Path bin = Files.createDirectory(folder.resolve("bin"));
    RayAddress address = new RayAddress("127.0.0.1", 6379);
    script(bin.resolve("python3"), "echo 2.58.0");
    assertThatThrownBy(() -> ray.requireSameVersion(address, Map.of()))
        .isInstanceOf(ChildException.class)
        .hasMessageStartingWith("the cluster at 127.0.0.1:6379 runs Ray 2.58.0, the Java runtime ")
        .hasMessageContaining(" is of Ray 2.60.0: name the virtual environment");
    script(bin.resolve("python3"), "echo 2.60.0");
    ray.requireSameVersion(address, Map.of());
    script(bin.resolve("python3"), "exit 1");
    ray.requireSameVersion(address, Map.of()); // it does not say: Ray itself has to
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
