package io.muzero.search;

/**
 * What a search found at its roots. Owned by its {@link BatchedSearch} and overwritten when the
 * search goes on or another begins; B is the search's greatest batch, of which the first {@link
 * #batch} rows are meant. Values are in the view of the player to move at the root.
 */
public final class SearchResult {
  /** Below this a policy's logarithm says no more than that the action is out of question. */
  private static final double LEAST_PROBABILITY = 1e-30;

  /** Shares of whole visits that differ by less are equal: theirs is the error of single floats. */
  private static final double EQUAL_SHARES = 1e-6;

  /** Roots of this search. */
  public int batch;

  /** Visits of each root action [B, A]; each root's sum to the simulations done. */
  public final int[] visitCounts;

  /** Value of each root after the search [B]: mean of the raw value and every return backed up. */
  public final float[] rootValue;

  /**
   * Value of each root when {@link #policy} is followed [B]: Σ policy(a)·Q(a), in which actions
   * without a visit count as the search completes them. Unlike {@link #rootValue} it is not drawn
   * down by the visits that exploring the root spends on bad actions.
   */
  public final float[] policyValue;

  /** Value that the model alone gives each root [B]. */
  public final float[] networkValue;

  /** Q-value of each root action [B, A]; 0 where it was not visited. */
  public final float[] qValues;

  /**
   * Training target for the policy [B, A], 0 where illegal, each root's sums to 1. Gumbel:
   * softmax(logits + σ(completed Q)); PUCT: share of visits. Before the first simulation it is the
   * prior.
   */
  public final float[] policy;

  /**
   * Chosen action [B]. Gumbel: the winner of sequential halving, which is the most visited action,
   * of equals the one with the greatest g + logit + σ(Q); PUCT: the most visited action, of equals
   * the one with the greatest Q-value. Before the first simulation it is the likeliest action, for
   * Gumbel with the noise g.
   */
  public final int[] action;

  /** Mean number of actions from a root to the leaf, over all simulations. */
  public float meanDepth;

  /** Calls of the model, the initial inference included. */
  public int networkCalls;

  /** States the model evaluated in those calls; divided by the calls it is the mean batch. */
  public long evaluations;

  /** Whether {@link #policy} is the share of visits, as PUCT has it. */
  private final boolean policyIsVisits;

  SearchResult(int maxBatch, int actionCount, boolean policyIsVisits) {
    this.policyIsVisits = policyIsVisits;
    visitCounts = new int[maxBatch * actionCount];
    rootValue = new float[maxBatch];
    policyValue = new float[maxBatch];
    networkValue = new float[maxBatch];
    qValues = new float[maxBatch * actionCount];
    policy = new float[maxBatch * actionCount];
    action = new int[maxBatch];
  }

  /**
   * Merges searches of the same positions in their symmetric images, and so averages out what the
   * network sees differently in each (as KataGo does at its root). Rows b·T to b·T + T − 1 are the
   * images of position b, which row b is about afterwards; the batch is T times smaller then.
   *
   * <p>Visits are added; values are means, of Q-values weighted by visits. With Gumbel the policy
   * is the softmax of the mean logits, and chosen is the likeliest of the actions chosen in the
   * images. With PUCT the policy is the mean of the shares, and chosen is the action with the
   * greatest, of equals the one with the greatest Q-value.
   *
   * @param images what each action becomes in each image [T][A]
   */
  public void mergeImages(int[][] images) {
    int actions = images[0].length;
    batch /= images.length;
    for (int b = 0; b < batch; b++) {
      mergeImages(b, images, actions);
    }
  }

  private void mergeImages(int position, int[][] images, int actions) {
    int count = images.length;
    int[] visits = new int[actions];
    double[] returns = new double[actions];
    double[] shares = new double[actions];
    double[] logits = new double[actions];
    boolean[] chosen = new boolean[actions];
    double root = 0;
    double followed = 0;
    double network = 0;
    for (int t = 0; t < count; t++) {
      int row = position * count + t;
      for (int a = 0; a < actions; a++) {
        int at = row * actions + images[t][a];
        visits[a] += visitCounts[at];
        returns[a] += (double) visitCounts[at] * qValues[at];
        shares[a] += (double) policy[at] / count;
        logits[a] += Math.log(Math.max(LEAST_PROBABILITY, policy[at])) / count;
        chosen[a] |= action[row] == images[t][a];
      }
      root += rootValue[row];
      followed += policyValue[row];
      network += networkValue[row];
    }
    rootValue[position] = (float) (root / count);
    policyValue[position] = (float) (followed / count);
    networkValue[position] = (float) (network / count);
    double[] merged = policyIsVisits ? shares : softmax(logits, shares);
    int best = -1;
    for (int a = 0; a < actions; a++) {
      int at = position * actions + a;
      visitCounts[at] = visits[a];
      qValues[at] = visits[a] == 0 ? 0 : (float) (returns[a] / visits[a]);
      policy[at] = (float) merged[a];
      boolean considered = policyIsVisits ? shares[a] > 0 : chosen[a];
      if (considered && (best < 0 || isBetter(merged[a] - merged[best], at, position, best))) {
        best = a;
      }
    }
    action[position] = best;
  }

  /** Whether an action is chosen over the best so far, by how much more its policy has. */
  private boolean isBetter(double more, int at, int position, int best) {
    int actions = policy.length / action.length;
    boolean equal = policyIsVisits && Math.abs(more) < EQUAL_SHARES;
    return equal ? qValues[at] > qValues[position * actions + best] : more > 0;
  }

  /** Softmax over the actions that some image has a share for; 0 for all others. */
  private static double[] softmax(double[] logits, double[] shares) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (int a = 0; a < logits.length; a++) {
      greatest = shares[a] > 0 ? Math.max(greatest, logits[a]) : greatest;
    }
    double[] policy = new double[logits.length];
    double sum = 0;
    for (int a = 0; a < logits.length; a++) {
      policy[a] = shares[a] > 0 ? Math.exp(logits[a] - greatest) : 0;
      sum += policy[a];
    }
    for (int a = 0; a < policy.length; a++) {
      policy[a] /= sum;
    }
    return policy;
  }
}
