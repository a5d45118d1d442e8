package io.muzero.launcher;

import io.muzero.agent.AgentCard;
import io.muzero.agent.AgentFiles;
import io.muzero.agent.LoadOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code agents show}: the card of an agent. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Prints the card of an agent: how it was trained, and what was measured.")
final class AgentShowCommand implements Runnable {
  private final Screen screen;

  @Parameters(
      paramLabel = "AGENT",
      completionCandidates = AgentNames.class,
      description = "The name of one that comes with the program, or a file of agent pack.")
  private String named = "";

  @Mixin private GameJars jars;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  AgentShowCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public void run() {
    LoadOptions options = jars.loading(screen);
    AgentCard card =
        AgentFiles.find(named, options)
            .flatMap(AgentFiles::card)
            .orElseThrow(
                () ->
                    new UsageException(
                        named
                            + " has no card: it is a run or a checkpoint, of which agent pack makes a"
                            + " file with one"));
    if (json) {
      screen.print(AgentsCommand.json(card).toString());
    } else {
      AgentsCommand.lines(card).forEach(screen::print);
    }
  }
}
