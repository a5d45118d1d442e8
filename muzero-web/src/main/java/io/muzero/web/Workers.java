package io.muzero.web;

import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * The threads that think: some for searches, some for reference players, one for solvers, so that
 * none of these waits for another. Searches come in slices of some milliseconds that take turns,
 * and so do solvers by single moves; a reference player's move cannot be divided. Thread-safe.
 */
final class Workers implements AutoCloseable {
  private static final Logger LOG = LogManager.getLogger(Workers.class);

  private final Pool searches;
  private final Pool players;
  private final Pool solvers;

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
   * @param most tasks of each kind that may wait or run at once
   */
  Workers(int threads, int most) {
    searches = new Pool("search", threads, most, "searches");
    // One move that takes seconds must not hold up all others.
    players = new Pool("player", Math.max(4, threads), most, "moves");
    solvers = new Pool("solver", 1, most, "games");
  }

  /** Threads with a queue, in which unfinished tasks go to the end. */
  private static final class Pool {
    private final ThreadPoolExecutor threads;
    private final AtomicInteger tasks = new AtomicInteger();
    private final int most;
    private final String noun;

    Pool(String name, int count, int most, String noun) {
      this.most = most;
      this.noun = noun;
      threads =
          new ThreadPoolExecutor(
              count,
              count,
              0,
              TimeUnit.SECONDS,
              new LinkedBlockingQueue<>(),
              task -> {
                Thread thread = new Thread(task, name);
                thread.setDaemon(true);
                return thread;
              });
    }

    private void begin(Task task) {
      if (tasks.incrementAndGet() > most) {
        tasks.decrementAndGet();
        throw HttpProblem.busy(most + " " + noun + " wait already; try again in a moment");
      }
      threads.execute(() -> slice(task));
    }

    /** One slice, then to the end of the queue. */
    private void slice(Task task) {
      boolean more = false;
      try {
        more = task.slice();
      } catch (RuntimeException | Error e) {
        LOG.error("a task failed", e);
      }
      if (more && !threads.isShutdown()) {
        threads.execute(() -> slice(task));
      } else {
        tasks.decrementAndGet();
      }
    }
  }

  /**
   * Begins a search.
   *
   * @throws HttpProblem 429 when too many wait already
   */
  void begin(Task search) {
    searches.begin(search);
  }

  /**
   * Begins a reference player's move, which may take seconds at one go.
   *
   * @throws HttpProblem 429 when too many wait already
   */
  void beginMove(Runnable move) {
    players.begin(
        () -> {
          move.run();
          return false;
        });
  }

  /**
   * Begins a solver's look at a game, a move a slice.
   *
   * @throws HttpProblem 429 when too many wait already
   */
  void beginJudge(Task judge) {
    solvers.begin(judge);
  }

  /** Ends the threads after what they do now. */
  @Override
  public void close() {
    for (Pool pool : List.of(searches, players, solvers)) {
      pool.threads.shutdownNow();
    }
  }
}
