package io.muzero.launcher.diagnose;

/** Follows an examination, and may end it early. */
public interface Watcher {
  /**
   * Hears how far it is, many times a second, on the thread that examines.
   *
   * @param what is done now, for example {@code playing}
   * @param done how much of it, for example {@code 12 of 40 positions}
   * @param share of the whole examination that is done, within [0, 1]
   */
  void at(String what, String done, double share);

  /** Whether to end with what there is; asked on any thread, many times a second. */
  boolean stopped();
}
