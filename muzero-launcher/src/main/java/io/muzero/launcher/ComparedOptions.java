package io.muzero.launcher;

import io.muzero.agent.LoadOptions;
import io.muzero.config.ConfigLayer;
import io.muzero.config.ConfigReader;
import io.muzero.config.ResolvedConfig;
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

  @Mixin MachineOptions machine;

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
    machine.useLibtorch();
  }

  /** How agents are loaded. */
  LoadOptions loading(Screen screen) {
    return MachineOptions.loading(games, screen, assignments, flags());
  }

  /** A game by its name, with its own configuration and these settings. */
  ResolvedConfig game(String name, Screen screen) {
    List<ConfigLayer> layers = new ArrayList<>();
    assignments.forEach(text -> layers.add(new ConfigLayer.Assignment(text)));
    layers.addAll(flags());
    layers.add(ConfigLayer.Flag.ofText("--game", "game", name));
    return new ConfigReader(games.played(screen)).read(layers);
  }

  private List<ConfigLayer.Flag> flags() {
    List<ConfigLayer.Flag> flags = new ArrayList<>();
    if (simulations != null) {
      flags.add(
          new ConfigLayer.Flag(
              "--simulations", "evaluation.simulations", Integer.toString(simulations)));
    }
    flags.addAll(machine.flags());
    return flags;
  }
}
