package io.muzero.gymnasium;

/** What was raised in Python: its traceback is the message, and it has no place in Java. */
final class PythonException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An exception with this traceback. */
  PythonException(String traceback) {
    super(traceback, null, false, false);
  }
}
