package io.muzero.match;

import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A side of a match, which decides in many games at once with all processors. Used by one thread;
 * who made it closes it.
 */
public interface MatchPlayer extends AutoCloseable {
  /** In place of an action: this side gives the game up, and loses it. */
  int RESIGNS = -1;

  /**
   * Decides.
   *
   * @param turns games in which this side is to move, each in a slot of its own
   * @param goOn may be asked now and then, by any thread
   * @return the index of a legal action for each, or {@link #RESIGNS}
   * @throws java.util.concurrent.CancellationException when it gave up because {@code goOn} was
   *     false
   * @throws io.muzero.protocol.EngineException when an engine failed
   */
  int[] choose(List<Turn> turns, BooleanSupplier goOn);

  /** Games that are played side by side at most, at least 1. */
  int mostGames();

  /** A game is over: what was kept for it can go. */
  default void over(int game) {}

  /** Frees what it holds. */
  @Override
  void close();
}
