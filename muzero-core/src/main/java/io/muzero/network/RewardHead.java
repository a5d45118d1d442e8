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
  DYNAMICS,
  /**
   * As {@link #DYNAMICS}, followed by an LSTM over the unrolled steps, which predicts the sum of
   * the rewards since its last reset: the value prefix (EfficientZero, arXiv:2111.00210, section
   * 4.2). In which of the next steps a reward comes is hard to say, and the search needs no more
   * than the sum. It takes differences of successive sums for rewards. For one player only.
   */
  PREFIX
}
