package io.muzero.training;

/** Rules that turn a gradient into a change of the parameters. */
public enum Optimiser {
  /** Adam with decoupled weight decay (Loshchilov and Hutter, arXiv:1711.05101). */
  ADAMW,
  /**
   * Gradient descent with momentum, as MuZero's paper (Appendix G); weight decay decoupled too,
   * over 1 − momentum as momentum has it.
   */
  SGD
}
