package io.muzero.storage;

import io.muzero.files.FileFailure;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint cannot be read or written; the message is one line that says which, why and what to
 * do.
 */
public sealed class CheckpointException extends RuntimeException permits NotACheckpointException {
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

  /**
   * The exception of a run whose folder is gone: what is written there could not be resumed from.
   *
   * @param run the folder that the run was writing into
   * @param cause what showed it
   */
  static CheckpointException folderGone(Path run, @Nullable IOException cause) {
    CheckpointException gone =
        new CheckpointException(
            "the run's folder "
                + run
                + " was removed or renamed while the run was writing into it: the run ends here; if"
                + " it was renamed, go on by train --resume with its new name");
    if (cause != null) {
      gone.initCause(cause);
    }
    return gone;
  }
}
