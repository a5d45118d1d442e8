package io.muzero.search;

/** How a simulation chooses actions, and what the search makes of the visits. */
public enum SearchAlgorithm {
  /**
   * Gumbel MuZero: sequential halving with Gumbel noise at the root, the deterministic selection of
   * "Policy improvement by planning with Gumbel" (Danihelka et al., ICLR 2022) below.
   */
  GUMBEL(true, false),

  /** PUCT with Dirichlet noise at the root (MuZero, arXiv:1911.08265, Appendix B). */
  PUCT(false, true);

  private final boolean plansRounds;
  private final boolean policyIsVisits;

  SearchAlgorithm(boolean plansRounds, boolean policyIsVisits) {
    this.plansRounds = plansRounds;
    this.policyIsVisits = policyIsVisits;
  }

  /** Whether it knows of several actions at the root that one round visits all of them. */
  boolean plansRounds() {
    return plansRounds;
  }

  /**
   * Whether its policy is the share of the visits, from which the action is drawn with a
   * temperature; otherwise its action is a sample of its policy already.
   */
  public boolean policyIsVisits() {
    return policyIsVisits;
  }
}
