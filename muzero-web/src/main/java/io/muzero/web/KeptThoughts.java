package io.muzero.web;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Bounds the memory of searches: of those that are done, only the newest stay to be looked into.
 * Thread-safe.
 */
final class KeptThoughts {
  /** A search of connect4 that may go on to 1,600 simulations takes some 20 MB. */
  private static final int MOST = 32;

  private final Deque<Thought> thoughts = new ArrayDeque<>();

  /** Adds one; the oldest of those that are done end when there are too many. */
  void add(Thought thought) {
    Deque<Thought> gone = new ArrayDeque<>();
    synchronized (this) {
      thoughts.addLast(thought);
      for (Iterator<Thought> i = thoughts.iterator(); i.hasNext() && thoughts.size() > MOST; ) {
        Thought oldest = i.next();
        if (oldest != thought && !oldest.isRunning()) {
          i.remove();
          gone.add(oldest);
        }
      }
    }
    gone.forEach(Thought::end);
  }
}
