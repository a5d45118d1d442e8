package io.muzero.network;

/** Families of networks. */
public enum NetworkType {
  /** Fully connected layers on vectors. */
  MLP,
  /** Residual blocks of 3×3 convolutions on planes. */
  RESIDUAL,
  /** Residual blocks on small planes that a stem makes of pictures, and heads that pool. */
  IMAGE
}
