package io.muzero.protocol;

/** A controller's command cannot be done; the message, one line, is the answer to it. */
final class ProtocolException extends Exception {
  private static final long serialVersionUID = 1L;

  ProtocolException(String message) {
    super(message);
  }

  /** The line. */
  String line() {
    return String.valueOf(getMessage());
  }
}
