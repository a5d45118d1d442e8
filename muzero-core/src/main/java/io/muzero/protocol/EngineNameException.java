package io.muzero.protocol;

/**
 * A player's name asks for an engine that cannot be meant: its command is none, or no engine of its
 * protocol plays the game. Nothing was started, and another name is needed.
 */
public final class EngineNameException extends EngineException {
  private static final long serialVersionUID = 1L;

  EngineNameException(String message) {
    super(message);
  }
}
