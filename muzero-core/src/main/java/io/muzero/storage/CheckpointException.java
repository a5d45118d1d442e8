package io.muzero.storage;

/**
 * A checkpoint cannot be read or written; the message is one line that says which, why and what to
 * do.
 */
public final class CheckpointException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with a one-line message. */
  public CheckpointException(String message) {
    super(message);
  }

  /** Creates the exception with a one-line message and its cause. */
  public CheckpointException(String message, Throwable cause) {
    super(message, cause);
  }
}
