package io.muzero.launcher.sweep;

import java.util.function.Consumer;

/** Trains the runs of a sweep. Implementations are thread-safe. */
public interface Trainer {
  /** How training a run up to a rung ended. */
  sealed interface Ended {
    /** With a result. */
    record With(Result result) implements Ended {}

    /** Stopped before its rung; what it has is kept. */
    record Stopped() implements Ended {}

    /**
     * Ended by something that says nothing of its settings, as a full disk or a kill: the sweep is
     * to end, and the run goes on with the next one.
     *
     * @param line why, in one line
     */
    record Broken(String line) implements Ended {}
  }

  /** A run that is being trained. Thread-safe. */
  interface Running {
    /** Begins its orderly end. */
    void stop();

    /** Training steps that it has shown so far. */
    long step();
  }

  /**
   * Begins to train a run up to its rung: anew, or where it was left.
   *
   * @param ended called once, from any thread
   */
  Running start(Job job, Consumer<Ended> ended);
}
