package io.muzero.storage;

import io.muzero.network.Weights;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What the threads of a run share beside the replay buffer: the newest weights, totals, and the
 * signal to end.
 *
 * <p>Weights are immutable snapshots handed over by one reference, so a reader always has a whole
 * set and nobody waits. Thread-safe.
 */
public final class SharedStorage {
  private final AtomicReference<Weights> weights;
  private final AtomicLongArray counters = new AtomicLongArray(Counter.values().length);
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /** A storage whose players begin with these weights. */
  public SharedStorage(Weights first) {
    weights = new AtomicReference<>(first);
  }

  /** The newest weights for the players. */
  public Weights weights() {
    return Objects.requireNonNull(weights.get());
  }

  /** Hands weights to the players, who take them over at their next move. */
  public void publish(Weights newest) {
    weights.set(newest);
  }

  /** Adds to a total. */
  public void add(Counter counter, long count) {
    counters.addAndGet(counter.ordinal(), count);
  }

  /** A total. */
  public long get(Counter counter) {
    return counters.get(counter.ordinal());
  }

  /** All totals by name, as a manifest keeps them. */
  public Map<String, Long> counters() {
    Map<String, Long> map = new TreeMap<>();
    for (Counter counter : Counter.values()) {
      map.put(counter.key(), get(counter));
    }
    return map;
  }

  /** Takes over the totals of a manifest; what it lacks is 0. */
  public void restoreCounters(Map<String, Long> saved) {
    for (Counter counter : Counter.values()) {
      counters.set(counter.ordinal(), saved.getOrDefault(counter.key(), 0L));
    }
  }

  /** Tells every thread to end after what it is doing. */
  public void end() {
    end.countDown();
  }

  /** Ends the run because something failed; the first failure is kept, later ones join it. */
  public void fail(Throwable cause) {
    if (!failure.compareAndSet(null, cause)) {
      Throwable first = failure.get();
      if (first != null && first != cause) {
        first.addSuppressed(cause);
      }
    }
    end();
  }

  /** Whether the run is to end. */
  public boolean ended() {
    return end.getCount() == 0;
  }

  /** Waits for the end, at most that long; returns whether it has come. */
  public boolean awaitEnd(long milliseconds) throws InterruptedException {
    return end.await(milliseconds, TimeUnit.MILLISECONDS);
  }

  /** What failed, or null. */
  public @Nullable Throwable failure() {
    return failure.get();
  }
}
