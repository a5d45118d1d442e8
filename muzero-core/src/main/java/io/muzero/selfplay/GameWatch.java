package io.muzero.selfplay;

import io.muzero.model.GameBoundary;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Tells whether a thread is inside a game's code, and for how long: a game that blocks there holds
 * up whoever plays it.
 *
 * <p>{@link #enter}, {@link #leave} and {@link #inside} are called by the thread that plays, the
 * rest by any.
 */
public final class GameWatch implements GameBoundary {
  /** Seconds inside a game after which it counts as blocked. */
  public static final double PATIENCE = 5;

  /** The watch of a thread that never enters a game. */
  public static final GameWatch NONE = new GameWatch("", () -> 0);

  private static final double NANOSECONDS = 1e9;

  private final String game;
  private final LongSupplier nanoTime;

  private volatile boolean inside;
  private volatile long entered;

  /**
   * A watch outside the game.
   *
   * @param game the game's name
   * @param nanoTime tells the time in nanoseconds from any beginning
   */
  public GameWatch(String game, LongSupplier nanoTime) {
    this.game = game;
    this.nanoTime = nanoTime;
  }

  /** The game's name. */
  public String game() {
    return game;
  }

  @Override
  public void enter() {
    entered = nanoTime.getAsLong();
    inside = true;
  }

  @Override
  public void leave() {
    inside = false;
  }

  /** Asks the game's code for something. */
  public <T> T inside(Supplier<T> question) {
    enter();
    try {
      return question.get();
    } finally {
      leave();
    }
  }

  /** Seconds since the game's code began; 0 outside. */
  public double secondsInside() {
    long since = entered;
    return inside ? (nanoTime.getAsLong() - since) / NANOSECONDS : 0;
  }

  /** Whether the thread has been inside the game for longer than {@link #PATIENCE}. */
  public boolean isBlocked() {
    return secondsInside() > PATIENCE;
  }
}
