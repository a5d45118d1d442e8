package io.muzero.launcher.diagnose;

import io.muzero.agent.Decision;
import io.muzero.agent.SearchPlan;
import io.muzero.agent.SearchSession;
import io.muzero.agent.TrainedAgent;
import io.muzero.environment.Episode;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/**
 * Searches of an agent that end within when somebody wants it. As thread-safe as the two who are
 * asked and told.
 *
 * @param goOn asked many times a second while it searches
 * @param added told how many simulations were added
 */
record StoppableSearch(TrainedAgent agent, BooleanSupplier goOn, IntConsumer added) {
  /** Simulations after which it asks: as many as a session does at once, so the tree is its own. */
  private static final int STEP = 32;

  /**
   * Searches a position.
   *
   * @param simulations 0: the network alone decides
   * @return empty when it was not to go on
   */
  Optional<Decision> decide(Episode episode, int simulations) {
    if (!goOn.getAsBoolean()) {
      return Optional.empty();
    }
    SearchPlan plan = SearchPlan.of(Math.max(1, simulations)).keepingSnapshots(2);
    try (SearchSession session = agent.search(episode, plan)) {
      Decision decision = session.latest();
      while (decision.simulations() < simulations) {
        if (!goOn.getAsBoolean()) {
          return Optional.empty();
        }
        int before = decision.simulations();
        decision = session.advance(Math.min(STEP, simulations - before));
        added.accept(decision.simulations() - before);
      }
      return Optional.of(decision);
    }
  }
}
