package io.muzero.totient.work;

import io.muzero.totient.work.Piecework.Done;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One thread a worker: started, made ready, let go together, and joined.
 *
 * <p>Between "all are ready" and "go" lies the border between start-up and work. The first failure
 * of any thread stops the others after their piece, and is thrown once all have ended.
 */
public final class Crew {
  private final Stopwatch stopwatch;
  private final ThreadFactory threads;

  /** A crew of such threads. */
  public Crew(Stopwatch stopwatch, ThreadFactory threads) {
    this.stopwatch = stopwatch;
    this.threads = threads;
  }

  /** Prepares what a worker sums with. */
  @FunctionalInterface
  public interface Tools {
    /**
     * Called on the worker's thread before the work begins.
     *
     * @param worker from 0
     */
    Summer prepare(int worker) throws InterruptedException;
  }

  /**
   * Does a job.
   *
   * @param tools makes each worker ready
   * @param abandon called once if a worker fails, on its thread: ends what others may wait for
   */
  public Lap run(Job job, Tools tools, Progress progress, Runnable abandon)
      throws InterruptedException {
    return new Shift(job, tools, progress, abandon).run();
  }

  /** One run. */
  private final class Shift {
    private final Job job;
    private final Tools tools;
    private final Progress progress;
    private final Runnable abandon;
    private final Dealer dealer;
    private final CountDownLatch ready;
    private final CountDownLatch go = new CountDownLatch(1);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final List<List<Done>> done = new ArrayList<>();

    /** Set before the workers are let go, so that they see it. */
    private volatile Piecework piecework;

    Shift(Job job, Tools tools, Progress progress, Runnable abandon) {
      this.job = job;
      this.tools = tools;
      this.progress = progress;
      this.abandon = abandon;
      Dealer all = job.deal().dealer(job);
      dealer = worker -> failure.get() == null ? all.next(worker) : null;
      ready = new CountDownLatch(job.workers());
      piecework = new Piecework(stopwatch, progress, 0);
    }

    Lap run() throws InterruptedException {
      long cpu = stopwatch.threadCpuNanos();
      long called = stopwatch.nanos();
      List<Thread> started = new ArrayList<>();
      try {
        for (int worker = 0; worker < job.workers(); worker++) {
          int number = worker;
          List<Done> mine = new ArrayList<>();
          done.add(mine);
          Thread thread = threads.newThread(() -> work(number, mine));
          started.add(thread);
          thread.start();
        }
        ready.await();
        long began = stopwatch.nanos();
        piecework = new Piecework(stopwatch, progress, began);
        go.countDown();
        for (Thread thread : started) {
          thread.join();
        }
        rethrow(failure.get());
        return piecework
            .end(began - called, done.stream().flatMap(List::stream).toList())
            .withMoreCpu(stopwatch.threadCpuNanos() - cpu);
      } catch (InterruptedException | RuntimeException | Error e) {
        // Interrupted, or no further thread could be started: those that wait must not wait on.
        fail(e);
        started.forEach(Thread::interrupt);
        throw e;
      }
    }

    private void work(int worker, List<Done> mine) {
      boolean announced = false;
      try {
        Summer summer = tools.prepare(worker);
        announced = true;
        ready.countDown();
        go.await();
        piecework.performAll(worker, dealer, summer, mine);
      } catch (Throwable e) {
        fail(e);
        if (!announced) {
          ready.countDown();
        }
      }
    }

    private void fail(Throwable e) {
      if (failure.compareAndSet(null, e)) {
        abandon.run();
      }
    }
  }

  /** Throws what a thread died of, on the thread that asks. */
  private static void rethrow(@Nullable Throwable failure) {
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
    if (failure != null) {
      throw new IllegalStateException("a worker was interrupted", failure);
    }
  }
}
