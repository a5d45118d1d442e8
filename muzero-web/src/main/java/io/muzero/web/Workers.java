package io.muzero.web;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * The threads that think. Work comes in slices of some milliseconds that take turns, so that a long
 * search holds nobody up; work that cannot be sliced, such as a solver's, has a thread of its own.
 * Thread-safe.
 */
final class Workers implements AutoCloseable {
  private static final Logger LOG = LogManager.getLogger(Workers.class);

  private final ThreadPoolExecutor searches;
  private final ThreadPoolExecutor slow;
  private final AtomicInteger tasks = new AtomicInteger();
  private final int most;

  /** Work in slices. */
  interface Task {
    /**
     * Does the next slice.
     *
     * @return whether there is more to do
     */
    boolean slice();
  }

  /**
   * Threads.
   *
   * @param threads that search, at least 1
   * @param most tasks that may wait or run at once, of both kinds
   */
  Workers(int threads, int most) {
    this.most = most;
    searches = pool("search", threads);
    slow = pool("solver", 1);
  }

  private static ThreadPoolExecutor pool(String name, int threads) {
    return new ThreadPoolExecutor(
        threads,
        threads,
        0,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        });
  }

  /**
   * Begins a task.
   *
   * @throws HttpProblem 429 when too many wait already
   */
  void begin(Task task) {
    count();
    searches.execute(() -> slice(task));
  }

  /**
   * Begins work that takes seconds at one go.
   *
   * @throws HttpProblem 429 when too many wait already
   */
  void beginSlow(Runnable work) {
    count();
    slow.execute(
        () -> {
          try {
            work.run();
          } catch (RuntimeException | Error e) {
            LOG.error("a task failed", e);
          } finally {
            tasks.decrementAndGet();
          }
        });
  }

  private void count() {
    if (tasks.incrementAndGet() > most) {
      tasks.decrementAndGet();
      throw HttpProblem.busy(most + " searches wait already; try again in a moment");
    }
  }

  /** One slice, then to the end of the queue. */
  private void slice(Task task) {
    boolean more = false;
    try {
      more = task.slice();
    } catch (RuntimeException | Error e) {
      LOG.error("a task failed", e);
    }
    if (more && !searches.isShutdown()) {
      searches.execute(() -> slice(task));
    } else {
      tasks.decrementAndGet();
    }
  }

  /** Ends the threads after what they do now. */
  @Override
  public void close() {
    for (ExecutorService pool : List.of(searches, slow)) {
      pool.shutdownNow();
    }
  }
}
