package io.muzero.run;

import io.muzero.selfplay.GameWatch;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Held by a role while it does a piece of work, and by whoever saves the role's state between two
 * pieces. Who saves must not wait for a game that does not come back. Thread-safe.
 */
final class WorkLock {
  /** Fair, so that whoever wants to save gets it after the piece of work. */
  private final ReentrantLock lock = new ReentrantLock(true);

  private final GameWatch watch;

  /** {@code watch} is told when the role is inside a game. */
  WorkLock(GameWatch watch) {
    this.watch = watch;
  }

  /** A piece of work begins. */
  void lock() {
    lock.lock();
  }

  /** The piece of work, or what {@link #rest} waited for, is done. */
  void unlock() {
    lock.unlock();
  }

  /**
   * Waits for the end of a piece of work and keeps the next from beginning until {@link #unlock}.
   *
   * @return false when a game blocks the role: then nothing is held
   */
  boolean rest() throws InterruptedIOException {
    try {
      while (!lock.tryLock(Pauses.SAVE_MILLISECONDS, TimeUnit.MILLISECONDS)) {
        if (watch.isBlocked()) {
          return false;
        }
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the end of a piece of work");
    }
  }
}
