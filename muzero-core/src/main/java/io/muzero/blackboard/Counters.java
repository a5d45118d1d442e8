package io.muzero.blackboard;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLongArray;

/** Totals and last values of a run. Thread-safe. */
public final class Counters {
  private final AtomicLongArray counts = new AtomicLongArray(Counter.values().length);

  /** Adds to a total. */
  public void add(Counter counter, long count) {
    counts.addAndGet(counter.ordinal(), count);
  }

  /** Sets a last value. */
  public void set(Counter counter, long value) {
    counts.set(counter.ordinal(), value);
  }

  /** A total, or a last value. */
  public long get(Counter counter) {
    return counts.get(counter.ordinal());
  }

  /** All of them by name, as a manifest keeps them. */
  public Map<String, Long> byName() {
    Map<String, Long> map = new TreeMap<>();
    for (Counter counter : Counter.values()) {
      map.put(counter.key(), get(counter));
    }
    return map;
  }

  /** Takes over those of a manifest; what it lacks is 0. */
  public void restore(Map<String, Long> saved) {
    for (Counter counter : Counter.values()) {
      counts.set(counter.ordinal(), saved.getOrDefault(counter.key(), 0L));
    }
  }
}
