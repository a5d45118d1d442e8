package io.muzero.agent;

import io.muzero.environment.Episode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.BiFunction;

/**
 * The threads that decide for an agent, made as they are needed; all have the same weights and
 * settings, so who decides changes nothing but the time. Thread-safe; owns the threads.
 */
final class AgentThreads implements AutoCloseable {
  private final AgentSetup setup;
  private final int most;
  private final List<AgentThread> threads = new ArrayList<>();
  private boolean closed;

  AgentThreads(AgentSetup setup) {
    this.setup = setup;
    most = setup.threads();
  }

  /** An idle thread; a new one while there may be more; otherwise the one with least to do. */
  synchronized AgentThread free() {
    requireOpen();
    AgentThread least =
        threads.stream().min(Comparator.comparing(AgentThread::requests)).orElse(null);
    if (least == null || least.requests() > 0 && threads.size() < most) {
      return add();
    }
    return least;
  }

  private AgentThread add() {
    AgentThread made = new AgentThread(setup, threads.size() + 1);
    threads.add(made);
    return made;
  }

  private synchronized List<AgentThread> first(int count) {
    requireOpen();
    while (threads.size() < count) {
      add();
    }
    return List.copyOf(threads.subList(0, count));
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("this agent has been closed");
    }
  }

  /**
   * Shares episodes among all threads.
   *
   * @param how decides for some of them
   * @return the answers, in the order of the episodes that they are about
   */
  <T> List<T> share(List<Episode> episodes, BiFunction<Workplace, List<Episode>, T> how) {
    return share(episodes, how, () -> {});
  }

  /** As above; {@code tick} is called now and then on this thread, and must not throw. */
  <T> List<T> share(
      List<Episode> episodes, BiFunction<Workplace, List<Episode>, T> how, Runnable tick) {
    int parts = Math.min(most, Math.max(1, episodes.size()));
    List<AgentThread> deciding = first(parts);
    List<Future<T>> asked = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      int from = (int) ((long) episodes.size() * i / parts);
      int to = (int) ((long) episodes.size() * (i + 1) / parts);
      List<Episode> part = episodes.subList(from, to);
      asked.add(deciding.get(i).ask(place -> how.apply(place, part)));
    }
    return awaitAll(asked, tick);
  }

  /** Waits for all, also when one has failed: until then the others read the caller's episodes. */
  private static <T> List<T> awaitAll(List<Future<T>> asked, Runnable tick) {
    List<T> answers = new ArrayList<>();
    RuntimeException failure = null;
    for (Future<T> future : asked) {
      try {
        answers.add(AgentThread.await(future, tick));
      } catch (RuntimeException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
    return answers;
  }

  /** Waits for what was asked and frees everything; closing twice does nothing. */
  @Override
  public void close() {
    List<Future<Boolean>> freed = new ArrayList<>();
    synchronized (this) {
      if (!closed) {
        closed = true;
        threads.forEach(thread -> freed.add(thread.close()));
      }
    }
    awaitAll(freed, () -> {});
  }
}
