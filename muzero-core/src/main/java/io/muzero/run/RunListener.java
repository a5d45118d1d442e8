package io.muzero.run;

/** Hears of a run; called on the run's threads, so it must be thread-safe and quick. */
public interface RunListener {
  /** How far the run is, about once a second. */
  void progress(Progress progress);

  /** Something a person should see: one line. */
  void message(String line);

  /** Something that a program which follows the run may want to know. */
  default void event(RunEvent event) {}
}
