package io.muzero.network;

/** How an image network's representation makes small planes of an input. */
public enum Stem {
  /** {@link #NONE} for planes of at most 16 rows and columns, else {@link #SMALL}. */
  AUTO,
  /** One convolution without strides: planes keep their size. */
  NONE,
  /**
   * EfficientZero's (arXiv:2111.00210, Appendix A): a convolution with stride 2 to half the
   * channels, a block, a block with stride 2 to all channels, a block, pooling, a block, pooling.
   * 96×96 and 84×84 become 6×6.
   */
  SMALL,
  /**
   * MuZero's for Atari (arXiv:1911.08265, Appendix F): a convolution with stride 2 to half the
   * channels, two blocks, a convolution with stride 2 to all channels, three blocks, pooling, three
   * blocks, pooling.
   */
  ATARI
}
