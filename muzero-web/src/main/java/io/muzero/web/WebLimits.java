package io.muzero.web;

/**
 * What one server bears. Each limit has an answer of its own when it is reached.
 *
 * @param bodyBytes longest body of a request
 * @param sessions most games at once
 * @param idleSeconds seconds after which a game that nobody asked for is forgotten
 * @param simulations most simulations of a search, thinking on included
 * @param seconds longest search
 * @param searches most searches that wait or run at once, and as many moves of reference players
 *     and games that solvers look at
 * @param streams most streams of events at once, each of which holds a thread
 * @param moves longest game
 */
public record WebLimits(
    int bodyBytes,
    int sessions,
    int idleSeconds,
    int simulations,
    double seconds,
    int searches,
    int streams,
    int moves) {
  /**
   * Enough for a class of fifty. A search of 20,000 simulations of connect4 takes about 40 MB, a
   * thread of a stream about 1 MB at worst.
   */
  public static final WebLimits DEFAULT =
      new WebLimits(64 << 10, 200, 1800, 20_000, 60, 100, 200, 5000);

  /** Requires positive limits. */
  public WebLimits {
    if (bodyBytes < 1
        || sessions < 1
        || idleSeconds < 1
        || simulations < 1
        || !(seconds > 0)
        || searches < 1
        || streams < 1
        || moves < 1) {
      throw new IllegalArgumentException("every limit must be positive");
    }
  }
}
