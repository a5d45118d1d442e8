package io.muzero.launcher;

import io.muzero.agent.TrainedAgent;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The options of {@link CheckpointOptions}, with the agent as an argument too. */
final class NamedAgentOptions {
  @Mixin CheckpointOptions options;

  @Parameters(
      arity = "0..1",
      paramLabel = "CHECKPOINT",
      description =
          "The agent: a checkpoint's or a run's folder, a file that agent pack has written, or the name of an agent that comes"
              + " with the program. --checkpoint, --agent and --game name it too.")
  @Nullable String named;

  /** Loads the agent, which the caller closes. */
  TrainedAgent open(Screen screen) {
    if (named != null && (options.checkpoint != null || options.agent != null)) {
      throw new UsageException(
          "two agents are named: " + named + ", and another by --checkpoint or --agent");
    }
    if (named != null) {
      options.agent = named;
    }
    return options.open(screen);
  }
}
