package io.muzero.launcher;

import io.muzero.agent.TrainedAgent;
import io.muzero.environment.Episode;
import io.muzero.selfplay.Agent;
import java.util.List;

/**
 * A trained agent as an evaluation asks it; the agent stays its owner's.
 *
 * @param agent decides with all processors
 */
record EvaluatedAgent(TrainedAgent agent) implements Agent {
  @Override
  public int[] search(List<Episode> episodes) {
    return agent.choose(episodes);
  }

  @Override
  public int[] policy(List<Episode> episodes) {
    return agent.chooseWithoutSearch(episodes);
  }

  @Override
  public int stackedFrames() {
    return agent.stackedFrames();
  }

  @Override
  public void close() {
    // The agent is its owner's.
  }
}
