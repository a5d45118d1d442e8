package io.muzero.launcher;

import io.muzero.agent.LoadOptions;
import io.muzero.config.ConfigLayer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say on what networks and games run. */
final class MachineOptions {
  @Option(
      names = "--device",
      paramLabel = "cpu|gpu|auto",
      description = "Short for --set run.device=...")
  @Nullable String device;

  @Option(
      names = "--python",
      paramLabel = "PATH",
      description =
          "The Python of a game such as gym:CartPole-v1; stands for --set environment.python=PATH.")
  @Nullable String python;

  @Option(
      names = "--libtorch",
      paramLabel = "DIR",
      description =
          "Use the libtorch in this folder, for example one with CUDA: "
              + Libtorch.VERSION
              + ", or another that you compiled bindings for (docs/gpu.md).")
  @Nullable Path libtorch;

  /** The options that a further command on the same run needs again: its file has the device. */
  List<String> repeated() {
    List<String> repeated = new ArrayList<>();
    if (python != null) {
      repeated.addAll(List.of("--python", python));
    }
    if (libtorch != null) {
      repeated.addAll(List.of("--libtorch", libtorch.toString()));
    }
    return repeated;
  }

  /** Chooses the libtorch. Must come before any network is made. */
  void useLibtorch() {
    if (libtorch != null) {
      Libtorch.use(libtorch);
    }
  }

  /** The settings that stand behind the options. */
  List<ConfigLayer.Flag> flags() {
    List<ConfigLayer.Flag> flags = new ArrayList<>();
    if (device != null) {
      flags.add(new ConfigLayer.Flag("--device", "run.device", device));
    }
    if (python != null) {
      flags.add(ConfigLayer.Flag.ofText("--python", "environment.python", python));
    }
    return flags;
  }

  /**
   * How an agent is loaded whose settings options change.
   *
   * @param assignments of {@code --set}
   * @param flags other options that stand for settings
   */
  static LoadOptions loading(
      GameJars games, Screen screen, List<String> assignments, List<ConfigLayer.Flag> flags) {
    LoadOptions loading = games.loading(screen);
    for (String assignment : assignments) {
      loading = loading.withSetting(assignment);
    }
    for (ConfigLayer.Flag flag : flags) {
      loading = loading.withSetting(flag.option(), flag.key(), flag.value());
    }
    return loading;
  }
}
