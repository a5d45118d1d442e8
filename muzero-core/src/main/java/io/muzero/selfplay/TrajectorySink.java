package io.muzero.selfplay;

import io.muzero.replay.Trajectory;

/** Where the trajectories go that a worker has finished: a port of self-play. */
@FunctionalInterface
public interface TrajectorySink {
  /**
   * Takes a finished trajectory, an episode or a segment of one. Called by the worker's thread in
   * the middle of a move; what it throws ends the move.
   *
   * @param game which of the worker's games it is of, from 0
   * @param trajectory immutable
   */
  void recorded(int game, Trajectory trajectory);
}
