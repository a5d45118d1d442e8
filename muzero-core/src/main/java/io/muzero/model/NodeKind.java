package io.muzero.model;

/** What a state is to the search. */
public enum NodeKind {
  /** A player chooses an action: what every state of MuZero's learned model is. */
  DECISION,

  /**
   * Chance chooses an outcome, by the probabilities that the policy logits give (an afterstate of
   * Stochastic MuZero, Antonoglou et al., ICLR 2022).
   */
  CHANCE,

  /**
   * The game has ended here, and the model knows. The state is absorbing: its value is 0, and every
   * action leads to such a state again with reward 0 and discount 0, so that simulations may go on
   * below it and change nothing.
   */
  TERMINAL
}
