package io.muzero.srctest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.muzero.rayhome.RayInstallation;
import io.muzero.srctest.Jar.Ended;
import io.muzero.srctest.Jar.Running;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Self-play on a real Ray cluster of this machine, where Ray is installed. */
class RayIT {
  private static final List<String> SMALL =
      List.of(
          "--game",
          "tictactoe",
          "--device",
          "cpu",
          "--set",
          "selfPlay.gamesPerWorker=32",
          "--set",
          "run.warmUp=300",
          "--set",
          "evaluation.everySteps=1000000");

  @TempDir private Path folder;

  @BeforeEach
  void requireRay() {
    RayInstallation.Found found = RayInstallation.find(null, System.getenv());
    if (found.installation() == null) {
      System.out.println("skipped: self-play on Ray, " + found.reason());
    }
    assumeTrue(found.installation() != null, found.reason());
  }

  private static String[] train(String... more) {
    return Stream.of(Stream.of("train"), SMALL.stream(), Stream.of(more))
        .flatMap(words -> words)
        .toArray(String[]::new);
  }

  /** Java processes below this one that Ray started to play. */
  private static List<ProcessHandle> actors() {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().command().orElse("").endsWith("/java"))
        .filter(
            process ->
                process
                    .info()
                    .arguments()
                    .map(words -> Stream.of(words).anyMatch(word -> word.endsWith("DefaultWorker")))
                    .orElse(false))
        .filter(RayIT::isBelowThisProcess)
        .toList();
  }

  private static boolean isBelowThisProcess(ProcessHandle process) {
    long here = ProcessHandle.current().pid();
    for (var above = process.parent(); above.isPresent(); above = above.get().parent()) {
      if (above.get().pid() == here) {
        return true;
      }
    }
    return false;
  }

  /** One of two actors is killed: its games in progress are lost, another plays on. */
  @Test
  void train_localCluster_outlivesAnActorAndLeavesNoProcess() throws Exception {
    Running running =
        new Jar(folder).start(train("--steps", "400", "--ray", "local", "--ray-actors", "2"));
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
    while (actors().size() < 2 && System.nanoTime() < end) {
      Thread.sleep(200);
    }
    assertThat(actors()).isNotEmpty();
    List<ProcessHandle> started = ProcessHandle.current().descendants().toList();
    actors().get(0).destroyForcibly();
    Ended ended = running.await();
    assertThat(ended.exitCode()).as(ended.errors()).isZero();
    assertThat(ended.errors())
        .contains("the games are played by Ray actors at this machine")
        .contains("done at step 400")
        .contains("--ray local --ray-actors 2");
    for (ProcessHandle process : started) {
      process.onExit().orTimeout(60, TimeUnit.SECONDS).join();
    }
  }

  @Test
  void train_killedItself_leavesNoProcess() throws Exception {
    Running running =
        new Jar(folder).start(train("--minutes", "5", "--ray", "local", "--ray-actors", "1"));
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
    while (actors().isEmpty() && System.nanoTime() < end) {
      Thread.sleep(200);
    }
    List<ProcessHandle> started = ProcessHandle.current().descendants().toList();
    assertThat(actors()).isNotEmpty();
    assertRefusedWithoutToken(address(actors().get(0)));
    running.kill();
    for (ProcessHandle process : started) {
      process.onExit().orTimeout(60, TimeUnit.SECONDS).join();
    }
  }

  /** Where the cluster is that started an actor. */
  private static String address(ProcessHandle actor) {
    return Stream.of(actor.info().arguments().orElseThrow())
        .filter(word -> word.startsWith("-Dray.address="))
        .findFirst()
        .orElseThrow()
        .replaceFirst(".*=", "");
  }

  /** A cluster of one machine has a token of its own, which nobody else knows. */
  private void assertRefusedWithoutToken(String address) throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Ended ended = new Jar(elsewhere).run(train("--ray", address, "--ray-actors", "1"));
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.errors())
        .contains("muzero: no self-play at " + address + ": ")
        .contains("token is missing or incorrect; set RAY_AUTH_MODE=token and RAY_AUTH_TOKEN")
        .doesNotContain("\tat ");
  }

  @Test
  void train_nobodyAnswers_isOneLineAndNoRun() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Ended ended = new Jar(folder).run(train("--ray", "127.0.0.1:" + port));
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.errors().lines()).hasSize(1);
    assertThat(ended.errors())
        .startsWith("muzero: no Ray cluster answers at 127.0.0.1:" + port)
        .contains("ray start --head", "or use --ray local");
    assertThat(folder.resolve("checkpoints")).doesNotExist();
  }
}
