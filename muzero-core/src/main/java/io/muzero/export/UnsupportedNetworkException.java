package io.muzero.export;

/** A network computes something that cannot be exported; the message says what, in one line. */
public final class UnsupportedNetworkException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnsupportedNetworkException(String message) {
    super(message);
  }
}
