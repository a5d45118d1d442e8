package io.muzero.environment;

/**
 * Transformations under which a game is the same game, used to augment training data.
 *
 * <p>Number 0 is the identity. Implementations are immutable and thread-safe.
 */
public interface Symmetry {
  /** Only the identity. */
  Symmetry NONE =
      new Symmetry() {
        @Override
        public int count() {
          return 1;
        }

        @Override
        public int observationIndex(int transformation, int index) {
          return index;
        }

        @Override
        public int action(int transformation, int action) {
          return action;
        }
      };

  /** Number of transformations, at least 1, the identity included. */
  int count();

  /**
   * Where a number of the observation goes: {@code transformed[observationIndex(t, i)] =
   * original[i]}, a permutation of {@code 0 .. C*H*W-1} within each plane.
   */
  int observationIndex(int transformation, int index);

  /**
   * The action that does in the transformed state what {@code action} does in the original: a
   * permutation.
   */
  int action(int transformation, int action);
}
