package io.muzero.gymnasium;

import io.muzero.environment.BrokenGameException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One process with many environments, each in a slot.
 *
 * <p>An environment holds its slot by a {@link Lease}. When there are many, the one not used for
 * longest loses its slot; its episode is played again in another when it is needed.
 *
 * <p>Thread-safe: one request at a time.
 */
final class Child implements AutoCloseable {
  /** Slots at most: more than the games that a worker plays side by side. */
  private static final int MOST_SLOTS = 2048;

  private final PythonLink link;

  /** Those with a slot, the one not used for longest first. */
  private final LinkedHashMap<Lease, Boolean> leases = new LinkedHashMap<>(16, 0.75f, true);

  private final ArrayDeque<Integer> free = new ArrayDeque<>();
  private final Queue<Lease> returned = new ConcurrentLinkedQueue<>();
  private final AtomicInteger held = new AtomicInteger();
  private int slots;

  /** An environment's hold on a slot of this child. */
  final class Lease {
    /** −1: none now. */
    private int slot = -1;

    private final AtomicBoolean given = new AtomicBoolean();

    Child child() {
      return Child.this;
    }

    /** The environment is gone; called by any thread. */
    void giveBack() {
      if (given.compareAndSet(false, true)) {
        returned.add(this);
        held.decrementAndGet();
      }
    }
  }

  /** Takes over a process. */
  Child(PythonLink link) {
    this.link = link;
  }

  PythonSpaces spaces() {
    return link.spaces();
  }

  boolean isAlive() {
    return link.isAlive();
  }

  long pid() {
    return link.pid();
  }

  Lease lease() {
    held.incrementAndGet();
    return new Lease();
  }

  /** Leases that were not given back. */
  int held() {
    return held.get();
  }

  /** Begins the episode in the lease's slot; returns its first state. */
  synchronized byte[] reset(Lease lease, EpisodeRecord episode) {
    hold(lease);
    return link.states(PythonProcess.RESET, episode.replay(lease.slot), 1);
  }

  /**
   * Makes a step.
   *
   * @param episode up to here
   * @return the state it led to
   */
  synchronized byte[] step(Lease lease, EpisodeRecord episode, byte[] action) {
    resume(lease, episode);
    byte[] request =
        PythonProcess.littleEndian(Integer.BYTES + action.length)
            .putInt(lease.slot)
            .put(action)
            .array();
    return link.states(PythonProcess.STEP, request, 1);
  }

  /** How the environment shows its state. */
  synchronized Drawing render(Lease lease, EpisodeRecord episode) {
    resume(lease, episode);
    return Drawing.of(
        link.call(
            PythonProcess.RENDER,
            PythonProcess.littleEndian(Integer.BYTES).putInt(lease.slot).array()));
  }

  /** Gives the lease a slot in which its episode stands where it should. */
  private void resume(Lease lease, EpisodeRecord episode) {
    if (!hold(lease)) {
      byte[] again =
          link.states(PythonProcess.REPLAY, episode.replay(lease.slot), 1, 1 + episode.steps());
      if (!Arrays.equals(again, episode.state())) {
        throw BrokenGameException.failed(
            link.setup().game(),
            "the same seed ("
                + episode.seed()
                + ") and actions led to another state; if a reset with a seed does not set all anew, "
                + "environment.fresh=true makes a new environment for each episode");
      }
    }
  }

  /** Whether the lease had a slot already; it has one now. */
  private boolean hold(Lease lease) {
    if (lease.slot >= 0) {
      leases.get(lease); // used now
      return true;
    }
    for (Lease back = returned.poll(); back != null; back = returned.poll()) {
      take(back);
    }
    if (free.isEmpty() && slots == MOST_SLOTS) {
      Iterator<Map.Entry<Lease, Boolean>> oldest = leases.entrySet().iterator();
      take(oldest.next().getKey());
    }
    Integer slot = free.poll();
    lease.slot = slot == null ? slots++ : slot;
    leases.put(lease, true);
    return false;
  }

  private void take(Lease lease) {
    if (leases.remove(lease) != null) {
      free.add(lease.slot);
      lease.slot = -1;
    }
  }

  @Override
  public void close() {
    link.close();
  }
}
