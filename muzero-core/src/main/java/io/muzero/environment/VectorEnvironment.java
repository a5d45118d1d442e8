package io.muzero.environment;

/**
 * n environments of one kind that are stepped together: the port by which self-play plays its
 * games. A call of {@link #reset} or {@link #step} is for a range of them, so that environments in
 * another process are moved by one message each way.
 *
 * <p>An episode that has ended stays as it is, its last observation included, until it is reset.
 * Exactness is that of {@link Environment}: the same seed and actions give the same episode.
 *
 * <p>Used by one thread. What it shows is overwritten by the next call for the same environment.
 */
public interface VectorEnvironment extends AutoCloseable {
  /** In place of a seed or an action: this environment is left as it is. */
  int NONE = -1;

  /** What never changes about each environment. */
  EnvironmentSpec spec();

  /** Environments n. */
  int size();

  /**
   * How many environments one call should be for: 1 where a call costs nothing, n where it is a
   * message. Whoever steps them chooses so many actions before it sees what the first one brought,
   * so random numbers are drawn in an order that depends on this.
   */
  int stride();

  /** What the environments show; the same object for the life of this vector. */
  VectorState state();

  /**
   * Starts episodes, each with a generator seeded anew.
   *
   * @param from first environment
   * @param to the one after the last
   * @param seeds by environment [n], each of at least 0 or {@link #NONE}
   */
  void reset(int from, int to, long[] seeds);

  /**
   * Performs an action of the player to move in each environment.
   *
   * @param from first environment
   * @param to the one after the last
   * @param actions by environment [n], each legal or {@link #NONE}
   * @throws IllegalArgumentException when an action is not legal
   * @throws IllegalStateException when an environment's episode has ended
   */
  void step(int from, int to, int[] actions);

  /**
   * Makes the environments anew where one of them has failed and taken the others with it, as it
   * does when they share a process.
   *
   * @return whether it did: all are to be reset then
   */
  default boolean revive() {
    return false;
  }

  /**
   * An environment as it stands, to be looked at and copied: what a search by the real rules needs.
   *
   * @throws UnsupportedOperationException when the environments are not in this process
   */
  default Environment environment(int environment) {
    throw new UnsupportedOperationException("these environments are not in this process");
  }

  /** An environment's state as a few lines of text. */
  String text(int environment);

  /** Lets go of what the environments are made of. */
  @Override
  void close();
}
