package io.muzero.storage;

import io.muzero.files.FileFailure;
import java.io.IOException;

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

  /**
   * The exception of something that a file failed.
   *
   * @param what what cannot be done, for example {@code the checkpoint … cannot be used}
   */
  public static CheckpointException because(String what, IOException cause) {
    return new CheckpointException(what + ": " + FileFailure.reason(cause), cause);
  }
}
