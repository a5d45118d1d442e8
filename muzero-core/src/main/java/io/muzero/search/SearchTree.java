package io.muzero.search;

import io.muzero.model.ModelOutput;
import io.muzero.model.NodeKind;
import java.util.Arrays;

/**
 * A batch of search trees in flat arrays, one owner, one thread.
 *
 * <p>Each tree has N = simulations + 1 places for nodes: the root is node 0, and simulation i adds
 * node i + 1 (a place stays empty when {@code maxDepth} made its simulation visit an old node, and
 * until its simulation is done). What belongs to a node lies at {@code tree·N + node} of arrays
 * [B·N], what belongs to an action of a node ("edge") at {@code (tree·N + node)·A + action} of
 * arrays [B·N·A], so that a tree is contiguous and so are the children of a node. Nothing is
 * allocated between searches, and of the arrays by edge nothing cleared.
 *
 * <p>Values and Q-values are in the view of the player to move at their node.
 */
public final class SearchTree {
  /** No node or no action. */
  public static final int NONE = -1;

  private static final NodeKind[] KINDS = NodeKind.values();

  final int nodes;
  final int actions;

  // Per node.
  final int[] parent;
  final int[] action;
  final int[] visits;
  final int[] row;
  final float[] rawValue;
  final float[] value;
  final float[] reward;
  final float[] discount;
  private final byte[] kind;

  /** Number of children. */
  final int[] children;

  /** The action without a child that comes next, see {@link #rank}; NONE: all have one. */
  final int[] next;

  /** Sum of the priors of actions without a child, see {@link #rank}. */
  final float[] restMass;

  /** Number of children when {@link #rank} last looked. */
  private final int[] ranked;

  // Per edge.
  final int[] child;
  final int[] edgeVisits;
  final float[] qValue;
  final float[] logit;
  final float[] prior;

  /**
   * The actions with a child, in the order in which they got it: those of a node from {@code
   * (tree·N + node)·}{@link #mostChildren} on.
   */
  final int[] visited;

  /** Most children of a node: each simulation adds one node at most. */
  final int mostChildren;

  private int batch;

  SearchTree(int maxBatch, int simulations, int actionCount) {
    nodes = simulations + 1;
    actions = actionCount;
    int allNodes = Math.multiplyExact(maxBatch, nodes);
    int allEdges = Math.multiplyExact(allNodes, actions);
    parent = new int[allNodes];
    action = new int[allNodes];
    visits = new int[allNodes];
    row = new int[allNodes];
    rawValue = new float[allNodes];
    value = new float[allNodes];
    reward = new float[allNodes];
    discount = new float[allNodes];
    kind = new byte[allNodes];
    children = new int[allNodes];
    next = new int[allNodes];
    restMass = new float[allNodes];
    ranked = new int[allNodes];
    child = new int[allEdges];
    edgeVisits = new int[allEdges];
    qValue = new float[allEdges];
    logit = new float[allEdges];
    prior = new float[allEdges];
    mostChildren = Math.min(actions, simulations);
    visited = new int[Math.multiplyExact(allNodes, mostChildren)];
  }

  /** Number of trees in the search; 0 before the first. */
  public int batch() {
    return batch;
  }

  /** Places for nodes in each tree: the most simulations of a search + 1. */
  public int nodes() {
    return nodes;
  }

  /** Number of actions A. */
  public int actionCount() {
    return actions;
  }

  /** The node's parent; {@link #NONE} for the root and for an empty place. */
  public int parent(int tree, int node) {
    return parent[tree * nodes + node];
  }

  /** The action that leads to the node from its parent; {@link #NONE} as for {@link #parent}. */
  public int actionFromParent(int tree, int node) {
    return action[tree * nodes + node];
  }

  /** Visits of a node, its own evaluation included; 0 for an empty place. */
  public int visits(int tree, int node) {
    return visits[tree * nodes + node];
  }

  /** Mean of the node's raw value and all returns backed up through it. */
  public float value(int tree, int node) {
    return value[tree * nodes + node];
  }

  /** The model's value of the node. */
  public float rawValue(int tree, int node) {
    return rawValue[tree * nodes + node];
  }

  /** Reward of the transition into the node, in the view of its parent; undefined at the root. */
  public float reward(int tree, int node) {
    return reward[tree * nodes + node];
  }

  /** Factor from the node's view to its parent's, see {@link ModelOutput#discount}. */
  public float discount(int tree, int node) {
    return discount[tree * nodes + node];
  }

  /** What the node is; undefined for an empty place. */
  public NodeKind kind(int tree, int node) {
    return KINDS[kind[tree * nodes + node]];
  }

  /** The child that an action leads to, or {@link #NONE}. */
  public int child(int tree, int node, int actionIndex) {
    return child[edge(tree, node, actionIndex)];
  }

  /** Visits of an action. */
  public int visits(int tree, int node, int actionIndex) {
    return edgeVisits[edge(tree, node, actionIndex)];
  }

  /** Q-value of an action, in the view of the player to move at the node; 0 without a visit. */
  public float qValue(int tree, int node, int actionIndex) {
    return qValue[edge(tree, node, actionIndex)];
  }

  /** Whether the action may be taken: at a root by who searches, below by the model. */
  public boolean isLegal(int tree, int node, int actionIndex) {
    return logit(tree, node, actionIndex) > Float.NEGATIVE_INFINITY;
  }

  /** The action's policy logit; −∞ when it is not legal. At a root PUCT's holds the noise. */
  public float logit(int tree, int node, int actionIndex) {
    return logit[edge(tree, node, actionIndex)];
  }

  /**
   * The action's share in the softmax of the node's logits; illegal actions have none, and at a
   * root PUCT's holds the Dirichlet noise.
   */
  public float prior(int tree, int node, int actionIndex) {
    return priors(tree, node)[actionIndex];
  }

  /** The {@link #prior} of every action of a node, as a new array [A]. */
  public float[] priors(int tree, int node) {
    float[] priors = new float[actions];
    int first = edge(tree, node, 0);
    Softmax.apply(logit, first, actions, priors, -first);
    return priors;
  }

  private int edge(int tree, int node, int actionIndex) {
    return (tree * nodes + node) * actions + actionIndex;
  }

  /** Forgets the trees and makes room for {@code count} new ones. */
  void start(int count) {
    batch = count;
    int used = count * nodes;
    Arrays.fill(parent, 0, used, NONE);
    Arrays.fill(action, 0, used, NONE);
    Arrays.fill(visits, 0, used, 0);
  }

  /**
   * Plants a tree.
   *
   * @param tree its index
   * @param stateRow the row of its hidden state
   * @param output holds the root's value and logits at {@code tree}
   * @param legal [batch, A]; an illegal action has logit −∞
   * @throws ArithmeticException when the model's numbers are not finite
   * @throws IllegalArgumentException when no action is legal
   */
  void plant(int tree, int stateRow, ModelOutput output, boolean[] legal) {
    int node = tree * nodes;
    output.reward[tree] = 0;
    output.discount[tree] = 1;
    output.kind[tree] = NodeKind.DECISION;
    output.masked = false;
    place(tree, 0, stateRow, output, tree);
    parent[node] = NONE;
    action[node] = NONE;
    boolean any = false;
    for (int a = 0; a < actions; a++) {
      if (legal[tree * actions + a]) {
        any = true;
      } else {
        logit[node * actions + a] = Float.NEGATIVE_INFINITY;
      }
    }
    if (!any) {
      throw new IllegalArgumentException(
          "a position without a legal action cannot be searched: position " + tree);
    }
  }

  /**
   * Adds the node of a simulation, which was {@linkplain #place placed}, to its parent.
   *
   * @param tree the tree
   * @param node its place
   * @param parentNode the node it is added to
   * @param parentAction the action that leads to it
   */
  void attach(int tree, int node, int parentNode, int parentAction) {
    int at = tree * nodes + node;
    parent[at] = parentNode;
    action[at] = parentAction;
    int above = tree * nodes + parentNode;
    child[above * actions + parentAction] = node;
    visited[above * mostChildren + children[above]++] = parentAction;
  }

  /** Leaves the place of a simulation that visited an old node empty. */
  void skip(int tree, int node) {
    int at = tree * nodes + node;
    parent[at] = NONE;
    action[at] = NONE;
    visits[at] = 0;
  }

  /**
   * Fills the place of a node with what the model says; it has one visit and no children.
   *
   * @param tree the tree
   * @param node its place
   * @param stateRow the row of its hidden state
   * @param output holds what the model says of it at {@code index}
   * @throws ArithmeticException when the model's numbers are not finite
   */
  void place(int tree, int node, int stateRow, ModelOutput output, int index) {
    int at = tree * nodes + node;
    float leafValue = output.value[index];
    visits[at] = 1;
    row[at] = stateRow;
    rawValue[at] = leafValue;
    value[at] = leafValue;
    reward[at] = output.reward[index];
    discount[at] = output.discount[index];
    kind[at] = (byte) output.kind[index].ordinal();
    children[at] = 0;
    ranked[at] = 0;
    // A product with zero is zero for a finite number and NaN for any other.
    float zero = (leafValue + reward[at] + discount[at]) * 0f;
    int first = at * actions;
    int source = index * actions;
    for (int a = 0; a < actions; a++) {
      float x = output.policyLogits[source + a];
      logit[first + a] = x;
      zero += x * 0f;
    }
    if (zero != 0f && !(output.masked && isMaskedWell(output, index))) {
      throw notFinite(tree, node, output, index);
    }
    Arrays.fill(child, first, first + actions, NONE);
    Arrays.fill(edgeVisits, first, first + actions, 0);
    Arrays.fill(qValue, first, first + actions, 0f);
  }

  /** Whether the numbers are finite but for illegal actions' logits of −∞, and one is legal. */
  private boolean isMaskedWell(ModelOutput output, int index) {
    float sum = output.value[index] + output.reward[index] + output.discount[index];
    boolean any = false;
    for (int a = index * actions; a < (index + 1) * actions; a++) {
      float x = output.policyLogits[a];
      if (x != Float.NEGATIVE_INFINITY) {
        any = true;
        sum += x * 0f;
      }
    }
    return any && Float.isFinite(sum);
  }

  private ArithmeticException notFinite(int tree, int node, ModelOutput output, int index) {
    String what = "value " + output.value[index];
    if (!Float.isFinite(output.reward[index])) {
      what = "reward " + output.reward[index];
    } else if (!Float.isFinite(output.discount[index])) {
      what = "discount " + output.discount[index];
    }
    for (int a = 0; a < actions; a++) {
      float x = output.policyLogits[index * actions + a];
      if (!Float.isFinite(x)) {
        what = "policy logit " + x + " of action " + a;
      }
    }
    return new ArithmeticException(
        "the model's output is not finite: "
            + what
            + " at node "
            + node
            + " of position "
            + tree
            + "; its weights have probably diverged");
  }

  /** Computes the priors of a node from its logits. */
  void computePriors(int at) {
    Softmax.apply(logit, at * actions, actions, prior, 0);
  }

  /**
   * Finds what a selection needs of the actions without a child: as they have no value of their
   * own, only the likeliest of them can be chosen, and the others count by their mass alone. So the
   * work at a node grows with its children, not with the number of actions. Does nothing when the
   * node has had no new child since; the priors must have been computed.
   */
  void rank(int at) {
    int count = children[at];
    if (ranked[at] == count) {
      return;
    }
    ranked[at] = count;
    int first = at * actions;
    int best = NONE;
    float greatest = Float.NEGATIVE_INFINITY;
    float mass = 0;
    for (int a = 0; a < actions; a++) {
      if (child[first + a] == NONE) {
        mass += prior[first + a];
        float x = logit[first + a];
        if (x > greatest) {
          greatest = x;
          best = a;
        }
      }
    }
    next[at] = best;
    restMass[at] = mass;
  }

  /** The action with the greatest logit, the first of equals: the first that any search visits. */
  int likeliestAction(int at) {
    int first = at * actions;
    int best = 0;
    float greatest = logit[first];
    for (int a = 1; a < actions; a++) {
      float x = logit[first + a];
      if (x > greatest) {
        greatest = x;
        best = a;
      }
    }
    return best;
  }

  /**
   * Backs up a leaf's raw value: every node on the way to the root takes the return into its mean,
   * V ← (V·n + G) / (n + 1) with G ← r + d·G (mctx's {@code backward}).
   */
  void backUp(int tree, int leaf) {
    int base = tree * nodes;
    int node = leaf;
    float g = rawValue[base + leaf];
    while (node != 0) {
      int at = base + node;
      int up = parent[at];
      int above = base + up;
      float r = reward[at];
      float d = discount[at];
      g = r + d * g;
      int n = visits[above];
      value[above] = (value[above] * n + g) / (n + 1f);
      visits[above] = n + 1;
      int edge = above * actions + action[at];
      qValue[edge] = r + d * value[at];
      edgeVisits[edge]++;
      node = up;
    }
  }
}
