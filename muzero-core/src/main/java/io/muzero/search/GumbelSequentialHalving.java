package io.muzero.search;

import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.jspecify.annotations.Nullable;

/**
 * Gumbel MuZero's selection: sequential halving over g + logit + σ(completed Q) at the root, below
 * it the action whose share of visits lags most behind softmax(logits + σ(completed Q)) ("Policy
 * improvement by planning with Gumbel", Danihelka et al., ICLR 2022, sections 3 and 5; mctx's
 * {@code gumbel_muzero_policy}).
 *
 * <p>Sequential halving goes in rounds: a round visits k actions that all have the same number of
 * visits c. Often the k are known before the round: with c = 0 all completed Q-values are the same,
 * so g + logit alone decides which and in what order; and when exactly k actions have c visits,
 * they are it. What a simulation does below a root action depends on that action's subtree alone,
 * so the leaves of such a round are found and evaluated together; only the order of backing up
 * depends on the values, and is decided then, one at a time. The trees are the same as without.
 *
 * <p>Simulations past the number that the halving is laid out for choose the root's action as a
 * node below it does, without g: the improved policy says where more visits belong.
 */
final class GumbelSequentialHalving implements Selection {
  /** mctx's floor for scores, above that of actions with another number of visits. */
  private static final float LOW_SCORE = -1e9f;

  /** Below this the remaining actions' priors have lost their digits. */
  private static final float LEAST_PRIOR = 1e-30f;

  private final SearchTree tree;
  private final QTransform qTransform;
  private final boolean rounds;
  private final int simulations;
  private final double gumbelScale;

  /** Considered visit count of each simulation, by the number m of considered actions. */
  private final int[][] consideredVisits;

  /** g + logit − max logit of each root action [B, A]; −∞ when illegal. */
  private final float[] rootScore;

  /** m of each root [B]. */
  private final int[] considered;

  private final float[] scores;

  /**
   * Sequential halving in a tree.
   *
   * @param maxBatch most trees
   * @param rounds whether simulations that can be told beforehand are planned together; false is
   *     for comparison
   */
  GumbelSequentialHalving(SearchTree tree, SearchConfig config, int maxBatch, boolean rounds) {
    this.tree = tree;
    this.rounds = rounds;
    simulations = config.simulations();
    gumbelScale = config.gumbelScale();
    qTransform = new QTransform(tree, config);
    int most = Math.min(config.maxConsideredActions(), tree.actions);
    consideredVisits = new int[most + 1][];
    for (int m = 1; m <= most; m++) {
      consideredVisits[m] = consideredVisits(m, simulations);
    }
    rootScore = new float[maxBatch * tree.actions];
    considered = new int[maxBatch];
    scores = new float[tree.actions];
  }

  /**
   * The visit count that an action must have to be chosen in each simulation (Karnin et al., ICML
   * 2013; Gumbel MuZero, Algorithm 2).
   *
   * @param m actions to start with
   * @param simulations length of the sequence
   */
  static int[] consideredVisits(int m, int simulations) {
    int[] sequence = new int[simulations];
    if (m <= 1) {
      Arrays.setAll(sequence, i -> i);
      return sequence;
    }
    int phases = 32 - Integer.numberOfLeadingZeros(m - 1); // ⌈log₂ m⌉
    int length = 0;
    int visits = 0;
    for (int k = m; length < simulations; k = Math.max(2, k / 2)) {
      int each = (int) Math.max(1L, simulations / ((long) phases * k));
      for (int i = 0; i < each && length < simulations; i++) {
        int end = Math.min(simulations, length + k);
        Arrays.fill(sequence, length, end, visits);
        length = end;
        visits++;
      }
    }
    return sequence;
  }

  @Override
  public RootNoise noise(UniformRandomProvider random) {
    return RootNoise.gumbel(random, gumbelScale);
  }

  @Override
  public void begin(int root, @Nullable RootNoise noise) {
    int actions = tree.actions;
    int at = root * tree.nodes;
    int first = at * actions;
    int scoreAt = root * actions;
    tree.computePriors(at);
    if (noise == null) {
      Arrays.fill(rootScore, scoreAt, scoreAt + actions, 0f);
    } else {
      noise.draw(root, rootScore, scoreAt, actions);
    }
    float greatest = tree.logit[first + tree.likeliestAction(at)];
    int legal = 0;
    for (int a = 0; a < actions; a++) {
      float x = tree.logit[first + a];
      rootScore[scoreAt + a] += x - greatest;
      if (x > Float.NEGATIVE_INFINITY) {
        legal++;
      }
    }
    considered[root] = Math.min(legal, consideredVisits.length - 1);
  }

  @Override
  public int maxPlanned() {
    return Math.min(consideredVisits.length - 1, simulations);
  }

  @Override
  public int plan(int root, int simulation, int wanted, int[] planned, int offset) {
    if (simulation >= simulations) {
      planned[offset] = interior(root, 0);
      return 1;
    }
    int[] sequence = consideredVisits[considered[root]];
    int visits = sequence[simulation];
    int most = rounds ? Math.min(wanted, simulations - simulation) : 1;
    int round = 1;
    while (round < most && sequence[simulation + round] == visits) {
      round++;
    }
    if (visits == 0) {
      return likeliestUnvisited(root, round, planned, offset);
    }
    int candidates = 0;
    int first = root * tree.nodes * tree.actions;
    for (int a = 0; a < tree.actions; a++) {
      if (tree.edgeVisits[first + a] == visits) {
        if (candidates < round) {
          planned[offset + candidates] = a;
        }
        candidates++;
      }
    }
    if (candidates > round) {
      planned[offset] = bestOf(root, visits);
      return 1;
    }
    return candidates;
  }

  /**
   * The {@code wanted} actions with the greatest g + logit among those without a visit, in order.
   */
  private int likeliestUnvisited(int root, int wanted, int[] planned, int offset) {
    int actions = tree.actions;
    int first = root * tree.nodes * actions;
    int scoreAt = root * actions;
    int count = 0;
    for (int a = 0; a < actions; a++) {
      float score = rootScore[scoreAt + a];
      if (tree.edgeVisits[first + a] > 0 || score == Float.NEGATIVE_INFINITY) {
        continue;
      }
      // Insertion into the best so far; of equals the first stays in front.
      int place = count;
      while (place > 0 && score > rootScore[scoreAt + planned[offset + place - 1]]) {
        place--;
      }
      if (place < wanted) {
        int last = Math.min(count, wanted - 1);
        System.arraycopy(planned, offset + place, planned, offset + place + 1, last - place);
        planned[offset + place] = a;
        count = last + 1;
      }
    }
    return count;
  }

  @Override
  public int next(int root, int simulation, int[] planned, int from, int to) {
    if (to - from == 1) {
      return from;
    }
    int visits = consideredVisits[considered[root]][simulation];
    int action = visits == 0 ? NOT_SCORED : bestOf(root, visits);
    int first = root * tree.nodes * tree.actions;
    for (int i = from; i < to; i++) {
      if (action == NOT_SCORED ? tree.edgeVisits[first + planned[i]] == 0 : planned[i] == action) {
        return i;
      }
    }
    throw new IllegalStateException("a planned round has no action left");
  }

  private static final int NOT_SCORED = -1;

  /** The action with the greatest g + logit + σ(completed Q) among those with that many visits. */
  private int bestOf(int root, int visits) {
    int actions = tree.actions;
    int at = root * tree.nodes;
    int first = at * actions;
    qTransform.look(at);
    int best = -1;
    float greatest = Float.NEGATIVE_INFINITY;
    for (int a = 0; a < actions; a++) {
      float base = rootScore[root * actions + a];
      if (tree.edgeVisits[first + a] == visits && base > Float.NEGATIVE_INFINITY) {
        float score = Math.max(LOW_SCORE, base + sigma(first + a));
        if (best < 0 || score > greatest) {
          greatest = score;
          best = a;
        }
      }
    }
    return best;
  }

  /** σ(completed Q) of an action of the node that was looked at. */
  private float sigma(int edge) {
    return tree.edgeVisits[edge] > 0
        ? qTransform.sigma(tree.qValue[edge])
        : qTransform.sigmaOfMissing();
  }

  @Override
  public int interior(int root, int node) {
    int at = root * tree.nodes + node;
    int n = tree.visits[at];
    if (n == 1) {
      return tree.likeliestAction(at); // without a visit σ is the same for all actions
    }
    if (n == 2) {
      tree.computePriors(at); // only now: half of all nodes stay leaves and never need them
    }
    tree.rank(at);
    qTransform.look(at);
    int first = at * tree.actions;
    int listed = at * tree.mostChildren;
    int children = tree.children[at];
    int next = tree.next[at];
    float nextScore = Float.NEGATIVE_INFINITY;
    if (next != SearchTree.NONE) {
      nextScore = tree.logit[first + next] + qTransform.sigmaOfMissing();
    }
    float top = nextScore;
    for (int i = 0; i < children; i++) {
      int edge = first + tree.visited[listed + i];
      float score = tree.logit[edge] + qTransform.sigma(tree.qValue[edge]);
      scores[i] = score;
      top = Math.max(top, score);
    }
    float sum = 0;
    for (int i = 0; i < children; i++) {
      scores[i] = Softmax.exp(scores[i] - top);
      sum += scores[i];
    }
    float nextShare = 0;
    if (next != SearchTree.NONE) {
      nextShare = Softmax.exp(nextScore - top);
      sum += nextShare * rest(at, first + next);
    }
    // argmax of e/sum − N/n, where n counts the node's own evaluation, is that of e − N·sum/n.
    float perVisit = sum / n;
    int best = next;
    float greatest = next == SearchTree.NONE ? Float.NEGATIVE_INFINITY : nextShare;
    for (int i = 0; i < children; i++) {
      int action = tree.visited[listed + i];
      float score = scores[i] - tree.edgeVisits[first + action] * perVisit;
      if (score > greatest || score == greatest && action < best) {
        greatest = score;
        best = action;
      }
    }
    return best;
  }

  /** Σ e^logit over the actions without a child, divided by e^logit of the likeliest of them. */
  private float rest(int at, int likeliest) {
    float p = tree.prior[likeliest];
    return p >= LEAST_PRIOR ? tree.restMass[at] / p : 1;
  }

  @Override
  public void summarize(int root, SearchResult result) {
    int actions = tree.actions;
    int at = root * tree.nodes;
    int first = at * actions;
    int most = 0;
    for (int a = first; a < first + actions; a++) {
      most = Math.max(most, tree.edgeVisits[a]);
    }
    result.action[root] = bestOf(root, most); // has looked at the root
    for (int a = 0; a < actions; a++) {
      scores[a] = tree.logit[first + a] + sigma(first + a);
    }
    Softmax.apply(scores, 0, actions, result.policy, root * actions);
    float value = 0;
    for (int a = 0; a < actions; a++) {
      float q = tree.edgeVisits[first + a] > 0 ? tree.qValue[first + a] : qTransform.missing();
      value += result.policy[root * actions + a] * q;
    }
    result.policyValue[root] = value;
  }
}
