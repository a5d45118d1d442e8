package io.muzero.launcher.diagnose;

/**
 * One part of an examination, as its watcher hears of it.
 *
 * @param what is done in it
 * @param begin share of the whole that comes before it
 * @param share of the whole that it is
 */
record Progress(Watcher watcher, String what, double begin, double share) {
  void at(int done, int of) {
    watcher.at(what, done, of, begin + share * done / Math.max(1, of));
  }

  boolean stopped() {
    return watcher.stopped();
  }
}
