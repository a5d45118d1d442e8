package io.muzero.ray.wire;

import java.io.IOException;

/** A message that is damaged, or of another version; its content must not be used. */
public final class DamagedMessageException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What is wrong with it. */
  public DamagedMessageException(String message) {
    super(message);
  }

  /** The same with what it follows from. */
  public DamagedMessageException(String message, Throwable cause) {
    super(message, cause);
  }
}
