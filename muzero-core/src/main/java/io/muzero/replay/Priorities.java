package io.muzero.replay;

/**
 * How likely each position of a buffer is sampled.
 *
 * <p>Position {@code id} lies at {@code id % capacity}. Not thread-safe: {@link ReplayBuffer}
 * guards it by its lock, but for what needs no state.
 */
sealed interface Priorities permits EqualPriorities, ErrorPriorities {
  /** Those that a configuration asks for, of values within the range that a network can say. */
  static Priorities of(ReplayConfig config, double leastValue, double greatestValue) {
    return config.prioritised()
        ? new ErrorPriorities(config, leastValue, greatestValue)
        : new EqualPriorities();
  }

  /** First priorities of a trajectory's own positions; empty when all are alike. No state. */
  double[] initial(Trajectory trajectory, float[] valueTargets);

  /** The priority of a value error. No state. */
  double of(double error);

  /** Sets those of the positions from an id on; none when the array is empty. */
  void put(long firstId, double[] priorities);

  /** Sets that of a position. */
  void set(long id, double priority);

  /** Forgets those of so many positions from an id on. */
  void clear(long firstId, int count);

  /** Forgets all. */
  void clear();

  /** Priority of a position. */
  double get(long id);

  /** The sum over all positions, of which there are this many. */
  double total(int positions);

  /** The greatest, in O(n). */
  double greatest();

  /**
   * The position that a point of the sum falls on.
   *
   * @param share of the sum, within [0, 1)
   * @param oldestId the oldest position
   * @param positions how many there are
   */
  long find(double share, long oldestId, int positions);

  /** Those of so many positions from an id on, to be saved; empty when all are alike. */
  double[] copy(long firstId, int positions);
}
