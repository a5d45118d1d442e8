package io.muzero.srctest;

import io.muzero.storage.Checkpoint;
import io.muzero.storage.CheckpointStore;
import io.muzero.storage.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What a run has written into its folder.
 *
 * @param folder the run's folder
 */
record RunOnDisk(Path folder) {
  private static final long LIMIT_SECONDS = 300;

  /** Settings of a run that takes a moment; the game's own configuration gives the rest. */
  static final String SMALL =
      """
      network:
        type: mlp
        stateSize: 16
        representationLayers: [16]
        dynamicsLayers: [16]
        headWidth: 16
      search:
        simulations: 4
      selfPlay:
        workers: 2
        gamesPerWorker: 8
      replay:
        capacity: 20000
      learner:
        batchSize: 16
        unrollSteps: 3
      evaluation:
        games: 2
        everySteps: 100000
      run:
        replayRatio: 4
        warmUp: 100
        lead: 200
        logEvery: 10
        checkpointSteps: 20
        device: cpu
      """;

  /** The newest run of a game, where a test's jar runs in {@code place}. */
  static RunOnDisk latest(Path place, String game) {
    return new RunOnDisk(
        RunFolder.resolve(place.resolve("checkpoints").resolve(game).resolve("latest")));
  }

  Path checkpoint(long step) {
    return folder.resolve(RunFolder.CHECKPOINTS).resolve("step-%08d".formatted(step));
  }

  /** The newest whole checkpoint to resume from. */
  Checkpoint newest() {
    return CheckpointStore.readOnly(folder.resolve(RunFolder.CHECKPOINTS))
        .newest(
            damaged -> {
              throw new AssertionError(damaged);
            })
        .orElseThrow();
  }

  byte[] weights(long step) throws IOException {
    return Files.readAllBytes(checkpoint(step).resolve(CheckpointStore.WEIGHTS));
  }

  List<String> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  /** The greatest step that a checkpoint's folder has been named for; −1 without any. */
  private static long newestNamed(Path game) throws IOException {
    Path latest = game.resolve("latest");
    if (!Files.exists(latest)) {
      return -1;
    }
    Path checkpoints = RunFolder.resolve(latest).resolve(RunFolder.CHECKPOINTS);
    if (!Files.isDirectory(checkpoints)) {
      return -1;
    }
    try (Stream<Path> all = Files.list(checkpoints)) {
      Optional<String> newest =
          all.map(path -> path.getFileName().toString())
              .filter(name -> name.startsWith("step-"))
              .max(String::compareTo);
      return newest.map(name -> Long.parseLong(name.substring(5))).orElse(-1L);
    }
  }

  /** Waits until a run that is going on has written a checkpoint of this step or a later one. */
  static RunOnDisk awaitStep(Jar.Running running, Path place, String game, long step)
      throws Exception {
    Path games = place.resolve("checkpoints").resolve(game);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (newestNamed(games) < step) {
      if (!running.alive() || System.nanoTime() > end) {
        throw new AssertionError("no checkpoint of step " + step + ":\n" + running.printed());
      }
      Thread.sleep(2);
    }
    return latest(place, game);
  }
}
