package io.muzero.model;

/**
 * Told when a thread goes into a game's code and when it has come back, so that somebody else can
 * see that a game holds the thread up. Called once a few steps of a game, so it must be quick.
 */
public interface GameBoundary {
  /** Is told by threads that nobody looks after. */
  GameBoundary UNWATCHED =
      new GameBoundary() {
        @Override
        public void enter() {}

        @Override
        public void leave() {}
      };

  /** The game's code begins, or has come back and begins again. */
  void enter();

  /** The game's code has come back. */
  void leave();
}
