package io.muzero.network;

/**
 * What the reward of a transition is read from, and with it who moves next where turns vary.
 *
 * <p>Both are functions of the state before and the action, and MuZero's dynamics put them out
 * beside the next state (arXiv:1911.08265, section 3 and Appendix F).
 */
public enum RewardHead {
  /**
   * The next hidden state after scaling, by the hidden layer that policy and value share: one
   * product serves all. What the scaling takes away, the size of the numbers, is not seen.
   */
  STATE,
  /** The dynamics' output before scaling, by a hidden layer of its own, as in the paper. */
  DYNAMICS
}
