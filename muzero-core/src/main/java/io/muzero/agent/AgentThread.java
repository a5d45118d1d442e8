package io.muzero.agent;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A thread with its workplace: requests are answered in the order in which they came. Thread-safe.
 *
 * <p>It is a daemon, so that an agent that was never closed does not keep the process alive.
 */
final class AgentThread {
  private static final long TICK_MILLISECONDS = 100;

  private final ExecutorService executor;
  private final Workplace workplace;
  private final AtomicInteger requests = new AtomicInteger();

  AgentThread(AgentSetup setup, int number) {
    workplace = new Workplace(setup);
    executor =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "agent-" + setup.game().name() + "-" + number);
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Requests that are being answered or wait. */
  int requests() {
    return requests.get();
  }

  /**
   * Asks for something.
   *
   * @throws IllegalStateException when the thread has been closed
   */
  <T> Future<T> ask(Function<Workplace, T> request) {
    requests.incrementAndGet();
    try {
      return CompletableFuture.supplyAsync(
          () -> {
            try {
              return request.apply(workplace);
            } finally {
              requests.decrementAndGet();
            }
          },
          executor);
    } catch (RejectedExecutionException e) {
      requests.decrementAndGet();
      throw new IllegalStateException("this agent has been closed", e);
    }
  }

  /** Has something done, and waits for it; a closed thread has nothing left that it could do. */
  void doUnlessClosed(Consumer<Workplace> task) {
    Future<Boolean> done;
    try {
      done =
          ask(
              place -> {
                task.accept(place);
                return true;
              });
    } catch (IllegalStateException e) {
      return;
    }
    await(done);
  }

  /** Asks, and waits for the answer. */
  <T> T answer(Function<Workplace, T> request) {
    return await(ask(request));
  }

  /**
   * Waits for an answer; what failed on the other thread fails here.
   *
   * @throws IllegalStateException when this thread is interrupted meanwhile
   */
  static <T> T await(Future<T> answer) {
    return await(answer, () -> {});
  }

  /** As above; while it waits, {@code tick} is called several times a second. */
  static <T> T await(Future<T> answer, Runnable tick) {
    try {
      while (true) {
        try {
          return answer.get(TICK_MILLISECONDS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          tick.run();
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw new IllegalStateException("the agent failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the agent decides", e);
    }
  }

  /** Takes no more requests, and frees the workplace when those there are have been answered. */
  Future<Boolean> close() {
    Future<Boolean> freed =
        ask(
            place -> {
              place.close();
              return true;
            });
    executor.shutdown();
    return freed;
  }
}
