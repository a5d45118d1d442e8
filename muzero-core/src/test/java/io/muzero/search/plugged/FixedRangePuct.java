package io.muzero.search.plugged;

import io.muzero.search.RootNoise;
import io.muzero.search.SearchConfig;
import io.muzero.search.SearchResult;
import io.muzero.search.SearchTree;
import io.muzero.search.Selection;
import org.apache.commons.rng.UniformRandomProvider;
import org.jspecify.annotations.Nullable;

/**
 * A selection written with nothing but what the package of the search shows: PUCT whose Q-values
 * are stretched from a known range, unvisited actions counting 0 (mctx's {@code
 * qtransform_by_min_max}). It keeps nothing and looks at every action each time; without noise.
 */
public final class FixedRangePuct implements Selection {
  private final SearchTree tree;
  private final SearchConfig config;
  private final float low;
  private final float range;

  /** PUCT for Q-values within [low, high]. */
  public FixedRangePuct(SearchTree tree, SearchConfig config, double low, double high) {
    this.tree = tree;
    this.config = config;
    this.low = (float) low;
    range = (float) high - (float) low;
  }

  @Override
  public RootNoise noise(UniformRandomProvider random) {
    throw new UnsupportedOperationException("this selection searches without noise");
  }

  @Override
  public void begin(int root, @Nullable RootNoise noise) {}

  @Override
  public int maxPlanned() {
    return 1;
  }

  @Override
  public int plan(int root, int simulation, int wanted, int[] planned, int offset) {
    planned[offset] = interior(root, 0);
    return 1;
  }

  @Override
  public int next(int root, int simulation, int[] planned, int from, int to) {
    return from;
  }

  @Override
  public int interior(int root, int node) {
    float n = tree.visits(root, node);
    double rate =
        Math.sqrt(n) * (config.pbCInit() + Math.log((n + config.pbCBase() + 1) / config.pbCBase()));
    int best = SearchTree.NONE;
    double greatest = Double.NEGATIVE_INFINITY;
    for (int a = 0; a < tree.actionCount(); a++) {
      int visits = tree.visits(root, node, a);
      float value = visits == 0 ? 0 : (tree.qValue(root, node, a) - low) / range;
      double score = value + rate * tree.prior(root, node, a) / (visits + 1);
      if (tree.isLegal(root, node, a) && score > greatest) {
        greatest = score;
        best = a;
      }
    }
    return best;
  }

  @Override
  public void summarize(int root, SearchResult result) {
    int actions = tree.actionCount();
    int best = 0;
    for (int a = 0; a < actions; a++) {
      int visits = tree.visits(root, 0, a);
      result.policy[root * actions + a] = visits / (tree.visits(root, 0) - 1f);
      best = visits > tree.visits(root, 0, best) ? a : best;
    }
    result.action[root] = best;
    result.policyValue[root] = tree.value(root, 0);
  }
}
