package io.muzero.launcher;

import io.muzero.agent.AgentCard;
import io.muzero.agent.AgentFiles;
import io.muzero.agent.LoadOptions;
import io.muzero.agent.ReadyAgents;
import io.muzero.agent.TrainedAgent;
import io.muzero.storage.CheckpointException;
import io.muzero.web.NamedAgent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The agents of the page that belong to no run of its folder. */
final class NamedAgents {
  private final LoadOptions options;

  /**
   * Agents.
   *
   * @param options how they are loaded
   */
  NamedAgents(LoadOptions options) {
    this.options = options;
  }

  /**
   * Files or names that were asked for, then all that come with the program.
   *
   * @param asked as a person calls them
   * @param loader finds those that come with the program and with games
   */
  List<NamedAgent> all(List<String> asked, ClassLoader loader) {
    List<NamedAgent> all = new ArrayList<>();
    for (String one : asked) {
      all.add(of("file:" + all.size(), one, NamedAgent.Kind.FILE));
    }
    for (AgentCard card : ReadyAgents.all(loader)) {
      all.add(of("ready:" + card.name(), card.name(), NamedAgent.Kind.READY));
    }
    return all;
  }

  private NamedAgent of(String id, String named, NamedAgent.Kind kind) {
    AgentFiles files =
        AgentFiles.find(named, options)
            .orElseThrow(() -> new CheckpointException(named + " has no checkpoint yet"));
    String label =
        String.format(
            Locale.ROOT,
            kind == NamedAgent.Kind.READY ? "%s, ready-made (step %,d)" : "%s (step %,d)",
            files.card().map(AgentCard::name).orElse(named),
            files.step());
    return new NamedAgent(
        id,
        files.game(),
        label,
        kind,
        new NamedAgent.Search(files.simulations(), files.usesRules()),
        () -> TrainedAgent.load(named, options));
  }
}
