package io.muzero.model;

import java.util.OptionalDouble;

/**
 * A slab of hidden states, one a row, that a model made and only that model reads and writes; to
 * the search a row is a number. It may live in Java memory, native memory or on a GPU.
 *
 * <p>Owned by whoever asked for it and closed by it; used by one thread at a time.
 */
public interface HiddenStates extends AutoCloseable {
  /** Number of rows. */
  int rows();

  /**
   * How far two states are apart: the root of the mean squared difference of their numbers.
   *
   * @return empty when the model does not show its states
   */
  default OptionalDouble distance(int row, int other) {
    return OptionalDouble.empty();
  }

  /** Frees the memory; further use is an error. Closing twice does nothing. */
  @Override
  void close();
}
