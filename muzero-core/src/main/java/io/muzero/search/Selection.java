package io.muzero.search;

import org.apache.commons.rng.UniformRandomProvider;
import org.jspecify.annotations.Nullable;

/**
 * Which actions simulations take, and what the search makes of them in the end. It reads the trees
 * that it was made for; only the search changes them.
 *
 * <p>{@link SelectionFactory#configured} makes those that come with this package. Used by the
 * search's thread.
 */
public interface Selection {
  /** The noise that this selection explores roots with. */
  RootNoise noise(UniformRandomProvider random);

  /**
   * Begins a search at a planted root.
   *
   * @param noise the root's exploration noise; null: none
   */
  void begin(int root, @Nullable RootNoise noise);

  /** The most root actions that {@link #plan} gives at once. */
  int maxPlanned();

  /**
   * The root actions of the next simulations, as many as can be told before any of them is
   * evaluated; they are distinct. Past the configured number of simulations it is one.
   *
   * @param root the tree
   * @param simulation number of simulations done in it
   * @param wanted the most that may be given, at least 1
   * @param planned receives the actions from {@code offset}
   * @return how many, at least 1
   */
  int plan(int root, int simulation, int wanted, int[] planned, int offset);

  /**
   * Which of the planned actions not yet backed up comes next.
   *
   * @param root the tree
   * @param simulation number of simulations done in it
   * @param planned the planned actions [from, to)
   * @return index into {@code planned}
   */
  int next(int root, int simulation, int[] planned, int from, int to);

  /** The action a simulation takes at a node below the root. */
  int interior(int root, int node);

  /** Writes the root's policy target and the chosen action, as of now. */
  void summarize(int root, SearchResult result);
}
