package io.muzero.match;

import io.muzero.agent.SearchSession;
import io.muzero.agent.TrainedAgent;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * A trained agent that searches each move for a time: one game on each processor. It goes on past
 * the simulations of its settings, up to as many as there is memory for. Owns the agent.
 */
public final class TimedPlayer implements MatchPlayer {
  private static final double NANOSECONDS = 1e9;

  /** Simulations between two looks at the clock. */
  private static final int SLICE = 4;

  /** Most simulations of a move: memory for them is taken on each processor. */
  private static final int MOST_SIMULATIONS = 8192;

  private final TrainedAgent agent;
  private final double seconds;
  private final LongSupplier nanoTime;
  private final Parallel parallel = new Parallel();

  /**
   * A player that closes the agent when it is closed.
   *
   * @param seconds of a move, above 0
   * @param nanoTime as {@link System#nanoTime}
   */
  public TimedPlayer(TrainedAgent agent, double seconds, LongSupplier nanoTime) {
    if (!(seconds > 0)) {
      throw new IllegalArgumentException("seconds must be above 0, was " + seconds);
    }
    this.agent = agent;
    this.seconds = seconds;
    this.nanoTime = nanoTime;
  }

  @Override
  public int[] choose(List<Turn> turns, BooleanSupplier goOn) {
    return parallel.choose(turns, goOn, this::choose);
  }

  private int choose(Turn turn) {
    long begun = nanoTime.getAsLong();
    try (SearchSession search = agent.search(turn.episode(), agent.plan(MOST_SIMULATIONS))) {
      int done = 0;
      do {
        int before = done;
        done = search.advance(SLICE).simulations();
        if (done == before) {
          break;
        }
      } while ((nanoTime.getAsLong() - begun) / NANOSECONDS < seconds);
      return search.latest().action();
    }
  }

  @Override
  public int mostGames() {
    return Runtime.getRuntime().availableProcessors();
  }

  @Override
  public void close() {
    parallel.close();
    agent.close();
  }
}
