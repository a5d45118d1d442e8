package io.muzero.ray;

/** Self-play on a cluster cannot be carried out, for the reason that the message explains. */
public final class RayPlayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What failed, where, and what to do. */
  public RayPlayException(String message) {
    super(message);
  }
}
