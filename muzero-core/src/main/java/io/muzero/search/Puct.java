package io.muzero.search;

import org.apache.commons.rng.UniformRandomProvider;
import org.jspecify.annotations.Nullable;

/**
 * MuZero's selection: argmax of Q(a) + P(a)·√n/(1 + N(a))·(c₁ + log((n + c₂ + 1)/c₂)), Q stretched
 * to [0, 1] at each node (MuZero, arXiv:1911.08265, Appendix B; mctx's {@code muzero_policy}, whose
 * n counts the node's own evaluation).
 *
 * <p>Deviations from mctx, neither of which changes the rule: of exactly equal scores the first
 * action wins (mctx adds noise of 1e-7); and Dirichlet noise is drawn over the legal actions and
 * mixed with the prior over the legal actions, as the paper has it (mctx draws over all and masks
 * afterwards).
 */
final class Puct implements Selection {
  private final SearchTree tree;
  private final double dirichletAlpha;
  private final float dirichletFraction;

  /** Exploration by the node's visits n: √n·(c₁ + log((n + c₂ + 1)/c₂)). */
  private final float[] exploration;

  private final float[] noiseOfRoot;

  /** PUCT in a tree. */
  Puct(SearchTree tree, SearchConfig config) {
    this.tree = tree;
    dirichletAlpha = config.dirichletAlpha();
    dirichletFraction = (float) config.dirichletFraction();
    exploration = new float[tree.nodes + 1];
    for (int n = 0; n < exploration.length; n++) {
      double rate = config.pbCInit() + Math.log((n + config.pbCBase() + 1) / config.pbCBase());
      exploration[n] = (float) (Math.sqrt(n) * rate);
    }
    noiseOfRoot = new float[tree.actions];
  }

  @Override
  public RootNoise noise(UniformRandomProvider random) {
    return RootNoise.dirichlet(random, dirichletAlpha);
  }

  @Override
  public void begin(int root, @Nullable RootNoise noise) {
    int actions = tree.actions;
    int at = root * tree.nodes;
    int first = at * actions;
    tree.computePriors(at);
    if (noise != null && dirichletFraction > 0) {
      noise.draw(root, noiseOfRoot, 0, actions);
      double sum = 0;
      int legal = 0;
      for (int a = 0; a < actions; a++) {
        if (tree.logit[first + a] > Float.NEGATIVE_INFINITY) {
          sum += noiseOfRoot[a];
          legal++;
        }
      }
      for (int a = 0; a < actions; a++) {
        if (tree.logit[first + a] > Float.NEGATIVE_INFINITY) {
          // All variates can underflow when alpha is tiny.
          float share = sum > 0 ? (float) (noiseOfRoot[a] / sum) : 1f / legal;
          float mixed = (1 - dirichletFraction) * tree.prior[first + a] + dirichletFraction * share;
          tree.prior[first + a] = mixed;
          tree.logit[first + a] = (float) Math.log(Math.max(mixed, Float.MIN_NORMAL));
        }
      }
    }
  }

  @Override
  public int maxPlanned() {
    return 1;
  }

  @Override
  public int plan(int root, int simulation, int wanted, int[] planned, int offset) {
    int at = root * tree.nodes;
    planned[offset] = simulation == 0 ? tree.likeliestAction(at) : best(at);
    return 1;
  }

  @Override
  public int next(int root, int simulation, int[] planned, int from, int to) {
    return from;
  }

  @Override
  public int interior(int root, int node) {
    int at = root * tree.nodes + node;
    int n = tree.visits[at];
    if (n == 1) {
      return tree.likeliestAction(at); // all Q-values count 0: the greatest prior wins
    }
    if (n == 2) {
      tree.computePriors(at); // only now: half of all nodes stay leaves and never need them
    }
    return best(at);
  }

  /** The action with the greatest score at a node with at least one child. */
  private int best(int at) {
    tree.rank(at);
    int first = at * tree.actions;
    int listed = at * tree.mostChildren;
    int children = tree.children[at];
    float least = tree.value[at];
    float greatestValue = least;
    for (int i = listed; i < listed + children; i++) {
      float q = tree.qValue[first + tree.visited[i]];
      least = Math.min(least, q);
      greatestValue = Math.max(greatestValue, q);
    }
    float range = Math.max(greatestValue - least, QTransform.EPSILON);
    float rate = exploration[tree.visits[at]];
    int best = tree.next[at];
    float greatest =
        best == SearchTree.NONE ? Float.NEGATIVE_INFINITY : rate * tree.prior[first + best];
    for (int i = listed; i < listed + children; i++) {
      int action = tree.visited[i];
      int edge = first + action;
      float value = (tree.qValue[edge] - least) / range;
      float score = value + rate * tree.prior[edge] / (tree.edgeVisits[edge] + 1f);
      if (score > greatest || score == greatest && action < best) {
        greatest = score;
        best = action;
      }
    }
    return best;
  }

  @Override
  public void summarize(int root, SearchResult result) {
    int actions = tree.actions;
    int first = root * tree.nodes * actions;
    int sum = 0;
    int best = 0;
    for (int a = 0; a < actions; a++) {
      int n = tree.edgeVisits[first + a];
      int most = tree.edgeVisits[first + best];
      sum += n;
      if (n > most || n == most && tree.qValue[first + a] > tree.qValue[first + best]) {
        best = a;
      }
    }
    if (sum == 0) {
      System.arraycopy(tree.prior, first, result.policy, root * actions, actions);
      result.policyValue[root] = tree.rawValue[root * tree.nodes];
      result.action[root] = tree.likeliestAction(root * tree.nodes);
      return;
    }
    float value = 0;
    for (int a = 0; a < actions; a++) {
      float share = (float) tree.edgeVisits[first + a] / sum;
      result.policy[root * actions + a] = share;
      value += share * tree.qValue[first + a];
    }
    result.policyValue[root] = value;
    result.action[root] = best;
  }
}
