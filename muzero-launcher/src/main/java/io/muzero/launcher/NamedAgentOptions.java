package io.muzero.launcher;

import io.muzero.agent.TrainedAgent;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The options of {@link CheckpointOptions}, with the checkpoint as an argument too. */
final class NamedAgentOptions {
  @Mixin CheckpointOptions options;

  @Parameters(
      arity = "0..1",
      paramLabel = "CHECKPOINT",
      description = "Short for --checkpoint CHECKPOINT.")
  @Nullable Path named;

  /** Loads the agent, which the caller closes. */
  TrainedAgent open(Screen screen) {
    if (named != null && options.checkpoint != null) {
      throw new UsageException(
          "two checkpoints are named: " + named + " and --checkpoint " + options.checkpoint);
    }
    if (named != null) {
      options.checkpoint = named;
    }
    return options.open(screen);
  }
}
