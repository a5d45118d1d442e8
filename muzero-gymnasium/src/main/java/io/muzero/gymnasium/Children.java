package io.muzero.gymnasium;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The processes of one game: one for each thread that plays, so that workers do not wait for each
 * other. Thread-safe.
 */
final class Children implements AutoCloseable {
  private final PythonSetup setup;
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

  Children(PythonSetup setup) {
    this.setup = setup;
  }

  /** What the game's environments are; starts a process where there is none yet. */
  synchronized PythonSpaces spaces() {
    if (children.isEmpty()) {
      children.add(new Owned(new Child(new PythonLink(setup))));
    }
    return children.get(0).child.spaces();
  }

  /** The process of the thread that calls. */
  synchronized Child ofThisThread() {
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
    Owned owned = new Owned(new Child(new PythonLink(setup)));
    owned.owner = new WeakReference<>(now);
    children.add(owned);
    return owned.child;
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
