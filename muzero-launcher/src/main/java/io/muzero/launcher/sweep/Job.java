package io.muzero.launcher.sweep;

import java.util.Locale;

/**
 * A run that is to be trained up to a rung. The same candidate and seed are the same run at every
 * rung.
 *
 * @param candidate its number, from 0
 * @param rung the rung, from 0
 * @param seed which of the candidate's seeds, from 0
 */
public record Job(int candidate, int rung, int seed) {
  /** The run's name, for example {@code 0007-1}; people count from 1. */
  public String run() {
    return String.format(Locale.ROOT, "%04d-%d", candidate + 1, seed + 1);
  }
}
