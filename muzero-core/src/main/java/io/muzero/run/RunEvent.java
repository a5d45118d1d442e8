package io.muzero.run;

import java.nio.file.Path;
import java.util.List;

/**
 * Something that happened in a run, for a page or another program that follows it in the same
 * process. Immutable.
 */
public sealed interface RunEvent {
  /**
   * What everybody is doing, about once a second.
   *
   * @param seconds trained so far, over all sessions
   * @param step training step of the newest published weights
   * @param workers everybody, those who play first
   */
  record Workers(double seconds, long step, List<WorkerState> workers) implements RunEvent {
    /** Copies the list. */
    public Workers {
      workers = List.copyOf(workers);
    }
  }

  /**
   * Who plays on other machines, about once a second.
   *
   * @param place the cluster
   * @param wanted actors that there should be
   * @param refused messages and trajectories that were damaged and refused in this session
   * @param actors those that are alive
   */
  record Actors(String place, int wanted, long refused, List<Actor> actors) implements RunEvent {
    /** Copies the list. */
    public Actors {
      actors = List.copyOf(actors);
    }
  }

  /**
   * One who plays on another machine.
   *
   * @param number its number, which no other actor of the run has
   * @param place where it is
   * @param aliveSeconds since it began
   * @param gamesPerMinute games that it finished, on average since then
   * @param weightsStep training step of the weights that it played with last; −1 before
   * @param weightsBehind training steps between those and the newest published ones, at least 0
   */
  record Actor(
      int number,
      String place,
      double aliveSeconds,
      double gamesPerMinute,
      long weightsStep,
      long weightsBehind) {}

  /**
   * An evaluation has ended.
   *
   * @param evaluated what it found
   */
  record EvaluationEnded(Evaluated evaluated) implements RunEvent {}

  /**
   * A checkpoint is whole on the disk.
   *
   * @param step training step of its weights
   * @param folder where it is
   */
  record CheckpointWritten(long step, Path folder) implements RunEvent {}
}
