package io.muzero.search;

/** The configured selection without rounds of simulations that are planned together. */
final class OneAtATime {
  static final SelectionFactory SELECTION =
      (tree, config, maxBatch) ->
          config.algorithm() == SearchAlgorithm.GUMBEL
              ? new GumbelSequentialHalving(tree, config, maxBatch, false)
              : new Puct(tree, config);

  private OneAtATime() {}
}
