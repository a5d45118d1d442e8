package io.muzero.launcher;

import io.muzero.agent.AgentCard;
import io.muzero.agent.ReadyAgents;
import java.util.Iterator;

/** The names of the agents that come with the program, for shell completion. */
final class AgentNames implements Iterable<String> {
  @Override
  public Iterator<String> iterator() {
    return ReadyAgents.all().stream().map(AgentCard::name).iterator();
  }
}
