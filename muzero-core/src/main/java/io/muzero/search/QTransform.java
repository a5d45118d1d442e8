package io.muzero.search;

/** Brings a node's Q-values onto a scale that can be added to its policy. */
final class QTransform {
  /** Least range of values that is stretched to [0, 1]; mctx's epsilon. */
  private static final float EPSILON = 1e-8f;

  private final SearchTree tree;
  private final float valueScale;
  private final float maxVisitInit;
  private final boolean rescale;
  private final boolean mixedValue;

  QTransform(SearchTree tree, SearchConfig config) {
    this.tree = tree;
    valueScale = (float) config.valueScale();
    maxVisitInit = (float) config.maxVisitInit();
    rescale = config.rescaleValues();
    mixedValue = config.mixedValue();
  }

  /**
   * σ of the completed Q-values of a node: actions without a visit count as the mixed value (Gumbel
   * MuZero, eq. 8 and Appendix D; mctx's {@code qtransform_completed_by_mix_value}). The node's
   * priors must have been computed.
   *
   * @param at index of the node in the arrays
   * @param target receives σ(q) of its A actions
   */
  void completed(int at, float[] target) {
    int actions = tree.actions;
    int first = at * actions;
    int maxVisits = 0;
    float mass = 0;
    float weighted = 0;
    int sum = 0;
    for (int a = 0; a < actions; a++) {
      int n = tree.edgeVisits[first + a];
      if (n > 0) {
        // Even an action whose prior underflowed has weight once it was visited.
        float p = Math.max(Float.MIN_NORMAL, tree.prior[first + a]);
        mass += p;
        weighted += p * tree.qValue[first + a];
        sum += n;
        maxVisits = Math.max(maxVisits, n);
      }
    }
    float missing = tree.rawValue[at];
    if (mixedValue && sum > 0) {
      missing = (missing + sum * (weighted / mass)) / (sum + 1f);
    }
    float least = Float.POSITIVE_INFINITY;
    float greatest = Float.NEGATIVE_INFINITY;
    for (int a = 0; a < actions; a++) {
      float q = tree.edgeVisits[first + a] > 0 ? tree.qValue[first + a] : missing;
      target[a] = q;
      least = Math.min(least, q);
      greatest = Math.max(greatest, q);
    }
    float scale = (maxVisitInit + maxVisits) * valueScale;
    if (rescale) {
      float range = Math.max(greatest - least, EPSILON);
      for (int a = 0; a < actions; a++) {
        target[a] = scale * ((target[a] - least) / range);
      }
    } else {
      for (int a = 0; a < actions; a++) {
        target[a] = scale * target[a];
      }
    }
  }

  /**
   * Q-values of a node stretched to [0, 1] over its own value and those of its visited actions; 0
   * without a visit (mctx's {@code qtransform_by_parent_and_siblings}).
   *
   * @param at index of the node in the arrays
   * @param target receives the A numbers
   */
  static void normalized(SearchTree tree, int at, float[] target) {
    int actions = tree.actions;
    int first = at * actions;
    float least = tree.value[at];
    float greatest = least;
    for (int a = first; a < first + actions; a++) {
      if (tree.edgeVisits[a] > 0) {
        least = Math.min(least, tree.qValue[a]);
        greatest = Math.max(greatest, tree.qValue[a]);
      }
    }
    float range = Math.max(greatest - least, EPSILON);
    for (int a = 0; a < actions; a++) {
      target[a] = tree.edgeVisits[first + a] > 0 ? (tree.qValue[first + a] - least) / range : 0f;
    }
  }
}
