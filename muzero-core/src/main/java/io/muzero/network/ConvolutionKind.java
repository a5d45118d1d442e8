package io.muzero.network;

/** How a 3×3 convolution is computed; the map and its parameters are the same. */
public enum ConvolutionKind {
  /** Dense on boards of up to 25 cells with fewer than 64 channels, else as a convolution. */
  AUTO,
  /**
   * As one product with the convolution's (Toeplitz) matrix, which is made from the kernel once a
   * weights load or learner step. On a 3×3 board libtorch's convolution is about 10 times slower.
   */
  DENSE,
  /** By libtorch's convolution. */
  DIRECT
}
