package io.muzero.selfplay;

import java.util.function.LongSupplier;

/**
 * Tells whether a thread is inside a game's code, and for how long: a game that blocks there holds
 * up whoever plays it.
 *
 * <p>{@link #enter} and {@link #leave} are called by the thread that plays, the rest by any.
 */
public final class GameWatch {
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

  /** The game's code begins, or has come back and begins again. */
  public void enter() {
    entered = nanoTime.getAsLong();
    inside = true;
  }

  /** The game's code has come back. */
  public void leave() {
    inside = false;
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
