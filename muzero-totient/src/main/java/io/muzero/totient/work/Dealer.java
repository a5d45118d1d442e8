package io.muzero.totient.work;

import org.jspecify.annotations.Nullable;

/** Hands out a job's pieces, each once. Thread-safe as long as each worker asks for itself. */
public interface Dealer {
  /**
   * The worker's next piece, or null when there is nothing left for it.
   *
   * @param worker from 0
   */
  @Nullable Piece next(int worker);
}
