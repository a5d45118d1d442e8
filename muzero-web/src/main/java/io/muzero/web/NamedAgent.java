package io.muzero.web;

import io.muzero.agent.TrainedAgent;
import java.util.function.Supplier;

/**
 * An agent that belongs to no run of the folder: one that comes with the program, or a file that
 * was named when the server began.
 *
 * @param id what the page calls it by; must not begin with {@code run:} or {@code player:}
 * @param game its game
 * @param label its name for people
 * @param kind where it stands in the list
 * @param search how it searches
 * @param source loads it; the page closes what it gets
 */
public record NamedAgent(
    String id, String game, String label, Kind kind, Search search, Supplier<TrainedAgent> source) {
  /**
   * How an agent searches.
   *
   * @param simulations simulations of its decisions, 0 when that is not known
   * @param usesRules whether it searches by the game's real rules
   */
  public record Search(int simulations, boolean usesRules) {}

  /** Where an agent comes from. */
  public enum Kind {
    /** Somebody asked for it: it stands before the agents of runs. */
    FILE,
    /** It comes with the program: it stands behind them. */
    READY
  }
}
