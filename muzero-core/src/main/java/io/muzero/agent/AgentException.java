package io.muzero.agent;

/**
 * An agent cannot be loaded: it is missing, damaged, of another game or network, or a setting is
 * wrong. The message says in one line what, where and what to do.
 */
public final class AgentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * An exception with the cause's message.
   *
   * @param cause says what is wrong
   */
  public AgentException(RuntimeException cause) {
    super(cause.getMessage(), cause);
  }
}
