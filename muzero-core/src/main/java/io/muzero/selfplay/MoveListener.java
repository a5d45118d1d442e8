package io.muzero.selfplay;

/** Who is told what self-play does: a port of self-play. */
@FunctionalInterface
public interface MoveListener {
  /**
   * Takes note of a move in every game. Called by the worker's thread after the move, and after the
   * trajectories it finished went to their {@link TrajectorySink}.
   */
  void moved(SelfPlayMove move);
}
