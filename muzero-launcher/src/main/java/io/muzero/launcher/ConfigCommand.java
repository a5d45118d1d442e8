package io.muzero.launcher;

import io.muzero.config.MuZeroConfig;
import io.muzero.config.ResolvedConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code config}: prints a resolved configuration. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    description = "Prints the configuration that a run would have, with each key's meaning.")
final class ConfigCommand implements Runnable {
  private final Screen screen;

  @Mixin private ConfigOptions options;

  @Mixin private ExpertOption expert;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  ConfigCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public void run() {
    options.more = expert.layers();
    ResolvedConfig resolved = options.resolve();
    screen.print(
        json
            ? MuZeroConfig.SCHEMA.toJson(resolved.config()).toString()
            : resolved.yaml().stripTrailing());
  }
}
