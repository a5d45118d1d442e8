package io.muzero.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A program outside this project did not do what its protocol asks for; the message is one line
 * that names the program.
 */
public sealed class EngineException extends RuntimeException
    permits EngineNameException, ResignationException {
  private static final long serialVersionUID = 1L;

  EngineException(String message) {
    super(message);
  }

  EngineException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
