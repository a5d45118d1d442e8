package io.muzero.search;

/** How a simulation chooses actions, and what the search makes of the visits. */
public enum SearchAlgorithm {
  /**
   * Gumbel MuZero: sequential halving with Gumbel noise at the root, the deterministic selection of
   * "Policy improvement by planning with Gumbel" (Danihelka et al., ICLR 2022) below.
   */
  GUMBEL,

  /** PUCT with Dirichlet noise at the root (MuZero, arXiv:1911.08265, Appendix B). */
  PUCT
}
