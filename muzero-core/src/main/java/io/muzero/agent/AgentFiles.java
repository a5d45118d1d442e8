package io.muzero.agent;

import io.muzero.config.ConfigException;
import io.muzero.config.ConfigLayer;
import io.muzero.config.ConfigReader;
import io.muzero.config.ResolvedConfig;
import io.muzero.files.FileFailure;
import io.muzero.network.NetworkProgram;
import io.muzero.network.NetworkShape;
import io.muzero.network.ParameterLayout;
import io.muzero.network.Weights;
import io.muzero.storage.Checkpoint;
import io.muzero.storage.CheckpointException;
import io.muzero.storage.CheckpointStore;
import io.muzero.storage.RunFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An agent as it lies on the disk: a checkpoint and the configuration of its run.
 *
 * @param checkpoint its weights, checked
 * @param resolved the run's settings, with what the options changed
 */
record AgentFiles(Checkpoint checkpoint, ResolvedConfig resolved) {
  /**
   * Finds an agent.
   *
   * @param path a checkpoint's folder, a run's folder (its best checkpoint, else its newest), or an
   *     entry {@code latest} that names a run
   * @return empty when it is a run that has no whole checkpoint
   * @throws CheckpointException when it is none of these, or damaged
   * @throws ConfigException when the configuration is missing or wrong
   */
  static Optional<AgentFiles> find(Path path, LoadOptions options) {
    return checkpoint(RunFolder.resolve(path), options)
        .map(found -> new AgentFiles(found, configuration(found, options)));
  }

  private static Optional<Checkpoint> checkpoint(Path path, LoadOptions options) {
    Path store = path.resolve(RunFolder.CHECKPOINTS);
    boolean isRun = Files.isDirectory(store) || Files.isRegularFile(path.resolve(RunFolder.CONFIG));
    if (!isRun) {
      return Optional.of(Checkpoint.open(path));
    }
    CheckpointStore checkpoints = CheckpointStore.readOnly(store);
    return checkpoints.best(options.notices()).or(() -> checkpoints.newest(options.notices()));
  }

  private static ResolvedConfig configuration(Checkpoint found, LoadOptions options) {
    String trained = found.manifest().game();
    options
        .game()
        .filter(wanted -> !wanted.equals(trained))
        .ifPresent(
            wanted -> {
              throw new ConfigException(
                  "the checkpoint "
                      + found.folder()
                      + " is of the game "
                      + trained
                      + ", not of "
                      + wanted);
            });
    // .../<run>/checkpoints/step-00001000
    @Nullable Path run = found.folder().toAbsolutePath().normalize().getParent();
    run = run == null ? null : run.getParent();
    @Nullable Path file = run == null ? null : run.resolve(RunFolder.CONFIG);
    if (file == null || !Files.isRegularFile(file)) {
      throw new ConfigException(
          "the checkpoint "
              + found.folder()
              + " has left its run's folder: "
              + RunFolder.CONFIG
              + " is not two folders above it");
    }
    RunFolder.requireWholeConfig(file);
    List<ConfigLayer> layers = new ArrayList<>();
    layers.add(new ConfigLayer.File(file));
    layers.addAll(options.settings());
    return new ConfigReader(options.games()).read(layers);
  }

  /**
   * The weights.
   *
   * @throws CheckpointException when they are of another network than the configuration says
   */
  Weights weights(NetworkShape shape) {
    ParameterLayout layout = new NetworkProgram(resolved.config().network(), shape).layout();
    try (InputStream in = checkpoint.read(CheckpointStore.WEIGHTS)) {
      return Weights.read(layout, in);
    } catch (IOException e) {
      throw new CheckpointException(
          "the checkpoint " + checkpoint.folder() + " cannot be used: " + FileFailure.reason(e), e);
    }
  }
}
