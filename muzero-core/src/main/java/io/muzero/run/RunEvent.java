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
