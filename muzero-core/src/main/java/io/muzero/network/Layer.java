package io.muzero.network;

/**
 * A product in the network.
 *
 * @param kind how it is computed
 * @param inputs numbers in or, with planes, channels in
 * @param outputs numbers out or, with planes, channels out
 * @param parameters where its parameters are
 */
public record Layer(Kind kind, int inputs, int outputs, Parameters parameters) {
  /** How a layer is computed. */
  public enum Kind {
    /** A matrix product over numbers. */
    LINEAR,
    /** A 3×3 convolution, computed as one matrix product over all cells. */
    DENSE_PLANES,
    /** A 3×3 convolution. */
    CONVOLUTION,
    /** A 3×3 convolution of every second cell of every second row. */
    STRIDED
  }

  /**
   * Indices among the network's parameters.
   *
   * @param weight its weight
   * @param actions its weight for actions, −1 for none
   * @param bias its bias
   */
  public record Parameters(int weight, int actions, int bias) {}

  /** Whether it is computed as a convolution, not as a matrix product. */
  public boolean convolution() {
    return kind == Kind.CONVOLUTION || kind == Kind.STRIDED;
  }

  /** Whether its parameters are 3×3 kernels. */
  public boolean planes() {
    return kind != Kind.LINEAR;
  }

  /** Whether it takes the action too. */
  public boolean takesAction() {
    return parameters.actions >= 0;
  }

  /** The function of {@link LayerText} that computes it. */
  public String function() {
    return switch (kind) {
      case LINEAR, DENSE_PLANES -> "linear";
      case CONVOLUTION -> "convolution";
      case STRIDED -> "strided";
    };
  }
}
