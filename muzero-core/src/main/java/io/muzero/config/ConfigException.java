package io.muzero.config;

/**
 * A configuration cannot be used. The message is one line that names key, rule, value, where the
 * value stands and, for a wrong name, the nearest right one.
 */
public sealed class ConfigException extends RuntimeException permits UnknownGameException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with a one-line message. */
  public ConfigException(String message) {
    super(message);
  }

  /** Creates the exception with a one-line message and its cause. */
  public ConfigException(String message, Throwable cause) {
    super(message, cause);
  }
}
