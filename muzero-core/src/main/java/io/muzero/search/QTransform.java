package io.muzero.search;

/**
 * σ of the completed Q-values of a node, which brings them onto a scale that can be added to its
 * logits: actions without a visit count as the mixed value (Gumbel MuZero, eq. 8 and Appendix D;
 * mctx's {@code qtransform_completed_by_mix_value}).
 *
 * <p>It {@linkplain #look looks} at one node at a time and then answers for it, so that no pass
 * over the actions writes numbers that the next one reads.
 */
final class QTransform {
  /** Least range of values that is stretched to [0, 1]; mctx's epsilon. */
  static final float EPSILON = 1e-8f;

  private final SearchTree tree;
  private final float valueScale;
  private final float maxVisitInit;
  private final boolean rescale;
  private final boolean mixedValue;

  private float missing;
  private float least;
  private float range;
  private float scale;

  QTransform(SearchTree tree, SearchConfig config) {
    this.tree = tree;
    valueScale = (float) config.valueScale();
    maxVisitInit = (float) config.maxVisitInit();
    rescale = config.rescaleValues();
    mixedValue = config.mixedValue();
  }

  /**
   * Looks at a node, whose priors must have been computed.
   *
   * @param at index of the node in the arrays
   */
  void look(int at) {
    int first = at * tree.actions;
    int listed = at * tree.mostChildren;
    int children = tree.children[at];
    int maxVisits = 0;
    int sum = 0;
    float mass = 0;
    float weighted = 0;
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (int i = listed; i < listed + children; i++) {
      int edge = first + tree.visited[i];
      int n = tree.edgeVisits[edge];
      float q = tree.qValue[edge];
      // Even an action whose prior underflowed has weight once it was visited.
      float p = Math.max(Float.MIN_NORMAL, tree.prior[edge]);
      mass += p;
      weighted += p * q;
      sum += n;
      maxVisits = Math.max(maxVisits, n);
      low = Math.min(low, q);
      high = Math.max(high, q);
    }
    float raw = tree.rawValue[at];
    missing = mixedValue && sum > 0 ? (raw + sum * (weighted / mass)) / (sum + 1f) : raw;
    if (children < tree.actions) {
      low = Math.min(low, missing);
      high = Math.max(high, missing);
    }
    scale = (maxVisitInit + maxVisits) * valueScale;
    least = rescale ? low : 0;
    range = rescale ? Math.max(high - low, EPSILON) : 1;
  }

  /** What actions of the node without a visit count as. */
  float missing() {
    return missing;
  }

  /** σ of a Q-value of the node. */
  float sigma(float q) {
    return scale * ((q - least) / range);
  }

  /** σ of the Q-value that actions without a visit count as. */
  float sigmaOfMissing() {
    return sigma(missing);
  }
}
