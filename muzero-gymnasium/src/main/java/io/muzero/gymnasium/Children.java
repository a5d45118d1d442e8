package io.muzero.gymnasium;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The processes of one game: one for each thread that plays, so that workers do not wait for each
 * other, up to a number from which on threads share them. When the last environment of one is gone,
 * it ends, but for the first. Thread-safe.
 */
final class Children implements AutoCloseable {
  private final PythonSetup setup;
  private final int most;
  private final List<Owned> children = new ArrayList<>();

  /** A process and the thread whose it is. */
  private static final class Owned {
    final Child child;
    WeakReference<@Nullable Thread> owner = new WeakReference<>(null);

    Owned(Child child) {
      this.child = child;
    }

    boolean isFree() {
      Thread thread = owner.get();
      return thread == null || !thread.isAlive();
    }
  }

  /** As many processes as there are processors at most: more would not be faster. */
  Children(PythonSetup setup) {
    this(setup, Math.max(2, Runtime.getRuntime().availableProcessors()));
  }

  /**
   * No process yet.
   *
   * @param most processes, at least 1
   */
  Children(PythonSetup setup, int most) {
    this.setup = setup;
    this.most = most;
  }

  /** What the game's environments are; starts a process where there is none yet. */
  synchronized PythonSpaces spaces() {
    if (children.isEmpty()) {
      add();
    }
    return children.get(0).child.spaces();
  }

  private Owned add() {
    Owned owned = new Owned(new Child(new PythonLink(setup)));
    children.add(owned);
    return owned;
  }

  /**
   * A hold on the process of the thread that calls.
   *
   * @param held a hold that there is already; given back unless it is on that process
   */
  synchronized Child.Lease ofThisThread(Child.@Nullable Lease held) {
    Child child = childOfThisThread(held);
    if (held != null) {
      if (held.child() == child) {
        return held;
      }
      held.giveBack();
    }
    return child.lease(); // here, where it cannot be found without one and ended
  }

  private Child childOfThisThread(Child.@Nullable Lease held) {
    children.removeIf(owned -> !owned.child.isAlive());
    Thread now = Thread.currentThread();
    for (Owned owned : children) {
      if (owned.owner.get() == now) {
        return owned.child;
      }
    }
    for (Owned owned : children) {
      if (owned.isFree()) {
        owned.owner = new WeakReference<>(now);
        return owned.child;
      }
    }
    if (children.size() >= most) {
      List<Child> shared = children.stream().map(owned -> owned.child).toList();
      return held != null && shared.contains(held.child())
          ? held.child()
          : shared.stream().min(Comparator.comparingInt(Child::held)).orElseThrow();
    }
    Owned owned = add();
    owned.owner = new WeakReference<>(now);
    return owned.child;
  }

  /** Ends the processes that have no environment any more; told whenever one is gone. */
  synchronized void endUnused() {
    List<Owned> unused =
        children.stream().skip(1).filter(owned -> owned.child.held() == 0).toList();
    unused.forEach(owned -> owned.child.close());
    children.removeAll(unused);
  }

  /** The processes' numbers. */
  synchronized List<Long> pids() {
    return children.stream().map(owned -> owned.child.pid()).toList();
  }

  /** Ends all processes. */
  @Override
  public synchronized void close() {
    children.forEach(owned -> owned.child.close());
    children.clear();
  }
}
