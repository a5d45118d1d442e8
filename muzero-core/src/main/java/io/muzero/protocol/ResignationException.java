package io.muzero.protocol;

/** An engine gave its game up. Who plays on without it counts the game as lost for it. */
public final class ResignationException extends EngineException {
  private static final long serialVersionUID = 1L;

  ResignationException(String message) {
    super(message);
  }
}
