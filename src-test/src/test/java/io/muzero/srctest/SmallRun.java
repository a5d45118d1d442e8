package io.muzero.srctest;

import io.muzero.config.ConfigLayer;
import io.muzero.config.ConfigReader;
import io.muzero.config.GameRegistry;
import io.muzero.config.ResolvedConfig;
import io.muzero.files.Disk;
import io.muzero.run.Progress;
import io.muzero.run.RunListener;
import io.muzero.run.RunStart;
import io.muzero.run.TrainingRun;
import io.muzero.storage.CheckpointStore;
import io.muzero.storage.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/** A deterministic run of a moment, in this process, in a folder of its own. */
final class SmallRun {
  /** Where it ends. */
  static final long STEPS = 30;

  private static final String GAME = "simple_grid";
  private static final LocalDateTime NOW = LocalDateTime.of(2026, 3, 4, 5, 6, 7);

  private static final List<String> SETTINGS =
      List.of(
          "network.stateSize=6",
          "network.representationLayers=[6]",
          "network.dynamicsLayers=[6]",
          "network.headWidth=6",
          "search.simulations=2",
          "selfPlay.workers=1",
          "selfPlay.gamesPerWorker=4",
          "replay.capacity=400",
          "learner.batchSize=8",
          "learner.unrollSteps=2",
          "evaluation.games=2",
          "evaluation.everySteps=20",
          "run.deterministic=true",
          "run.replayRatio=2",
          "run.warmUp=50",
          "run.lead=200",
          "run.publishEvery=7",
          "run.logEvery=5",
          "run.checkpointSteps=10",
          "run.keep=2",
          "run.device=cpu");

  private final Path root;

  /** What runs have said, oldest first. */
  final List<String> messages = new ArrayList<>();

  SmallRun(Path root) {
    this.root = root;
  }

  private static ResolvedConfig config() {
    List<ConfigLayer> layers = new ArrayList<>();
    layers.add(new ConfigLayer.Flag("--game", "game", GAME));
    SETTINGS.forEach(setting -> layers.add(new ConfigLayer.Assignment(setting)));
    layers.add(new ConfigLayer.Assignment("run.steps=" + STEPS));
    return new ConfigReader(GameRegistry.installed()).read(layers);
  }

  Path folder() {
    return root.resolve(GAME).resolve("2026-03-04_05-06-07");
  }

  Path checkpoints() {
    return folder().resolve(RunFolder.CHECKPOINTS);
  }

  /** Runs from the beginning to the end. */
  TrainingRun.Outcome begin(Disk disk) throws Exception {
    return run(RunFolder.create(root, GAME, NOW, disk), new RunStart.Newest());
  }

  /** Goes on to the end. */
  TrainingRun.Outcome resume(Disk disk) throws Exception {
    return resume(disk, new RunStart.Newest());
  }

  /** Goes on from a certain place to the end. */
  TrainingRun.Outcome resume(Disk disk, RunStart start) throws Exception {
    return run(RunFolder.open(folder(), disk), start);
  }

  private TrainingRun.Outcome run(RunFolder open, RunStart start) throws Exception {
    RunListener listener =
        new RunListener() {
          @Override
          public void progress(Progress progress) {}

          @Override
          public void message(String line) {
            messages.add(line);
          }
        };
    try (RunFolder folder = open;
        TrainingRun run = TrainingRun.open(config(), folder, listener, start)) {
      folder.becomeLatest();
      return run.run();
    }
  }

  byte[] weights() throws IOException {
    return Files.readAllBytes(
        checkpoints().resolve("step-000000" + STEPS).resolve(CheckpointStore.WEIGHTS));
  }
}
