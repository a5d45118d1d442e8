package io.muzero.launcher;

import io.muzero.agent.TrainedAgent;
import io.muzero.environment.Episode;
import io.muzero.selfplay.Agent;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * A trained agent as an evaluation asks it; the agent stays its owner's.
 *
 * @param agent decides with all processors
 * @param goOn asked before and within decisions; at false a {@link CancellationException} ends what
 *     asks
 */
record EvaluatedAgent(TrainedAgent agent, BooleanSupplier goOn) implements Agent {
  @Override
  public int[] search(List<Episode> episodes) {
    return agent.choose(episodes, goOn, decided -> {});
  }

  @Override
  public int[] policy(List<Episode> episodes) {
    orGiveUp(goOn);
    return agent.chooseWithoutSearch(episodes);
  }

  /**
   * Ends what is being measured.
   *
   * @throws CancellationException at false
   */
  static void orGiveUp(BooleanSupplier goOn) {
    if (!goOn.getAsBoolean()) {
      throw new CancellationException("the evaluation was stopped");
    }
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
