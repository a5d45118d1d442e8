package io.muzero.run;

import io.muzero.selfplay.GameWatch;
import java.io.IOException;

/**
 * One who works in a run: plays, learns, searches again, evaluates.
 *
 * <p>Life: made and {@linkplain #restore restored} by the thread that opens the run; then {@link
 * #begin}, {@link #run} or {@link #turn}s, and {@link #close} on one thread, the role's own in
 * {@link ThreadedSchedule}, that of all roles in {@link DeterministicSchedule}. {@link #save},
 * {@link #state} and {@link #watch} may be called by any thread.
 */
public interface Role extends AutoCloseable {
  /** Its name, which is also its thread's, for example {@code self-play 0}. */
  String name();

  /**
   * Makes what it works with: networks, searches, games.
   *
   * @throws IOException when what it was restored from is damaged or of another game
   */
  default void begin() throws IOException {}

  /** What messages call it. */
  default String title() {
    return name();
  }

  /** Works until the run ends. */
  void run() throws InterruptedException;

  /**
   * Does one piece of work if it has something to do.
   *
   * @return whether it did
   */
  boolean turn();

  /**
   * Its state between two pieces of work, from which {@link #restore} goes on exactly.
   *
   * @return empty when it has none, or cannot say it now
   */
  default byte[] save() throws IOException {
    return new byte[0];
  }

  /** Goes on from what {@link #save} returned, once it begins. */
  default void restore(byte[] saved) {}

  /** What it is doing. */
  WorkerState state();

  /** Tells how long it has been inside a game. */
  default GameWatch watch() {
    return GameWatch.NONE;
  }

  /** What goes on while a game holds it up that has a thread of its own, and how to end that. */
  default String whileBlocked() {
    return "checkpoints are written without its games until it returns; Ctrl-C ends the run";
  }

  /** Lets go of what it began with; does nothing when it has not begun. */
  @Override
  void close();
}
