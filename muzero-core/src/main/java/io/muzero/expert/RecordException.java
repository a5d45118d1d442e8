package io.muzero.expert;

/** Games cannot be read or written; the message is one line that names the file. */
public final class RecordException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RecordException(String message) {
    super(message);
  }
}
