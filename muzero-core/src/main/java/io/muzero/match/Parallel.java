package io.muzero.match;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.ToIntFunction;

/**
 * One thread for each processor, which decide turn by turn for players who decide alone. Used by
 * one thread; owns the others, which are daemons.
 */
final class Parallel implements AutoCloseable {
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
   * @param goOn asked before each, on any thread; false gives up
   * @param how decides in one, on any thread
   * @throws CancellationException when it gave up
   */
  int[] choose(List<Turn> turns, BooleanSupplier goOn, ToIntFunction<Turn> how) {
    List<Future<Integer>> asked = new ArrayList<>(turns.size());
    for (Turn turn : turns) {
      asked.add(
          threads.submit(
              () -> {
                if (!goOn.getAsBoolean()) {
                  throw new CancellationException("the match was stopped");
                }
                return how.applyAsInt(turn);
              }));
    }
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
      throw failure;
    }
    return actions;
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
