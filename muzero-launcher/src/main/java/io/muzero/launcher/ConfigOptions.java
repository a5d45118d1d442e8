package io.muzero.launcher;

import io.muzero.config.ConfigLayer;
import io.muzero.config.ConfigReader;
import io.muzero.config.ResolvedConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that make up a configuration; those with a key of their own win over the rest. */
final class ConfigOptions {
  @Option(
      names = {"-g", "--game"},
      paramLabel = "NAME",
      completionCandidates = GameNames.class,
      description = "The game; the command games lists them.")
  @Nullable String game;

  @Mixin GameJars games;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "YAML file that overrides the game's own configuration. May be given more than once.")
  List<Path> files = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Sets any key, for example search.simulations=25. The command config shows the keys. May be given more than"
              + " once.")
  List<String> assignments = new ArrayList<>();

  @Option(
      names = "--algorithm",
      paramLabel = "muzero|alphazero|alphagozero|alphago",
      completionCandidates = Words.OfAlgorithm.class,
      description =
          "muzero learns the rules; alphazero searches by the real ones; alphagozero also lets newer weights play only when"
              + " they win against older ones; alphago learns from games of experts first (train --expert). Sets the keys in"
              + " which they differ, which files and --set may change; the command config shows them. Real rules are not for"
              + " games of chance.")
  @Nullable Algorithm algorithm;

  @Option(names = "--seed", paramLabel = "N", description = "Short for --set seed=N.")
  @Nullable String seed;

  @Option(names = "--steps", paramLabel = "N", description = "Short for --set run.steps=N.")
  @Nullable String steps;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description =
          "Minutes of training over all sessions, 0: no bound. Short for --set run.minutes=N.")
  @Nullable String minutes;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Short for --set selfPlay.workers=N.")
  @Nullable String workers;

  @Mixin MachineOptions machine;

  /** Further layers over the files, of options that one command has. */
  List<ConfigLayer> more = List.of();

  /** The options that a further command on the same run needs again. */
  List<String> repeated() {
    List<String> repeated = new ArrayList<>(games.repeated());
    repeated.addAll(machine.repeated());
    return repeated;
  }

  /** What the options ask for, lowest first. */
  List<ConfigLayer> layers() {
    List<ConfigLayer> layers = new ArrayList<>();
    if (algorithm != null) {
      layers.addAll(algorithm.layers());
    }
    files.forEach(file -> layers.add(new ConfigLayer.File(file)));
    assignments.forEach(text -> layers.add(new ConfigLayer.Assignment(text)));
    layers.addAll(more);
    if (game != null) {
      layers.add(ConfigLayer.Flag.ofText("--game", "game", game));
    }
    flag(layers, "--seed", "seed", seed);
    flag(layers, "--steps", "run.steps", steps);
    flag(layers, "--minutes", "run.minutes", minutes);
    flag(layers, "--workers", "selfPlay.workers", workers);
    layers.addAll(machine.flags());
    return layers;
  }

  private static void flag(
      List<ConfigLayer> layers, String option, String key, @Nullable String value) {
    if (value != null) {
      layers.add(new ConfigLayer.Flag(option, key, value));
    }
  }

  /** The configuration of the named game. */
  ResolvedConfig resolve() {
    return new ConfigReader(games.registry()).read(layers());
  }

  /** The configuration of the named game with one more setting, over all others. */
  ResolvedConfig resolveWith(String key, Object value) {
    List<ConfigLayer> layers = layers();
    layers.add(new ConfigLayer.Assignment(key + "=" + value));
    return new ConfigReader(games.registry()).read(layers);
  }

  /** The configuration of an earlier run, with what the options change. */
  ResolvedConfig resolveOver(Path file) {
    List<ConfigLayer> layers = layers();
    layers.add(0, new ConfigLayer.File(file));
    return new ConfigReader(games.registry()).read(layers);
  }
}
