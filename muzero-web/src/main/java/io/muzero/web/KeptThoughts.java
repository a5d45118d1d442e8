package io.muzero.web;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Bounds the memory of searches, by their number and by their bytes: of those that are done, only
 * the newest stay to be looked into. Those of games that nobody watches go first. Thread-safe.
 */
final class KeptThoughts {
  /** So many searches of whatever size. */
  private static final int MOST = 32;

  /** Searches that may all have room to go on, where they are large. */
  private static final int ROOMS = 4;

  private static final Predicate<Thought> DONE = thought -> !thought.isRunning();
  private static final Predicate<Thought> UNWATCHED =
      DONE.and(thought -> !thought.session().isWatched());

  private final Deque<Thought> thoughts = new ArrayDeque<>();
  private final long budget;

  /**
   * No thoughts.
   *
   * @param budget bytes of those that are done, and as much again of those that run
   */
  KeptThoughts(long budget) {
    this.budget = budget;
  }

  /** A quarter of Java's heap for searches that are done. */
  static KeptThoughts ofThisProcess() {
    return new KeptThoughts(Runtime.getRuntime().maxMemory() / 4);
  }

  /** Bytes that one search may take. */
  long most() {
    return budget;
  }

  /** Bytes that one search may take that are only room to go on. */
  long mostRoom() {
    return budget / ROOMS;
  }

  /**
   * Makes room for a search that is about to begin: older ones end.
   *
   * @throws HttpProblem 429 when those that run leave no room
   */
  void makeRoom(long bytes) {
    List<Thought> gone = new ArrayList<>();
    boolean fits;
    synchronized (this) {
      thoughts.removeIf(Thought::hasEnded);
      for (Predicate<Thought> which : List.of(UNWATCHED, DONE)) {
        for (Thought one : List.copyOf(thoughts)) {
          if (thoughts.size() < MOST && bytes() + bytes <= budget) {
            break;
          }
          if (which.test(one)) {
            thoughts.remove(one);
            gone.add(one);
          }
        }
      }
      fits = thoughts.isEmpty() || bytes() + bytes <= 2 * budget;
    }
    gone.forEach(one -> one.session().putAway(one));
    if (!fits) {
      throw HttpProblem.busy("the searches that go on fill the memory; try again in a moment");
    }
  }

  private long bytes() {
    return thoughts.stream().mapToLong(Thought::bytes).sum();
  }

  /** Adds one for which there is room. */
  synchronized void add(Thought thought) {
    thoughts.addLast(thought);
  }

  /** Takes out one that has ended. */
  synchronized void remove(Thought thought) {
    thoughts.remove(thought);
  }

  /**
   * Ends the oldest one that is done and that nobody watches, so that its agent is given back.
   *
   * @return whether there was one
   */
  boolean endOldestUnwatched() {
    Optional<Thought> oldest;
    synchronized (this) {
      oldest = thoughts.stream().filter(UNWATCHED).findFirst();
      oldest.ifPresent(thoughts::remove);
    }
    oldest.ifPresent(one -> one.session().putAway(one));
    return oldest.isPresent();
  }

  /** Searches that have not ended. */
  synchronized int count() {
    return thoughts.size();
  }
}
