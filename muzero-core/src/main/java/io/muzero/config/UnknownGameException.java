package io.muzero.config;

/** A configuration names a game that is not there. */
public final class UnknownGameException extends ConfigException {
  private static final long serialVersionUID = 1L;

  /** An exception with this message, which lists the games that are there. */
  UnknownGameException(String message) {
    super(message);
  }
}
