package io.muzero.rules;

import io.muzero.environment.Environment;
import io.muzero.model.GameBoundary;
import java.util.function.Supplier;

/**
 * The game whose rules a search steps.
 *
 * @param name the game's name, for what is said of a game that is broken
 * @param maker makes an environment of it; asked for its rules only
 * @param boundary told when the search is inside the game
 */
public record SearchedGame(String name, Supplier<Environment> maker, GameBoundary boundary) {
  /** A game whose searches nobody looks after. */
  public SearchedGame(String name, Supplier<Environment> maker) {
    this(name, maker, GameBoundary.UNWATCHED);
  }

  /** An environment of the game, in any state. */
  Environment environment() {
    boundary.enter();
    try {
      return maker.get();
    } finally {
      boundary.leave();
    }
  }
}
