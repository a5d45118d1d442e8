package io.muzero.search;

/** By what a search knows where actions lead. */
public enum SearchModel {
  /** The learned dynamics (MuZero, arXiv:1911.08265). */
  LEARNED,

  /**
   * The real rules, stepped in copies of the game; the network says what states are worth
   * (AlphaZero, Silver et al., arXiv:1712.01815).
   */
  RULES
}
