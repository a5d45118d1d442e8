package io.muzero.launcher;

import io.muzero.config.ConfigLayer;
import io.muzero.config.ConfigReader;
import io.muzero.config.GameRegistry;
import io.muzero.config.MuZeroConfig;
import io.muzero.config.ResolvedConfig;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.network.NetworkProgram;
import io.muzero.network.NetworkShape;
import io.muzero.network.ParameterLayout;
import io.muzero.network.Weights;
import io.muzero.random.RandomStream;
import io.muzero.replay.ObservationStacker;
import io.muzero.storage.CheckpointStore;
import io.muzero.storage.Manifest;
import io.muzero.storage.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes a run's folder with one checkpoint of a network that has learned nothing. */
final class TestRuns {
  private TestRuns() {}

  static Path untrained(Path root, String game, String... settings) throws Exception {
    List<ConfigLayer> layers = new ArrayList<>();
    layers.add(new ConfigLayer.Flag("--game", "game", game));
    layers.add(new ConfigLayer.Assignment("network.type=mlp"));
    layers.add(new ConfigLayer.Assignment("network.stateSize=8"));
    for (String setting : settings) {
      layers.add(new ConfigLayer.Assignment(setting));
    }
    ResolvedConfig resolved = new ConfigReader(GameRegistry.installed()).read(layers);
    MuZeroConfig config = resolved.config();
    EnvironmentSpec spec = resolved.game().create(config.gameOptions()).spec();
    ObservationStacker stacker = new ObservationStacker(spec, config.replay().stackedFrames());
    ParameterLayout layout =
        new NetworkProgram(
                config.network(),
                NetworkShape.of(spec, stacker.inputSize()).searchedBy(config.search().usesRules()))
            .layout();
    Weights weights = new Weights(100, layout.initialise(RandomStream.create(1, "test", 0)));
    try (RunFolder run = RunFolder.create(root, game, LocalDateTime.of(2026, 1, 2, 3, 4, 5))) {
      Files.writeString(run.resolve(RunFolder.CONFIG), resolved.yaml());
      new CheckpointStore(run.resolve(RunFolder.CHECKPOINTS), 1)
          .writeBest(
              new Manifest(Manifest.FORMAT, game, "test", 100, Map.of(), 0.5, Map.of()),
              Map.of(CheckpointStore.WEIGHTS, out -> weights.write(layout, out)));
      run.becomeLatest();
      return run.path();
    }
  }

  /** Adds a copy of the run's best checkpoint as a snapshot of another step. */
  static void addSnapshot(Path run, String game, long step) throws Exception {
    Path store = run.resolve(RunFolder.CHECKPOINTS);
    byte[] weights =
        Files.readAllBytes(store.resolve("best-00000100").resolve(CheckpointStore.WEIGHTS));
    new CheckpointStore(store, 1)
        .writeSnapshot(
            new Manifest(Manifest.FORMAT, game, "test", step, Map.of(), Double.NaN, Map.of()),
            Map.of(CheckpointStore.WEIGHTS, out -> out.write(weights)));
  }
}
