package io.muzero.launcher.sweep;

/** Hears of a sweep, on the thread that it runs on. */
public interface SweepListener {
  /** How far it is, about once a second and with each result. */
  void status(SweepStatus status);

  /** A run reached its rung, or failed. */
  void ended(Job job, Result result);

  /** Something a person should see: one line. */
  void message(String line);
}
