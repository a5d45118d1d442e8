package io.muzero.launcher.guard;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Knows which threads are inside a game's code, and since when. A call that does not come back is
 * told. When the end is asked for, its thread is interrupted, which ends most waits; where that
 * does not help the process ends without it, because no thread can be made to leave code that does
 * not listen.
 *
 * <p>Thread-safe. A call inside another is part of that one.
 */
public final class GameCalls {
  /** Seconds in which a game should answer. */
  static final double ANSWER = 5;

  /** Seconds in which a player of a game should choose: it may search. */
  static final double CHOICE = 60;

  /** Seconds that a call has to come back after it was interrupted. */
  private static final double GRACE = 2;

  /** A call that was told is told again, of another time, when it takes that much longer. */
  private static final double LONGER = 2;

  private static final double NANOSECONDS = 1e9;
  private static final long LOOK_MILLIS = 500;

  private final LongSupplier nanoTime;
  private final List<Asking> threads = new CopyOnWriteArrayList<>();
  private final ThreadLocal<Asking> mine = ThreadLocal.withInitial(this::thread);

  /** Seconds after which a call is told that was told before; of the thread that looks. */
  private final Map<String, Double> patience = new HashMap<>();

  private final AtomicReference<@Nullable SlowCall> slowest = new AtomicReference<>();

  /**
   * A call that took longer than {@link #ANSWER}.
   *
   * @param what was asked for
   * @param seconds it took
   */
  public record SlowCall(String what, double seconds) {}

  /** Who is told. */
  public interface Listener {
    /** A line for people. */
    void note(String line);

    /** Whether the command was asked to end. */
    boolean stopAsked();

    /** Ends the process, which the game keeps from ending as the line says. */
    void end(String line);
  }

  /** A call that goes on; each is another object. */
  private static final class Call {
    final String game;
    final String what;
    final double patience;
    final long since;
    private boolean over;
    private boolean interrupted;

    Call(String game, String what, double patience, long since) {
      this.game = game;
      this.what = what;
      this.patience = patience;
      this.since = since;
    }

    /** Interrupts its thread once. */
    synchronized void interrupt(Thread thread) {
      if (!over && !interrupted) {
        interrupted = true;
        thread.interrupt();
      }
    }

    /** It has come back; what interrupted it was not meant for what its thread does next. */
    synchronized void back() {
      over = true;
      if (interrupted) {
        Thread.interrupted();
      }
    }
  }

  /** A thread that asks games. */
  private static final class Asking {
    final Thread thread = Thread.currentThread();

    /** Null outside; written by that thread alone. */
    volatile @Nullable Call now;

    // Of the thread that looks.

    /** What was told and has not come back since. */
    @Nullable Call told;

    /** When what goes on was interrupted; 0 when it was not. */
    double interruptedAt;
  }

  /** {@code nanoTime}: as {@link System#nanoTime}. */
  public GameCalls(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  private Asking thread() {
    Asking thread = new Asking();
    threads.add(thread);
    return thread;
  }

  /**
   * Asks a game for something.
   *
   * @param game the game's name
   * @param what it is asked for, in a word
   * @param patience seconds after which it counts as blocked
   */
  <T> T ask(String game, String what, double patience, Supplier<T> question) {
    Asking thread = mine.get();
    if (thread.now != null) {
      return question.get();
    }
    Call call = new Call(game, what, patience, nanoTime.getAsLong());
    thread.now = call;
    try {
      return question.get();
    } finally {
      thread.now = null;
      call.back();
      noteTime(call);
    }
  }

  private void noteTime(Call call) {
    double seconds = seconds(call);
    if (seconds > ANSWER) {
      SlowCall slow = new SlowCall(call.what, seconds);
      slowest.accumulateAndGet(
          slow, (old, other) -> old == null || slow.seconds > old.seconds ? slow : old);
    }
  }

  /** The slowest call that has come back, when one took longer than a game should need. */
  public Optional<SlowCall> slowest() {
    return Optional.ofNullable(slowest.get());
  }

  private double seconds(Call call) {
    return (nanoTime.getAsLong() - call.since) / NANOSECONDS;
  }

  /** Looks at all threads, on a daemon of its own, as long as the process lives. */
  public void watch(Listener listener) {
    Thread thread =
        new Thread(
            () -> {
              while (true) {
                try {
                  TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                } catch (InterruptedException e) {
                  return;
                }
                look(listener);
              }
            },
            "game watch");
    thread.setDaemon(true);
    thread.start();
  }

  /** Looks once; by one thread at a time. */
  void look(Listener listener) {
    for (Asking asking : threads) {
      look(asking, listener);
    }
  }

  private void look(Asking asking, Listener listener) {
    Call now = asking.now;
    Call told = asking.told;
    if (told != null && told != now) {
      listener.note("the game " + told.game + " has come back from " + told.what);
      asking.told = null;
    }
    if (now == null || seconds(now) <= now.patience) {
      asking.interruptedAt = 0;
      return;
    }
    double seconds = seconds(now);
    if (listener.stopAsked()) {
      if (asking.interruptedAt == 0) {
        asking.interruptedAt = seconds;
        now.interrupt(asking.thread);
      } else if (seconds - asking.interruptedAt > GRACE) {
        listener.end("ended: " + blocked(now));
      }
    } else if (asking.told == null && seconds > patience.getOrDefault(now.what, 0.0)) {
      listener.note(blocked(now) + "; Ctrl-C ends");
      asking.told = now;
      patience.put(now.what, LONGER * seconds);
    }
  }

  private String blocked(Call call) {
    return String.format(
        Locale.ROOT,
        "the game %s has not come back from %s for %.0f s",
        call.game,
        call.what,
        seconds(call));
  }
}
