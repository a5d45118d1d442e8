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
 * @param nanos wall time of the fastest lap divided by the additions of all threads
 * @param lost share of what was added that is not in the end's sum, in the worst lap; within 0 to 1
 */
public record Price(Guard guard, int threads, double nanos, double lost) {
  private static final long LEAST_NANOS = 20_000_000;
  private static final int FIRST_ADDITIONS = 1 << 17;
  private static final int LAPS = 5;

  /** Sum of eight additions of {@link Counter#addMany}: 0 + 1 + … + 7. */
  private static final long SUM_OF_EIGHT = 28;

  /**
   * Measures it: ever more additions until they take 20 ms, which warms up, too; then the fastest
   * of five laps, the one that others on the machine disturbed least.
   */
  public static Price measure(Guard guard, int threads, Stopwatch stopwatch)
      throws InterruptedException {
    int additions = FIRST_ADDITIONS;
    while (run(guard.counter(), threads, additions, stopwatch) < LEAST_NANOS
        && additions < 1 << 29) {
      additions *= 2;
    }
    double all = (double) threads * additions;
    double nanos = Double.POSITIVE_INFINITY;
    double lost = 0;
    for (int lap = 0; lap < LAPS; lap++) {
      Counter counter = guard.counter();
      nanos = Math.min(nanos, run(counter, threads, additions, stopwatch) / all);
      lost = Math.max(lost, 1 - counter.get() / (all / 8 * SUM_OF_EIGHT));
    }
    return new Price(guard, threads, nanos, lost);
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
                counter.addMany(additions);
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
