package io.muzero.search;

import io.muzero.model.NodeKind;
import org.apache.commons.rng.UniformRandomProvider;
import org.jspecify.annotations.Nullable;

/**
 * Selection in trees with chance nodes: at those the outcome that was taken least often for its
 * probability, argmax p(c)/(N(c) + 1), the first of equals (Stochastic MuZero, Antonoglou et al.,
 * ICLR 2022, Appendix A; mctx's {@code stochastic_muzero_policy}); at decisions whatever another
 * selection chooses.
 *
 * <p>Nothing is drawn: over many visits the outcomes are taken as often as they are likely.
 */
final class ChanceSelection implements Selection {
  private final SearchTree tree;
  private final Selection decisions;

  /** {@code decisions} chooses at the roots and at every node that is not chance's. */
  ChanceSelection(SearchTree tree, Selection decisions) {
    this.tree = tree;
    this.decisions = decisions;
  }

  @Override
  public int interior(int root, int node) {
    return tree.kind(root, node) == NodeKind.CHANCE
        ? outcome(root * tree.nodes + node)
        : decisions.interior(root, node);
  }

  private int outcome(int at) {
    if (tree.visits[at] == 1) {
      return tree.likeliestAction(at);
    }
    if (tree.visits[at] == 2) {
      tree.computePriors(at);
    }
    int first = at * tree.actions;
    int best = 0;
    float greatest = Float.NEGATIVE_INFINITY;
    for (int c = 0; c < tree.actions; c++) {
      float score = tree.prior[first + c] / (tree.edgeVisits[first + c] + 1f);
      if (tree.logit[first + c] > Float.NEGATIVE_INFINITY && score > greatest) {
        greatest = score;
        best = c;
      }
    }
    return best;
  }

  @Override
  public RootNoise noise(UniformRandomProvider random) {
    return decisions.noise(random);
  }

  @Override
  public void begin(int root, @Nullable RootNoise noise) {
    decisions.begin(root, noise);
  }

  @Override
  public int maxPlanned() {
    return decisions.maxPlanned();
  }

  @Override
  public int plan(int root, int simulation, int wanted, int[] planned, int offset) {
    return decisions.plan(root, simulation, wanted, planned, offset);
  }

  @Override
  public int next(int root, int simulation, int[] planned, int from, int to) {
    return decisions.next(root, simulation, planned, from, to);
  }

  @Override
  public void summarize(int root, SearchResult result) {
    decisions.summarize(root, result);
  }
}
