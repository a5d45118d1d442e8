package io.muzero.search;

import io.muzero.model.HiddenStates;
import io.muzero.model.ModelOutput;
import io.muzero.model.MuZeroModel;
import io.muzero.model.Transitions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The two searches as the papers write them: one tree of objects, one simulation at a time, double
 * precision, nothing kept that can be computed again. Without noise at the root.
 */
final class NaiveSearch {
  private final MuZeroModel model;
  private final SearchConfig config;
  private final HiddenStates states;
  private final ModelOutput output;

  /** The nodes in the order of the simulations that added them. */
  final List<Node> nodes = new ArrayList<>();

  /** A node; its row is its number. */
  final class Node {
    final int number = nodes.size();
    final Node parent;
    final int action;
    final double reward;
    final double discount;
    final double rawValue;
    final double[] logits;
    final double[] priors;
    final Node[] children;

    /** What was backed up here, the raw value first. */
    final List<Double> returns = new ArrayList<>();

    Node(Node parent, int action, boolean[] legal) {
      this.parent = parent;
      this.action = action;
      reward = output.reward[0];
      discount = output.discount[0];
      rawValue = output.value[0];
      returns.add(rawValue);
      int count = model.actionCount();
      children = new Node[count];
      logits = new double[count];
      for (int a = 0; a < count; a++) {
        logits[a] = legal[a] ? output.policyLogits[a] : Double.NEGATIVE_INFINITY;
      }
      priors = softmax(logits);
      nodes.add(this);
    }

    int visits() {
      return returns.size();
    }

    int visits(int a) {
      return children[a] == null ? 0 : children[a].visits();
    }

    double value() {
      return returns.stream().mapToDouble(x -> x).average().orElseThrow();
    }

    double q(int a) {
      return children[a] == null
          ? 0
          : children[a].reward + children[a].discount * children[a].value();
    }
  }

  NaiveSearch(MuZeroModel model, SearchConfig config, float[] observation, boolean[] legal) {
    this.model = model;
    this.config = config;
    states = model.newHiddenStates(config.simulations() + 1);
    output = new ModelOutput(1, model.actionCount());
    model.initialInference(observation, 1, states, new int[] {0}, output);
    new Node(null, SearchTree.NONE, legal);
    boolean[] all = new boolean[legal.length];
    Arrays.fill(all, true);
    for (int simulation = 0; simulation < config.simulations(); simulation++) {
      Node node = nodes.get(0);
      int action = rootAction(simulation);
      int depth = 1;
      while (node.children[action] != null && depth != config.maxDepth()) {
        node = node.children[action];
        action = interiorAction(node);
        depth++;
      }
      Node leaf = node.children[action];
      if (leaf == null) {
        model.recurrentInference(
            states,
            new Transitions(
                new int[] {node.number}, new int[] {action}, new int[] {nodes.size()}, 1),
            output);
        leaf = new Node(node, action, all);
        node.children[action] = leaf;
      } else {
        leaf.returns.add(leaf.rawValue);
      }
      double g = leaf.rawValue;
      for (Node at = leaf; at.parent != null; at = at.parent) {
        g = at.reward + at.discount * g;
        at.parent.returns.add(g);
      }
    }
  }

  private int rootAction(int simulation) {
    Node root = nodes.get(0);
    if (config.algorithm() == SearchAlgorithm.PUCT) {
      return puct(root);
    }
    return gumbelAction(consideredVisits(simulation));
  }

  private int interiorAction(Node node) {
    if (config.algorithm() == SearchAlgorithm.PUCT) {
      return puct(node);
    }
    double[] policy = improvedPolicy(node);
    int best = 0;
    double greatest = Double.NEGATIVE_INFINITY;
    for (int a = 0; a < policy.length; a++) {
      double score = policy[a] - node.visits(a) / (double) node.visits();
      if (score > greatest) {
        greatest = score;
        best = a;
      }
    }
    return best;
  }

  private int puct(Node node) {
    double low = node.value();
    double high = low;
    for (int a = 0; a < node.children.length; a++) {
      if (node.children[a] != null) {
        low = Math.min(low, node.q(a));
        high = Math.max(high, node.q(a));
      }
    }
    int n = node.visits();
    double rate =
        Math.sqrt(n) * (config.pbCInit() + Math.log((n + config.pbCBase() + 1) / config.pbCBase()));
    int best = -1;
    double greatest = Double.NEGATIVE_INFINITY;
    for (int a = 0; a < node.children.length; a++) {
      double q = node.children[a] == null ? 0 : (node.q(a) - low) / Math.max(high - low, 1e-8);
      double score = q + rate * node.priors[a] / (1 + node.visits(a));
      if (node.logits[a] > Double.NEGATIVE_INFINITY && score > greatest) {
        greatest = score;
        best = a;
      }
    }
    return best;
  }

  /** The action with the greatest logit + σ among the legal ones with that many visits. */
  int gumbelAction(int visits) {
    Node root = nodes.get(0);
    double[] sigma = sigma(root);
    int best = -1;
    for (int a = 0; a < sigma.length; a++) {
      if (root.visits(a) == visits
          && root.logits[a] > Double.NEGATIVE_INFINITY
          && (best < 0 || root.logits[a] + sigma[a] > root.logits[best] + sigma[best])) {
        best = a;
      }
    }
    return best;
  }

  /** Halves the considered actions step by step until the simulation is reached. */
  private int consideredVisits(int simulation) {
    int legal = 0;
    for (double logit : nodes.get(0).logits) {
      legal += logit > Double.NEGATIVE_INFINITY ? 1 : 0;
    }
    int m = Math.min(legal, config.maxConsideredActions());
    if (m == 1) {
      return simulation;
    }
    int phases = (int) Math.ceil(Math.log(m) / Math.log(2) - 1e-9);
    List<Integer> sequence = new ArrayList<>();
    int visits = 0;
    for (int k = m; sequence.size() <= simulation; k = Math.max(2, k / 2)) {
      int extra = Math.max(1, config.simulations() / (phases * k));
      for (int i = 0; i < extra; i++) {
        for (int j = 0; j < k; j++) {
          sequence.add(visits);
        }
        visits++;
      }
    }
    return sequence.get(simulation);
  }

  double[] improvedPolicy(Node node) {
    double[] scores = sigma(node);
    for (int a = 0; a < scores.length; a++) {
      scores[a] += node.logits[a];
    }
    return softmax(scores);
  }

  private double[] sigma(Node node) {
    double mass = 0;
    double weighted = 0;
    int sum = 0;
    int most = 0;
    for (int a = 0; a < node.children.length; a++) {
      if (node.children[a] != null) {
        mass += node.priors[a];
        weighted += node.priors[a] * node.q(a);
        sum += node.visits(a);
        most = Math.max(most, node.visits(a));
      }
    }
    double missing = node.rawValue;
    if (config.mixedValue() && sum > 0) {
      missing = (node.rawValue + sum * weighted / mass) / (sum + 1);
    }
    double[] q = new double[node.children.length];
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int a = 0; a < q.length; a++) {
      q[a] = node.children[a] == null ? missing : node.q(a);
      low = Math.min(low, q[a]);
      high = Math.max(high, q[a]);
    }
    for (int a = 0; a < q.length; a++) {
      if (config.rescaleValues()) {
        q[a] = (q[a] - low) / Math.max(high - low, 1e-8);
      }
      q[a] *= (config.maxVisitInit() + most) * config.valueScale();
    }
    return q;
  }

  private static double[] softmax(double[] scores) {
    double top = Arrays.stream(scores).max().orElseThrow();
    double[] shares = Arrays.stream(scores).map(x -> Math.exp(x - top)).toArray();
    double sum = Arrays.stream(shares).sum();
    return Arrays.stream(shares).map(x -> x / sum).toArray();
  }
}
