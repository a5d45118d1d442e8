package io.muzero.rayhome;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The Ray cluster that the rows of Ray use: the user's, or a local head that is started when first
 * asked for and ends with this.
 *
 * <p>The local head listens on 127.0.0.1 only, since Ray lets anyone who reaches it run code. It
 * has a free port and a folder of its own, so it does not meet another Ray of this machine, and is
 * never stopped by {@code ray stop}, which would stop them all. Used by one thread.
 */
public final class RayCluster implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(120);
  private static final Duration END_LIMIT = Duration.ofSeconds(30);

  /**
   * Runs a command until it ends or this script's input does, whichever is first: so the head does
   * not outlive a JVM that was killed. Ctrl-C, which a terminal sends to all of a program's
   * processes, is that JVM's to answer: the cluster is needed until the run has ended.
   */
  private static final String UNTIL_INPUT_ENDS =
      """
      trap '' INT
      exec 3<&0
      "$0" "$@" </dev/null 3<&- &
      command=$!
      (read -r line <&3; kill "$command") &
      watch=$!
      wait "$command"
      code=$?
      kill "$watch" 2>/dev/null
      exit $code
      """;

  private final RayInstallation installation;
  private final Map<String, String> environment = new HashMap<>();
  private final @Nullable RayAddress given;
  private final int workers;
  private @Nullable RayAddress address;
  private @Nullable LineProcess head;
  private @Nullable Path folder;

  /**
   * A cluster.
   *
   * @param given the user's, or null to start a local head
   * @param workers tasks that a local head runs at once
   */
  public RayCluster(RayInstallation installation, @Nullable RayAddress given, int workers) {
    this.installation = installation;
    this.given = given;
    this.workers = workers;
    environment.put("RAY_USAGE_STATS_ENABLED", "0");
    if (given == null) {
      environment.put("RAY_AUTH_MODE", "token");
      environment.put("RAY_AUTH_TOKEN", UUID.randomUUID().toString());
      // Python keeps lines back where it does not see a terminal.
      environment.put("PYTHONUNBUFFERED", "1");
      // Else its workers give way to every other program of this machine, the one that waits for
      // them included.
      environment.put("RAY_worker_niceness", "0");
    }
  }

  /** Variables that programs need to speak with it. */
  public Map<String, String> environment() {
    return environment;
  }

  public RayInstallation installation() {
    return installation;
  }

  /**
   * Its address; starts the local head if need be.
   *
   * @throws ChildException if it does not answer or start
   */
  public RayAddress address() {
    if (address == null) {
      if (given == null) {
        address = startHead();
      } else {
        given.probe("leave --ray out to start a local one");
        address = given;
      }
    }
    return address;
  }

  /** Whether it was, or is to be, started here. */
  public boolean isLocal() {
    return given == null;
  }

  /** Forgets a local head that has ended by itself; {@link #address} then starts another. */
  public void restartIfEnded() {
    if (head != null && !head.handle().isAlive()) {
      close();
    }
  }

  private RayAddress startHead() {
    folder =
        RayFolder.create(
            RayFolder.SHORT,
            Path.of(System.getProperty("java.io.tmpdir")),
            RayFolder.longestSocket(System.getProperty("os.name", "")));
    RayAddress local = new RayAddress("127.0.0.1", freePort());
    head =
        new LineProcess(
            "ray start",
            List.of(
                "/bin/sh",
                "-c",
                UNTIL_INPUT_ENDS,
                installation.command().toString(),
                "start",
                "--head",
                "--block",
                "--port=" + local.port(),
                "--num-cpus=" + workers,
                "--temp-dir=" + folder,
                "--include-dashboard=false",
                "--disable-usage-stats"),
            environment,
            END_LIMIT);
    head.await("Ray runtime started", true, START_LIMIT);
    return local;
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port for Ray", e);
    }
  }

  @Override
  public void close() {
    if (head != null) {
      head.close();
      head = null;
    }
    if (folder != null) {
      delete(folder);
      folder = null;
    }
    address = null;
  }

  private static void delete(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      // A daemon still writes its last log line there; temporary folders are the system's to clear.
      folder.toFile().deleteOnExit();
    }
  }
}
