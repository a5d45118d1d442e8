package io.muzero.ray;

/**
 * How long a cluster has been away: without a connection, or connected and asked for games without
 * an answer. A new connection has the whole patience for its first answer; when it is lost before,
 * what was waited before counts again, so that a cluster that only comes and goes ends too.
 *
 * <p>Times are in nanoseconds, of {@link System#nanoTime}. Used by one thread.
 */
final class Outage {
  private final long patience;
  private boolean lasts;
  private boolean counting;
  private long since;

  /** Waited since the last connection was made or lost. */
  private long waited;

  /** Waited before that, and since a trajectory came. */
  private long before;

  /** None, and one may last so long. */
  Outage(long patience) {
    this.patience = patience;
  }

  /** Whether no game has come since a connection was lost. */
  boolean lasts() {
    return lasts;
  }

  private void count(boolean on, long now) {
    if (counting) {
      waited += now - since;
    }
    since = now;
    counting = on;
  }

  /**
   * The connection is lost.
   *
   * @return whether the outage begins with that
   */
  boolean lost(long now) {
    count(true, now);
    waited += before;
    before = 0;
    boolean begins = !lasts;
    lasts = true;
    return begins;
  }

  /** A connection is made. */
  void ready(long now) {
    count(false, now);
    before += waited;
    waited = 0;
  }

  /** Whether games are being asked for; what the learner does not ask for cannot come. */
  void asking(boolean asked, long now) {
    if (lasts) {
      count(asked, now);
    }
  }

  /** An actor has answered: the cluster is back. */
  void played(long now) {
    count(false, now);
    lasts = false;
  }

  /** A trajectory has come: what was waited is forgotten. */
  void delivered() {
    waited = 0;
    before = 0;
  }

  /** Whether it has lasted longer than the patience. */
  boolean isTooLong(long now) {
    return lasts && waited + (counting ? now - since : 0) > patience;
  }
}
