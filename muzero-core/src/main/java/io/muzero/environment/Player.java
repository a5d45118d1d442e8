package io.muzero.environment;

/**
 * Chooses actions from the real state: random, expert, perfect, a person. An instance is used by
 * one thread.
 */
@FunctionalInterface
public interface Player {
  /**
   * Chooses a legal action for the player to move.
   *
   * @param environment the state, not ended; must be left unchanged (search on a {@link
   *     Environment#copy})
   */
  Action choose(Environment environment);
}
