package io.muzero.selfplay;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Agents that share the positions among them, each on a core of its own: one on the calling thread,
 * the others on threads of the team, which make, use and close them.
 *
 * <p>The members have the same weights and settings, so who decides changes nothing but the time.
 */
public final class AgentTeam implements Decider {
  private final Decider first;
  private final List<Helper> helpers = new ArrayList<>();

  /** A member with its thread. */
  private static final class Helper {
    final ExecutorService thread;
    final Future<Decider> made;

    Helper(Supplier<Decider> member) {
      thread =
          Executors.newSingleThreadExecutor(
              task -> {
                Thread worker = new Thread(task, "agent");
                worker.setDaemon(true);
                return worker;
              });
      made = thread.submit(member::get);
    }

    Future<int[]> decide(BiFunction<Decider, List<Position>, int[]> how, List<Position> positions) {
      return thread.submit(() -> how.apply(made.get(), positions));
    }

    void close() {
      Future<?> closed = thread.submit(() -> result(made).close());
      thread.shutdown();
      result(closed);
    }
  }

  /**
   * A team.
   *
   * @param first decides on the calling thread; the team's from now on
   * @param others make the other members, each on its own thread
   */
  public AgentTeam(Decider first, List<Supplier<Decider>> others) {
    this.first = first;
    for (Supplier<Decider> other : others) {
      helpers.add(new Helper(other));
    }
  }

  @Override
  public int[] search(List<Position> positions) {
    return decide(Decider::search, positions);
  }

  @Override
  public int[] policy(List<Position> positions) {
    return decide(Decider::policy, positions);
  }

  private int[] decide(BiFunction<Decider, List<Position>, int[]> how, List<Position> positions) {
    int members = Math.min(helpers.size() + 1, Math.max(1, positions.size()));
    int[] starts = new int[members + 1];
    for (int i = 0; i <= members; i++) {
      starts[i] = (int) ((long) positions.size() * i / members);
    }
    List<Future<int[]>> parts = new ArrayList<>();
    for (int i = 1; i < members; i++) {
      parts.add(helpers.get(i - 1).decide(how, positions.subList(starts[i], starts[i + 1])));
    }
    int[] actions = new int[positions.size()];
    int[] own = how.apply(first, positions.subList(0, starts[1]));
    System.arraycopy(own, 0, actions, 0, own.length);
    for (int i = 1; i < members; i++) {
      int[] part = result(parts.get(i - 1));
      System.arraycopy(part, 0, actions, starts[i], part.length);
    }
    return actions;
  }

  /** Waits; what failed on the other thread fails here. */
  private static <T> T result(Future<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a member of the team failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a member of the team decides", e);
    }
  }

  @Override
  public void close() {
    IllegalStateException failure = null;
    for (Helper helper : helpers) {
      try {
        helper.close();
      } catch (IllegalStateException e) {
        failure = e; // after the others are closed too
      }
    }
    first.close();
    if (failure != null) {
      throw failure;
    }
  }
}
