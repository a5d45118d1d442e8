package io.muzero.run;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Things that are opened one after another, and closed again in reverse order unless all went well.
 * Used by one thread.
 */
final class CloseOnFailure implements AutoCloseable {
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  /** Closes this too if not all goes well; returns it. */
  <T extends AutoCloseable> T own(T thing) {
    opened.push(thing);
    return thing;
  }

  /** All went well: what was opened belongs to whoever has it now. */
  void succeed() {
    opened.clear();
  }

  @Override
  public void close() {
    IllegalStateException failure = null;
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) { // after the others are closed too
        if (failure == null) {
          failure = new IllegalStateException("what was opened cannot be closed", e);
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
