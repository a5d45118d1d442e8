package io.muzero.storage;

/**
 * What was named is no checkpoint, agent, run or sweep at all: nothing is damaged, and another name
 * is needed.
 */
public final class NotACheckpointException extends CheckpointException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with a one-line message. */
  public NotACheckpointException(String message) {
    super(message);
  }
}
