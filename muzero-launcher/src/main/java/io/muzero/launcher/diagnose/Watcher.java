package io.muzero.launcher.diagnose;

/** Follows an examination, and may end it early. */
public interface Watcher {
  /**
   * Hears how far it is.
   *
   * @param what is done now, for example {@code playing}
   * @param done things done of it
   * @param of things to do of it
   * @param share of the whole examination that is done, within [0, 1]
   */
  void at(String what, int done, int of, double share);

  /** Whether to end with what there is. */
  boolean stopped();
}
