package io.muzero.launcher.diagnose;

import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Has something done by other threads, and waits no longer for it than somebody wants. */
final class Waiting {
  private static final long MILLISECONDS = 50;

  private Waiting() {}

  /** Threads that do not keep the process alive, whatever they are at. */
  static ExecutorService threads(int count, String name) {
    return Executors.newFixedThreadPool(
        count,
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        });
  }

  /**
   * Waits for an answer; what failed on the other thread fails here.
   *
   * @param goOn asked many times a second; at false the other thread is left to itself
   * @return empty when it was left
   * @throws IllegalStateException when this thread is interrupted meanwhile
   */
  static <T> Optional<T> await(Future<T> answer, BooleanSupplier goOn) {
    try {
      while (answer.isDone() || goOn.getAsBoolean()) {
        try {
          return Optional.of(answer.get(MILLISECONDS, TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
          // It is asked again whether to go on.
        }
      }
      return Optional.empty();
    } catch (ExecutionException e) {
      throw failure(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while an agent is examined", e);
    }
  }

  private static RuntimeException failure(ExecutionException e) {
    if (e.getCause() instanceof Error error) {
      throw error;
    }
    return e.getCause() instanceof RuntimeException cause
        ? cause
        : new IllegalStateException("the examination failed", e.getCause());
  }
}
