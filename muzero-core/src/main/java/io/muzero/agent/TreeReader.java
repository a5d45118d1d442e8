package io.muzero.agent;

import io.muzero.search.SearchResult;
import io.muzero.search.SearchTree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Reads what a search knows of one state: out of one tree, or out of the trees of all its symmetric
 * images together, action by action.
 *
 * <p>Used by the search's thread while the search stands still.
 */
final class TreeReader {
  private final SearchTree tree;
  private final int first;

  /** What each action becomes in each image [T][A]. */
  private final int[][] images;

  /**
   * A reader.
   *
   * @param first the tree of the first image; the others' follow
   * @param images what each action becomes in each image [T][A]
   */
  TreeReader(SearchTree tree, int first, int[][] images) {
    this.tree = tree;
    this.first = first;
    this.images = images;
  }

  /**
   * What was found so far.
   *
   * @param result the search's, with images merged
   * @param row the state's row there
   * @param legal the legal actions
   * @param simulations simulations done in each image
   */
  Decision decision(SearchResult result, int row, int[] legal, int simulations) {
    int[] root = new int[images.length];
    double[] priors = priors(root);
    int offset = row * tree.actionCount();
    List<Decision.Candidate> candidates = new ArrayList<>(legal.length);
    for (int a : legal) {
      int visits = result.visitCounts[offset + a];
      candidates.add(
          new Decision.Candidate(
              a,
              visits,
              visits == 0 ? OptionalDouble.empty() : OptionalDouble.of(result.qValues[offset + a]),
              priors[a],
              result.policy[offset + a],
              visits == 0 ? OptionalDouble.empty() : OptionalDouble.of(reward(root, a))));
    }
    return new Decision(
        result.action[row],
        result.policyValue[row],
        result.networkValue[row],
        simulations,
        candidates,
        principalVariation(result.action[row]));
  }

  /** The most visited actions from the root on, the first of them given. */
  private List<Integer> principalVariation(int chosen) {
    List<Integer> line = new ArrayList<>();
    line.add(chosen);
    int[] nodes = children(new int[images.length], chosen);
    int next = mostVisited(nodes);
    while (next >= 0) {
      line.add(next);
      nodes = children(nodes, next);
      next = mostVisited(nodes);
    }
    return line;
  }

  /** Of equals the one with the greatest Q-value, then the first; −1 when none was visited. */
  private int mostVisited(int[] nodes) {
    int best = -1;
    int most = 0;
    for (int a = 0; a < tree.actionCount(); a++) {
      int visits = visits(nodes, a);
      if (visits > most || visits > 0 && visits == most && q(nodes, a) > q(nodes, best)) {
        best = a;
        most = visits;
      }
    }
    return best;
  }

  /**
   * The tree from the root on.
   *
   * @param result the search's, with images merged
   * @param row the state's row there
   * @param depth moves below the root, at least 0
   */
  SearchNode root(SearchResult result, int row, int depth) {
    int[] root = new int[images.length];
    int visits = 0;
    for (int a = 0; a < tree.actionCount(); a++) {
      visits += visits(root, a);
    }
    return new SearchNode(-1, visits, result.rootValue[row], 1, 0, below(root, depth));
  }

  private List<SearchNode> below(int[] nodes, int depth) {
    List<SearchNode> below = new ArrayList<>();
    double[] priors = null;
    for (int a = 0; depth > 0 && a < tree.actionCount(); a++) {
      int visits = visits(nodes, a);
      if (visits > 0) {
        priors = priors == null ? priors(nodes) : priors;
        below.add(
            new SearchNode(
                a,
                visits,
                q(nodes, a),
                priors[a],
                reward(nodes, a),
                below(children(nodes, a), depth - 1)));
      }
    }
    below.sort(Comparator.comparing((SearchNode node) -> -node.visits()));
    return below;
  }

  /**
   * The nodes that an action leads to in each image; {@link SearchTree#NONE} where there is none.
   */
  private int[] children(int[] nodes, int action) {
    int[] below = new int[nodes.length];
    for (int t = 0; t < nodes.length; t++) {
      below[t] =
          nodes[t] == SearchTree.NONE
              ? SearchTree.NONE
              : tree.child(first + t, nodes[t], images[t][action]);
    }
    return below;
  }

  private int visits(int[] nodes, int action) {
    int visits = 0;
    for (int t = 0; t < nodes.length; t++) {
      visits += visits(nodes, action, t);
    }
    return visits;
  }

  private int visits(int[] nodes, int action, int t) {
    return nodes[t] == SearchTree.NONE ? 0 : tree.visits(first + t, nodes[t], images[t][action]);
  }

  /** Q of a visited action, the mean over all visits. */
  private double q(int[] nodes, int action) {
    if (nodes.length == 1) {
      return tree.qValue(first, nodes[0], action);
    }
    double sum = 0;
    for (int t = 0; t < nodes.length; t++) {
      int visits = visits(nodes, action, t);
      sum += visits == 0 ? 0 : visits * tree.qValue(first + t, nodes[t], images[t][action]);
    }
    return (float) (sum / visits(nodes, action));
  }

  /** Reward of a visited action, the mean over all visits. */
  private double reward(int[] nodes, int action) {
    int[] below = children(nodes, action);
    double sum = 0;
    int count = 0;
    for (int t = 0; t < nodes.length; t++) {
      int visits = visits(nodes, action, t);
      sum += visits == 0 ? 0 : (double) visits * tree.reward(first + t, below[t]);
      count += visits;
    }
    return nodes.length == 1 ? tree.reward(first, below[0]) : (float) (sum / count);
  }

  /** Priors of the actions, the mean over the images that have the node [A]. */
  private double[] priors(int[] nodes) {
    double[] sum = new double[tree.actionCount()];
    int there = 0;
    for (int t = 0; t < nodes.length; t++) {
      if (nodes[t] != SearchTree.NONE) {
        there++;
        float[] priors = tree.priors(first + t, nodes[t]);
        int[] image = images[t];
        for (int a = 0; a < sum.length; a++) {
          sum[a] += priors[image[a]];
        }
      }
    }
    int count = there;
    return Arrays.stream(sum).map(p -> p / count).toArray();
  }
}
