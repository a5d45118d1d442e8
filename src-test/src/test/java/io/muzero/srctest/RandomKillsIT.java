package io.muzero.srctest;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.srctest.Jar.Running;
import io.muzero.storage.Checkpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packed jar killed at random moments and resumed, again and again: no checkpoint is lost, and
 * the weights are in the end those of a run that nobody killed.
 *
 * <p>Three kills; with {@code -Dmuzero.kills=100} as many as that: see docs/checkpoints.md.
 */
class RandomKillsIT {
  @TempDir private Path place;

  private static int kills() {
    String asked = System.getProperty("muzero.kills", "3");
    return asked.matches("\\d+") ? Integer.parseInt(asked) : 100;
  }

  private static String[] train(long steps) {
    return new String[] {
      "train",
      "--game",
      "tictactoe",
      "--config",
      "small.yaml",
      "--set",
      "run.deterministic=true",
      "--steps",
      Long.toString(steps)
    };
  }

  @Test
  void train_killedAgainAndAgain_losesNothing() throws Exception {
    long seed = Long.getLong("muzero.seed", System.nanoTime());
    Random random = new Random(seed);
    Files.writeString(place.resolve("small.yaml"), RunOnDisk.SMALL);
    Jar jar = new Jar(place);
    Running running = jar.start(train(0));
    RunOnDisk run = RunOnDisk.awaitStep(running, place, "tictactoe", 20);
    long before = 0;
    for (int kill = 1; kill <= kills(); kill++) {
      Thread.sleep(random.nextInt(4000));
      assertThat(running.alive()).as("seed %d: %s", seed, running.printed()).isTrue();
      running.kill();
      Checkpoint left = run.newest();
      assertThat(left.manifest().step())
          .as("seed %d, kill %d", seed, kill)
          .isGreaterThanOrEqualTo(before);
      before = left.manifest().step();
      running = jar.start("train", "--resume", "checkpoints/tictactoe/latest");
    }
    running.kill();
    long end = run.newest().manifest().step() / 20 * 20 + 40;
    Jar.Ended ended =
        jar.run("train", "--resume", "checkpoints/tictactoe/latest", "--steps", Long.toString(end));
    assertThat(ended.exitCode()).as("seed %d: %s", seed, ended.errors()).isZero();
    assertThat(ended.errors()).doesNotContain("damaged");

    Path elsewhere = Files.createDirectory(place.resolve("straight"));
    Files.writeString(elsewhere.resolve("small.yaml"), RunOnDisk.SMALL);
    Jar.Ended straight = new Jar(elsewhere).run(train(end));
    assertThat(straight.exitCode()).as(straight.errors()).isZero();
    assertThat(run.weights(end))
        .as("seed %d", seed)
        .isEqualTo(RunOnDisk.latest(elsewhere, "tictactoe").weights(end));
  }
}
