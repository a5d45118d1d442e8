package io.muzero.launcher;

import io.muzero.config.ConfigLayer;
import io.muzero.config.ConfigReader;
import io.muzero.config.MuZeroConfig;
import io.muzero.config.ResolvedConfig;
import io.muzero.storage.Checkpoint;
import io.muzero.storage.CheckpointException;
import io.muzero.storage.CheckpointStore;
import io.muzero.storage.RunFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that choose a trained agent: a game's newest run, or any run or checkpoint. */
final class CheckpointOptions {
  @Option(
      names = {"-g", "--game"},
      paramLabel = "NAME",
      completionCandidates = GameNames.class,
      description = "The game. Without --checkpoint the best checkpoint of its newest run plays.")
  @Nullable String game;

  @Mixin GameJars games;

  @Option(
      names = "--checkpoint",
      paramLabel = "PATH",
      description =
          "A checkpoint's folder, or a run's folder: its best checkpoint, or the newest when there is no best.")
  @Nullable Path checkpoint;

  @Option(
      names = "--simulations",
      paramLabel = "N",
      description =
          "Simulations per move, in place of evaluation.simulations. 0: as many as in self-play.")
  @Nullable String simulations;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Changes a setting of the run's configuration. May be given more than once.")
  List<String> assignments = new ArrayList<>();

  @Option(
      names = "--device",
      paramLabel = "cpu|gpu|auto",
      description = "Short for --set run.device=...")
  @Nullable String device;

  @Option(
      names = "--libtorch",
      paramLabel = "DIR",
      description =
          "Use the libtorch " + Libtorch.VERSION + " in this folder, for example one with CUDA.")
  @Nullable Path libtorch;

  /** Finds the checkpoint and makes an agent of it, which the caller closes. */
  LoadedAgent open(Screen screen) {
    if (libtorch != null) {
      Libtorch.use(libtorch);
    }
    Checkpoint found = find(screen);
    return LoadedAgent.open(found, configuration(found));
  }

  private Checkpoint find(Screen screen) {
    if (checkpoint == null) {
      return newest(screen);
    }
    Path path = RunFolder.resolve(checkpoint);
    if (!Files.exists(path)) {
      throw new UsageException("--checkpoint " + checkpoint + " does not exist");
    }
    if (!Files.isDirectory(path.resolve(RunFolder.CHECKPOINTS))) {
      return Checkpoint.open(path);
    }
    return ofRun(path, screen)
        .orElseThrow(() -> new CheckpointException(path + " has no checkpoint yet"));
  }

  /** A run's best checkpoint, or else its newest. */
  private static Optional<Checkpoint> ofRun(Path run, Screen screen) {
    CheckpointStore checkpoints = CheckpointStore.readOnly(run.resolve(RunFolder.CHECKPOINTS));
    return checkpoints.best(screen::note).or(() -> checkpoints.newest(screen::note));
  }

  /**
   * The checkpoint of a game's newest run that has one: a run that just began must not hide the
   * agents of those before it. The configuration's folder of runs decides where they are.
   */
  private Checkpoint newest(Screen screen) {
    if (game == null) {
      throw new UsageException(
          "no game is named: add --game NAME, one of "
              + String.join(", ", games.registry().names())
              + ", or --checkpoint PATH");
    }
    MuZeroConfig config = reader().read(layers(null)).config();
    Path folder = Path.of(config.run().folder()).resolve(game);
    List<Path> runs = runs(folder);
    if (runs.isEmpty()) {
      throw new UsageException(
          "there is no run of "
              + game
              + " in "
              + folder
              + ": train one by train --game "
              + game
              + ", or name one by --checkpoint PATH");
    }
    for (Path run : runs) {
      Optional<Checkpoint> found = ofRun(run, screen);
      if (found.isPresent()) {
        if (!run.equals(runs.get(0))) {
          screen.note(
              "the newest run "
                  + runs.get(0)
                  + " has no checkpoint yet; the agent is that of "
                  + run
                  + ", trained before");
        }
        return found.get();
      }
    }
    throw new CheckpointException(
        "no run in " + folder + " has a checkpoint yet: " + runs.get(0) + " writes its first soon");
  }

  /** The runs in a folder, the newest first: what latest names, then by name, which is a time. */
  private static List<Path> runs(Path folder) {
    List<Path> runs = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return runs;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        boolean link = entry.endsWith(RunFolder.LATEST) && Files.isSymbolicLink(entry);
        if (!link && Files.isDirectory(entry)) {
          runs.add(entry);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the folder " + folder + " cannot be read", e);
    }
    runs.removeIf(run -> !Files.isRegularFile(run.resolve(RunFolder.CONFIG)));
    // A copy of latest that was moved aside is as old as the run it is of.
    Comparator<Path> newestFirst =
        Comparator.comparing((Path run) -> run.getFileName().toString()).reversed();
    runs.sort(
        Comparator.comparing(
                (Path run) -> run.getFileName().toString().startsWith(RunFolder.LATEST))
            .thenComparing(newestFirst));
    Path latest = RunFolder.resolve(folder.resolve(RunFolder.LATEST));
    if (runs.remove(latest)) {
      runs.add(0, latest);
    }
    return runs;
  }

  /** The configuration of the run a checkpoint belongs to, with what the options change. */
  private ResolvedConfig configuration(Checkpoint found) {
    String trained = found.manifest().game();
    if (game != null && !game.equals(trained)) {
      throw new UsageException(
          "the checkpoint " + found.folder() + " is of the game " + trained + ", not of " + game);
    }
    // .../<run>/checkpoints/step-00001000
    Path run = found.folder().toAbsolutePath().normalize().getParent();
    run = run == null ? null : run.getParent();
    Path file = run == null ? null : run.resolve(RunFolder.CONFIG);
    if (file == null || !Files.isRegularFile(file)) {
      throw new UsageException(
          "the checkpoint "
              + found.folder()
              + " has left its run's folder: "
              + RunFolder.CONFIG
              + " is not two folders above it");
    }
    RunFolder.requireWholeConfig(file);
    return reader().read(layers(file));
  }

  private ConfigReader reader() {
    return new ConfigReader(games.registry());
  }

  private List<ConfigLayer> layers(@Nullable Path file) {
    List<ConfigLayer> layers = new ArrayList<>();
    if (file != null) {
      layers.add(new ConfigLayer.File(file));
    }
    assignments.forEach(text -> layers.add(new ConfigLayer.Assignment(text)));
    if (game != null) {
      layers.add(new ConfigLayer.Flag("--game", "game", game));
    }
    if (simulations != null) {
      layers.add(new ConfigLayer.Flag("--simulations", "evaluation.simulations", simulations));
    }
    if (device != null) {
      layers.add(new ConfigLayer.Flag("--device", "run.device", device));
    }
    return layers;
  }
}
