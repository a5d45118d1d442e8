package io.muzero.totient.sharing;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/** What keeps two threads from changing a number at the same time. */
public enum Guard {
  /** Nothing: reading, adding and writing are three steps, and another thread may come between. */
  NONE {
    @Override
    public Counter counter() {
      return new Plain();
    }
  },

  /** The language's monitor. */
  SYNCHRONIZED {
    @Override
    public Counter counter() {
      return new Monitored();
    }
  },

  /** A {@link ReentrantLock}. */
  LOCK {
    @Override
    public Counter counter() {
      return new Locked();
    }
  },

  /** An {@link AtomicLong}: one instruction of the processor, no lock. */
  ATOMIC {
    @Override
    public Counter counter() {
      return new Atomic();
    }
  },

  /** A {@link LongAdder}: several cells, so that threads seldom meet; reading adds them up. */
  ADDER {
    @Override
    public Counter counter() {
      return new Spread();
    }
  };

  /** A counter guarded so, at 0. */
  public abstract Counter counter();

  /** The name on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static final class Plain implements Counter {
    private long value;

    @Override
    public void add(long amount) {
      value += amount;
    }

    @Override
    public void addMany(int additions) {
      for (int n = 0; n < additions; n++) {
        add(n & 7);
      }
    }

    @Override
    public long get() {
      return value;
    }

    @Override
    public void set(long value) {
      this.value = value;
    }
  }

  private static final class Monitored implements Counter {
    private long value;

    @Override
    public synchronized void add(long amount) {
      value += amount;
    }

    @Override
    public void addMany(int additions) {
      for (int n = 0; n < additions; n++) {
        add(n & 7);
      }
    }

    @Override
    public synchronized long get() {
      return value;
    }

    @Override
    public synchronized void set(long value) {
      this.value = value;
    }
  }

  private static final class Locked implements Counter {
    private final ReentrantLock lock = new ReentrantLock();
    private long value;

    @Override
    public void add(long amount) {
      lock.lock();
      try {
        value += amount;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void addMany(int additions) {
      for (int n = 0; n < additions; n++) {
        add(n & 7);
      }
    }

    @Override
    public long get() {
      lock.lock();
      try {
        return value;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void set(long value) {
      lock.lock();
      try {
        this.value = value;
      } finally {
        lock.unlock();
      }
    }
  }

  private static final class Atomic implements Counter {
    private final AtomicLong value = new AtomicLong();

    @Override
    public void add(long amount) {
      value.addAndGet(amount);
    }

    @Override
    public void addMany(int additions) {
      for (int n = 0; n < additions; n++) {
        add(n & 7);
      }
    }

    @Override
    public long get() {
      return value.get();
    }

    @Override
    public void set(long value) {
      this.value.set(value);
    }
  }

  private static final class Spread implements Counter {
    private final LongAdder value = new LongAdder();

    @Override
    public void add(long amount) {
      value.add(amount);
    }

    @Override
    public void addMany(int additions) {
      for (int n = 0; n < additions; n++) {
        add(n & 7);
      }
    }

    @Override
    public long get() {
      return value.sum();
    }

    @Override
    public void set(long value) {
      this.value.reset();
      this.value.add(value);
    }
  }
}
