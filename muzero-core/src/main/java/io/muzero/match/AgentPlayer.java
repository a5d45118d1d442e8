package io.muzero.match;

import io.muzero.agent.AgentInfo;
import io.muzero.agent.TrainedAgent;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A trained agent that searches as many simulations a move as its settings say: the games' states
 * are searched in batches on all processors. Owns the agent.
 */
public final class AgentPlayer implements MatchPlayer {
  /** Games for each processor at most: larger batches are not faster. */
  private static final int MOST_A_PROCESSOR = 128;

  /** Games for each processor at least: smaller batches waste much of a processor. */
  private static final int LEAST_A_PROCESSOR = 8;

  /**
   * Simulations that each processor does between two looks at whether to go on, about: a second's
   * work of a small network.
   */
  private static final int SIMULATIONS_A_ROUND = 32_000;

  private final TrainedAgent agent;

  /** A player that closes the agent when it is closed. */
  public AgentPlayer(TrainedAgent agent) {
    this.agent = agent;
  }

  @Override
  public int[] choose(List<Turn> turns, BooleanSupplier goOn) {
    return agent.choose(turns.stream().map(Turn::episode).toList(), goOn, decided -> {});
  }

  @Override
  public int mostGames() {
    AgentInfo info = agent.info();
    int games = SIMULATIONS_A_ROUND / (info.simulations() * info.images());
    return Runtime.getRuntime().availableProcessors()
        * Math.max(LEAST_A_PROCESSOR, Math.min(MOST_A_PROCESSOR, games));
  }

  @Override
  public void close() {
    agent.close();
  }
}
