package io.muzero.totient.sharing;

import io.muzero.totient.work.Stopwatch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * What an addition costs.
 *
 * @param guard what guards the counter
 * @param threads threads that add at the same time
 * @param nanos wall time divided by the additions of all threads
 * @param lost share of the additions that are not in the end's sum, within 0 to 1
 */
public record Price(Guard guard, int threads, double nanos, double lost) {
  private static final long LEAST_NANOS = 100_000_000;
  private static final int FIRST_ADDITIONS = 100_000;

  /** Measures it for about 0.2 s: ever more additions until they take 0.1 s. */
  public static Price measure(Guard guard, int threads, Stopwatch stopwatch)
      throws InterruptedException {
    for (int additions = FIRST_ADDITIONS; ; additions *= 2) {
      Counter counter = guard.counter();
      long nanos = run(counter, threads, additions, stopwatch);
      if (nanos >= LEAST_NANOS || additions > Integer.MAX_VALUE / 4) {
        double all = (double) threads * additions;
        return new Price(guard, threads, nanos / all, 1 - counter.get() / all);
      }
    }
  }

  private static long run(Counter counter, int threads, int additions, Stopwatch stopwatch)
      throws InterruptedException {
    CountDownLatch ready = new CountDownLatch(threads);
    CountDownLatch go = new CountDownLatch(1);
    List<Thread> started = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Thread thread =
          new Thread(
              () -> {
                ready.countDown();
                try {
                  go.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                  return;
                }
                for (int n = 0; n < additions; n++) {
                  counter.add(1);
                }
              },
              "adds");
      thread.setDaemon(true);
      thread.start();
      started.add(thread);
    }
    ready.await();
    long began = stopwatch.nanos();
    go.countDown();
    for (Thread thread : started) {
      thread.join();
    }
    return stopwatch.nanos() - began;
  }
}
