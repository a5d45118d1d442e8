package io.muzero.network;

/** How a residual network makes the policy's logits of a hidden state. */
public enum PolicyHead {
  /** By the hidden layer that all heads share, from the whole state. */
  DENSE,
  /**
   * Cell by cell: a 3×3 convolution and a product over its channels, the same weights on every
   * cell, for games whose actions are the board's cells. An action without a cell, a pass, keeps
   * its logit from the shared layer.
   */
  SPATIAL
}
