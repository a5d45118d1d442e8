package io.muzero.launcher.diagnose;

/**
 * One part of an examination, as its watcher hears of it.
 *
 * @param what is done in it
 * @param begin share of the whole that comes before it
 * @param share of the whole that it is
 */
record Progress(Watcher watcher, String what, double begin, double share) {
  /**
   * Tells how far this part is.
   *
   * @param done in words
   * @param part of it that is done, within [0, 1]
   */
  void at(String done, double part) {
    watcher.at(what, done, begin + share * part);
  }

  /**
   * Tells how many things are done.
   *
   * @param done so many, the one that is under way as a fraction
   * @param things what they are
   */
  void at(double done, int of, String things) {
    at(Html.format("%,d of %,d %s", (long) done, of, things), done / Math.max(1, of));
  }

  boolean stopped() {
    return watcher.stopped();
  }
}
