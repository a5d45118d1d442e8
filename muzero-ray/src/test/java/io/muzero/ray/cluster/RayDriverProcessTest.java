package io.muzero.ray.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.ray.wire.ActorSetup;
import io.muzero.ray.wire.Frame;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The learner's side of the pipe, with drivers that are shell scripts. */
class RayDriverProcessTest {
  private static final ActorSetup SETUP = new ActorSetup("1", "game: x", List.of());

  @TempDir private Path folder;

  private RayDriverProcess driver(String script) {
    return new RayDriverProcess(List.of("/bin/sh", "-c", script), Map.of(), SETUP);
  }

  private static ClusterEvent next(Cluster cluster) throws InterruptedException {
    return cluster.next(30_000);
  }

  private Path frames(Frame... frames) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Frame frame : frames) {
      frame.write(new DataOutputStream(bytes));
    }
    return Files.write(folder.resolve("frames"), bytes.toByteArray());
  }

  @Test
  void driver_speaks_isHeardWhateverElseItPrints() throws Exception {
    Path said =
        frames(
            Frame.of(Frame.Type.HELLO, 0, Frame.PROTOCOL),
            Frame.of(Frame.Type.READY, 0, 0),
            Frame.of(Frame.Type.ROOM, 2, 5),
            Frame.of(Frame.Type.STARTED, 3, "there"),
            Frame.of(Frame.Type.LOST, 3, "why"),
            Frame.of(Frame.Type.STORED, 0, 40));
    try (RayDriverProcess driver =
        driver("echo a log line of native code; cat " + said + " >&3; cat >/dev/null")) {
      assertThat(next(driver)).isEqualTo(new ClusterEvent.Ready());
      assertThat(next(driver)).isEqualTo(new ClusterEvent.Room(5, 2));
      assertThat(next(driver)).isEqualTo(new ClusterEvent.Started(3, "there"));
      assertThat(next(driver)).isEqualTo(new ClusterEvent.Lost(3, "why"));
      assertThat(next(driver)).isEqualTo(new ClusterEvent.Stored(40));
    }
  }

  @Test
  void driver_dies_isGoneWithWhatItSaidLast() throws Exception {
    try (RayDriverProcess driver = driver("echo the raylet is gone >&2; exit 3")) {
      assertThat(next(driver))
          .isEqualTo(
              new ClusterEvent.Gone(
                  "the driver ended with exit code 3; it said: the raylet is gone"));
      driver.start(1); // to nobody: does nothing
      assertThat(driver.next(50)).isNull();
    }
  }

  @Test
  void driver_failsOrIsOfAnotherVersion_isGoneWithTheReason() throws Exception {
    Path failed = frames(Frame.of(Frame.Type.FAILED, 0, "no raylet on this machine"));
    try (RayDriverProcess driver = driver("cat " + failed + " >&3; cat >/dev/null")) {
      assertThat(next(driver)).isEqualTo(new ClusterEvent.Gone("no raylet on this machine"));
    }
    Path newer = frames(Frame.of(Frame.Type.HELLO, 0, 9));
    try (RayDriverProcess driver = driver("cat " + newer + " >&3; cat >/dev/null")) {
      assertThat(next(driver))
          .isEqualTo(new ClusterEvent.Gone("the driver speaks protocol 9, not 2"));
    }
    try (RayDriverProcess driver = driver("echo rubbish instead of frames >&3; cat >/dev/null")) {
      assertThat(((ClusterEvent.Gone) next(driver)).reason()).contains("holds no frame");
    }
  }

  @Test
  void close_endsTheDriversInputAndWaitsForIt() throws Exception {
    RayDriverProcess driver = driver("cat >/dev/null");
    ProcessHandle process = driver.handle();
    assertThat(process.isAlive()).isTrue();
    driver.close();
    process.onExit().orTimeout(5, TimeUnit.SECONDS).join();
  }

  /** What the learner says arrives as frames, the setup first. */
  @Test
  void requests_areFrames() throws Exception {
    Path heard = folder.resolve("heard");
    try (RayDriverProcess driver = driver("cat >" + heard)) {
      driver.start(4);
      driver.publish(20, new byte[] {9, 9});
      driver.play(4, new byte[] {1});
      driver.ping(4);
      driver.stop(4);
    }
    try (var in = new java.io.DataInputStream(Files.newInputStream(heard))) {
      Frame setup = Frame.read(in);
      assertThat(setup.type()).isEqualTo(Frame.Type.SETUP);
      assertThat(ActorSetup.decode(setup.body()).yaml()).isEqualTo("game: x");
      assertThat(Frame.read(in).type()).isEqualTo(Frame.Type.START);
      Frame weights = Frame.read(in);
      assertThat(weights.number()).isEqualTo(20);
      assertThat(weights.body()).containsExactly(9, 9);
      assertThat(Frame.read(in).type()).isEqualTo(Frame.Type.PLAY);
      assertThat(Frame.read(in).type()).isEqualTo(Frame.Type.PING);
      assertThat(Frame.read(in).actor()).isEqualTo(4);
      assertThat(Frame.read(in)).isNull();
    }
  }
}
