package io.muzero.model;

import io.muzero.environment.Environment;

/**
 * The states of real games that a search's roots stand for, for a model that steps the real rules.
 */
public interface RootStates {
  /**
   * The environment in the state of a root, which has not terminated. It may be read and copied
   * while the root is evaluated; it is not changed.
   *
   * @param root its index in the batch
   */
  Environment environment(int root);

  /**
   * Whether the episode was cut in this state, so that no step can be made from it: it is searched
   * for its value alone.
   */
  default boolean isTruncated(int root) {
    return false;
  }

  /**
   * The symmetry of the game as whose image the root's input and actions are given; 0 is the
   * identity. The environment is in the state itself, not in an image of it.
   */
  default int transformation(int root) {
    return 0;
  }

  /**
   * From what a model draws the images as which it shows states of this root's tree to its network,
   * where it does; asked once a search. The same number gives the same images.
   */
  default long imageSeed(int root) {
    return 0;
  }
}
