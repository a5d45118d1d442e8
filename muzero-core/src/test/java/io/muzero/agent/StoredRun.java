package io.muzero.agent;

import io.muzero.config.ConfigLayer;
import io.muzero.config.ConfigReader;
import io.muzero.config.GameRegistry;
import io.muzero.config.ResolvedConfig;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.GameProvider;
import io.muzero.network.NetworkProgram;
import io.muzero.network.NetworkShape;
import io.muzero.network.ParameterLayout;
import io.muzero.network.Weights;
import io.muzero.random.RandomStream;
import io.muzero.replay.ObservationStacker;
import io.muzero.storage.CheckpointStore;
import io.muzero.storage.Manifest;
import io.muzero.storage.RunFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes a run's folder with one best checkpoint of random weights.
 *
 * @param root folder of all runs
 */
record StoredRun(Path root) {
  Path write(GameProvider game, long step, String... settings) throws IOException {
    List<ConfigLayer> layers = new ArrayList<>();
    layers.add(new ConfigLayer.Flag("--game", "game", game.name()));
    layers.add(new ConfigLayer.Assignment("network.type=mlp"));
    layers.add(new ConfigLayer.Assignment("network.stateSize=8"));
    for (String setting : settings) {
      layers.add(new ConfigLayer.Assignment(setting));
    }
    ResolvedConfig resolved = new ConfigReader(new GameRegistry(List.of(game))).read(layers);
    EnvironmentSpec spec = game.create(resolved.config().gameOptions()).spec();
    ObservationStacker stacker =
        new ObservationStacker(spec, resolved.config().replay().stackedFrames());
    ParameterLayout layout =
        new NetworkProgram(resolved.config().network(), NetworkShape.of(spec, stacker.inputSize()))
            .layout();
    Weights weights = new Weights(step, layout.initialise(RandomStream.create(step, "test", 0)));
    try (RunFolder run =
        RunFolder.create(root, game.name(), LocalDateTime.of(2026, 1, 2, 3, 4, 5))) {
      run.writeConfig(resolved.yaml());
      new CheckpointStore(run.resolve(RunFolder.CHECKPOINTS), 1)
          .writeBest(
              new Manifest(
                  Manifest.FORMAT,
                  game.name(),
                  "test",
                  step,
                  Map.of("wall_millis", 60_000L, "games", 3L, "depth", 9L),
                  0.25,
                  Map.of()),
              Map.of(CheckpointStore.WEIGHTS, out -> weights.write(layout, out)));
      run.becomeLatest();
      return run.path();
    }
  }
}
