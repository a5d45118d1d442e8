package io.muzero.search;

/**
 * What a search found at its roots. Owned by its {@link BatchedSearch} and overwritten by the next
 * search; B is the search's greatest batch, of which the first {@link #batch} rows are meant.
 * Values are in the view of the player to move at the root.
 */
public final class SearchResult {
  /** Roots of this search. */
  public int batch;

  /** Visits of each root action [B, A]; each root's sum to the simulations. */
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
   * softmax(logits + σ(completed Q)); PUCT: share of visits.
   */
  public final float[] policy;

  /**
   * Chosen action [B]. Gumbel: the winner of sequential halving; PUCT: the most visited action, of
   * equals the one with the greatest Q-value.
   */
  public final int[] action;

  /** Mean number of actions from a root to the leaf, over all simulations. */
  public float meanDepth;

  /** Calls of the model, the initial inference included. */
  public int networkCalls;

  /** States the model evaluated in those calls; divided by the calls it is the mean batch. */
  public long evaluations;

  SearchResult(int maxBatch, int actionCount) {
    visitCounts = new int[maxBatch * actionCount];
    rootValue = new float[maxBatch];
    policyValue = new float[maxBatch];
    networkValue = new float[maxBatch];
    qValues = new float[maxBatch * actionCount];
    policy = new float[maxBatch * actionCount];
    action = new int[maxBatch];
  }
}
