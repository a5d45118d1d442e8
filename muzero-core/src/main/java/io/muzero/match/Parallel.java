package io.muzero.match;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.ToIntFunction;

/**
 * One thread for each processor, which decide turn by turn for players who decide alone. Used by
 * one thread; owns the others, which are daemons.
 */
final class Parallel implements AutoCloseable {
  /** Between two looks whether to go on: a person does not notice that it waits. */
  private static final long LOOK_MILLIS = 100;

  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          Runtime.getRuntime().availableProcessors(),
          task -> {
            Thread thread = new Thread(task, "match");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * The decisions of all turns; what failed on another thread fails here, when all have ended.
   *
   * @param goOn asked before each and while they are waited for, on any thread; false gives up
   * @param how decides in one, on any thread, which is interrupted when the match is given up
   * @throws CancellationException when it gave up
   */
  int[] choose(List<Turn> turns, BooleanSupplier goOn, ToIntFunction<Turn> how) {
    List<Future<Integer>> asked = new ArrayList<>(turns.size());
    CountDownLatch left = new CountDownLatch(turns.size());
    List<Thread> busy = new CopyOnWriteArrayList<>();
    for (Turn turn : turns) {
      asked.add(
          threads.submit(
              () -> {
                busy.add(Thread.currentThread());
                try {
                  if (!goOn.getAsBoolean()) {
                    throw stopped();
                  }
                  return how.applyAsInt(turn);
                } finally {
                  busy.remove(Thread.currentThread());
                  left.countDown();
                }
              }));
    }
    boolean stopped = !awaitAll(left, goOn, busy);
    int[] actions = new int[asked.size()];
    RuntimeException failure = null;
    for (int i = 0; i < actions.length; i++) {
      try {
        actions[i] = await(asked.get(i));
      } catch (RuntimeException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw stopped ? stopped() : failure; // who was interrupted may say so in other words
    }
    return actions;
  }

  private static CancellationException stopped() {
    return new CancellationException("the match was stopped");
  }

  /** Waits for all; false when they were interrupted because the match was given up. */
  private static boolean awaitAll(CountDownLatch left, BooleanSupplier goOn, List<Thread> busy) {
    boolean going = true;
    try {
      while (!left.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        if (going && !goOn.getAsBoolean()) {
          going = false;
          busy.forEach(Thread::interrupt);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a player decides", e);
    }
    return going;
  }

  private static int await(Future<Integer> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw new IllegalStateException("a player failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a player decides", e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
