package io.muzero.web;

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
import io.muzero.storage.CheckpointName;
import io.muzero.storage.CheckpointStore;
import io.muzero.storage.Manifest;
import io.muzero.storage.RunFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A run's folder as training leaves it, with random weights. */
final class StoredRun {
  private final Path folder;
  private final GameProvider game;
  private final ParameterLayout layout;

  /**
   * Writes a run without checkpoints.
   *
   * @param root folder of all runs
   * @param number tells it from other runs of the game
   */
  StoredRun(Path root, int number, GameProvider game, String... settings) throws IOException {
    this.game = game;
    List<ConfigLayer> layers = new ArrayList<>();
    layers.add(new ConfigLayer.Flag("--game", "game", game.name()));
    layers.add(new ConfigLayer.Assignment("network.type=mlp"));
    layers.add(new ConfigLayer.Assignment("network.stateSize=8"));
    layers.add(new ConfigLayer.Assignment("network.policyHead=dense"));
    layers.add(new ConfigLayer.Assignment("network.globalPooling=false"));
    layers.add(new ConfigLayer.Assignment("evaluation.symmetries=false"));
    for (String setting : settings) {
      layers.add(new ConfigLayer.Assignment(setting));
    }
    ResolvedConfig resolved = new ConfigReader(new GameRegistry(List.of(game))).read(layers);
    EnvironmentSpec spec = game.create(resolved.config().gameOptions()).spec();
    ObservationStacker stacker =
        new ObservationStacker(spec, resolved.config().replay().stackedFrames());
    NetworkShape shape =
        NetworkShape.of(spec, stacker.inputSize())
            .searchedBy(resolved.config().search().usesRules());
    layout = new NetworkProgram(resolved.config().network(), shape).layout();
    try (RunFolder run =
        RunFolder.create(root, game.name(), LocalDateTime.of(2026, 1, 2, 3, 4, number))) {
      run.writeConfig(resolved.yaml());
      folder = run.path();
    }
  }

  /** Writes a checkpoint. */
  StoredRun with(CheckpointName.Kind kind, long step) throws IOException {
    Weights weights = new Weights(step, layout.initialise(RandomStream.create(step, "test", 0)));
    CheckpointStore store = new CheckpointStore(folder.resolve(RunFolder.CHECKPOINTS), 100);
    Manifest manifest =
        new Manifest(Manifest.FORMAT, game.name(), "test", step, Map.of(), 0.25, Map.of());
    CheckpointStore.Content written = out -> weights.write(layout, out);
    CheckpointStore.Content nothing = out -> {};
    switch (kind) {
      case BEST -> store.writeBest(manifest, Map.of(CheckpointStore.WEIGHTS, written));
      case SNAPSHOT -> store.writeSnapshot(manifest, Map.of(CheckpointStore.WEIGHTS, written));
      case STEP ->
          store.writeStep(
              manifest,
              Map.of(
                  CheckpointStore.WEIGHTS,
                  written,
                  CheckpointStore.OPTIMIZER,
                  nothing,
                  CheckpointStore.REPLAY,
                  nothing,
                  CheckpointStore.STATE,
                  nothing));
    }
    return this;
  }

  Path folder() {
    return folder;
  }

  /** What the page calls its best checkpoint by. */
  String best(long step) {
    return "run:"
        + game.name()
        + "/"
        + folder.getFileName()
        + "/"
        + new CheckpointName(CheckpointName.Kind.BEST, step);
  }
}
