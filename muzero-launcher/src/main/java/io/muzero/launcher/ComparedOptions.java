package io.muzero.launcher;

import io.muzero.agent.LoadOptions;
import io.muzero.config.ConfigLayer;
import io.muzero.config.ConfigReader;
import io.muzero.config.ResolvedConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that compare agents: what changes in all of them, and where they run. */
final class ComparedOptions {
  @Mixin GameJars games;

  @Option(
      names = "--simulations",
      paramLabel = "N",
      description = "Simulations per move of every agent, in place of evaluation.simulations.")
  @Nullable Integer simulations;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Changes a setting of every agent's configuration and of the game. May be given more than"
              + " once.")
  List<String> assignments = new ArrayList<>();

  @Option(
      names = "--device",
      paramLabel = "cpu|gpu|auto",
      description = "Short for --set run.device=...")
  @Nullable String device;

  @Option(
      names = "--python",
      paramLabel = "PATH",
      description =
          "The Python of a game such as spiel:breakthrough; stands for --set"
              + " environment.python=PATH.")
  @Nullable String python;

  @Option(
      names = "--libtorch",
      paramLabel = "DIR",
      description =
          "Use the libtorch in this folder, for example one with CUDA: "
              + Libtorch.VERSION
              + ", or another that you compiled bindings for (docs/gpu.md).")
  @Nullable Path libtorch;

  /** Requires a value within a range. */
  static void requireWithin(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw new UsageException(
          option + " must be within [" + least + ", " + most + "], was " + value);
    }
  }

  /** Checks the options and chooses the libtorch; called before any agent is loaded. */
  void use() {
    if (simulations != null) {
      requireWithin("--simulations", simulations, 1, 100_000);
    }
    if (libtorch != null) {
      Libtorch.use(libtorch);
    }
  }

  /** How agents are loaded. */
  LoadOptions loading(Screen screen) {
    games.registry(); // refuses a broken jar by its name
    LoadOptions loading =
        LoadOptions.defaults().withGames(games.loader()).withNotices(screen::note);
    for (String assignment : assignments) {
      loading = loading.withSetting(assignment);
    }
    for (ConfigLayer.Flag flag : flags()) {
      loading = loading.withSetting(flag.option(), flag.key(), flag.value());
    }
    return loading;
  }

  /** A game by its name, with its own configuration and these settings. */
  ResolvedConfig game(String name) {
    List<ConfigLayer> layers = new ArrayList<>();
    assignments.forEach(text -> layers.add(new ConfigLayer.Assignment(text)));
    layers.addAll(flags());
    layers.add(new ConfigLayer.Flag("--game", "game", name));
    return new ConfigReader(games.registry()).read(layers);
  }

  private List<ConfigLayer.Flag> flags() {
    List<ConfigLayer.Flag> flags = new ArrayList<>();
    if (simulations != null) {
      flags.add(
          new ConfigLayer.Flag(
              "--simulations", "evaluation.simulations", Integer.toString(simulations)));
    }
    if (device != null) {
      flags.add(new ConfigLayer.Flag("--device", "run.device", device));
    }
    if (python != null) {
      flags.add(new ConfigLayer.Flag("--python", "environment.python", python));
    }
    return flags;
  }
}
