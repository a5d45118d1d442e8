package io.muzero.rayhome;

/**
 * A program that this one started, or a Ray cluster, does not do what it must, for a reason its
 * one-line message explains in full.
 */
public final class ChildException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What failed, where, and what to do. */
  public ChildException(String message) {
    super(message);
  }

  /** The same with what it follows from. */
  public ChildException(String message, Throwable cause) {
    super(message, cause);
  }
}
