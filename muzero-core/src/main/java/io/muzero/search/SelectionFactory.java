package io.muzero.search;

/** Makes the selection of a search. */
@FunctionalInterface
public interface SelectionFactory {
  /**
   * Makes a selection in trees.
   *
   * @param tree the trees of one search, which the selection reads; they outlive it
   * @param config the search's settings
   * @param maxBatch most trees, at least 1
   */
  Selection create(SearchTree tree, SearchConfig config, int maxBatch);

  /** The selection that {@link SearchConfig#algorithm} names. */
  static SelectionFactory configured() {
    return (tree, config, maxBatch) ->
        switch (config.algorithm()) {
          case GUMBEL -> new GumbelSequentialHalving(tree, config, maxBatch, true);
          case PUCT -> new Puct(tree, config);
        };
  }

  /**
   * The same selection at decisions, in trees that have chance nodes too: for a model whose states
   * are chance's where {@link io.muzero.model.NodeKind#CHANCE} says so, as that of Stochastic
   * MuZero. No model of this project has such states yet; a test compares the trees with mctx's.
   */
  default SelectionFactory withChance() {
    return (tree, config, maxBatch) -> new ChanceSelection(tree, create(tree, config, maxBatch));
  }
}
