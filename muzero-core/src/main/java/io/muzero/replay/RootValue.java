package io.muzero.replay;

/** Which value of a searched position is recorded, to bootstrap value targets from. */
public enum RootValue {
  /**
   * What the position is worth when the improved policy is followed: Σ π′(a)·Q(a).
   *
   * <p>The improved policy prefers actions whose Q-value errs upward, so that noise in the
   * network's values raises this (the optimiser's curse): most with few simulations and many
   * actions. It is not drawn down by the visits that exploring the root spends on bad actions.
   */
  IMPROVED,

  /**
   * The mean of the network's own value and all returns backed up to the root, as mctx has it;
   * MuZero's (arXiv:1911.08265, Appendix B) is that without the network's own value.
   *
   * <p>Each visit counts alike, so that noise averages out; what exploring the root found of bad
   * actions counts too.
   */
  MEAN
}
