package io.muzero.launcher.runs;

import java.util.Locale;

/** What becomes of a run. */
public enum RunState {
  /** A process trains in its folder. */
  RUNNING,
  /** It reached a bound of its configuration. */
  FINISHED,
  /** It ended before: by Ctrl-C, a failure, or a power cut. It can be resumed. */
  INTERRUPTED,
  /** A file of it cannot be read. */
  DAMAGED;

  /** As it is shown. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
