package io.muzero.agent;

import io.muzero.environment.Episode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A search of one state that can be watched, stopped and continued.
 *
 * <p>It searches only while a thread is inside {@link #advance} or {@link #finish}; between small
 * slices of it the agent's thread answers others too, so many searches share an agent fairly.
 * However the simulations are divided, the same tree comes out, up to the rounding of networks that
 * compute batches of another size.
 *
 * <p>Thread-safe: one thread at a time advances it, while others cancel it, take snapshots or look
 * at the tree. It holds native memory and trees until it is closed; closing its agent closes it
 * too.
 */
public final class SearchSession implements AutoCloseable {
  /** Simulations after which the agent's thread turns to others, and cancelling is heard. */
  private static final int SLICE = 32;

  private final AgentThread thread;
  private final EpisodeSearch search;
  private final SearchPlan plan;

  /** Held by the thread that advances or closes. */
  private final Object turn = new Object();

  /** What was seen so far, the oldest first; guarded by itself, as are the two below. */
  private final List<Decision> snapshots = new ArrayList<>();

  private @Nullable Decision newest;

  /** Fewest simulations between two that are kept; doubles whenever there are too many. */
  private int apart = 1;

  private volatile boolean cancelled;
  private volatile boolean closed;

  private SearchSession(AgentThread thread, EpisodeSearch search, SearchPlan plan) {
    this.thread = thread;
    this.search = search;
    this.plan = plan;
  }

  /** Begins a search on an agent's thread. */
  static SearchSession begin(AgentThread thread, Episode episode, SearchPlan plan) {
    return thread.answer(
        place -> {
          SearchSession session = new SearchSession(thread, place.begin(episode, plan), plan);
          session.record();
          return session;
        });
  }

  /** How long it is to be. */
  public SearchPlan plan() {
    return plan;
  }

  /**
   * Searches on.
   *
   * @param simulations simulations to add in each symmetric image, at least 0; fewer are added when
   *     the plan's most are reached or {@link #cancel} is called
   * @return what the search knows now
   * @throws IllegalStateException when the search or its agent has been closed
   */
  public Decision advance(int simulations) {
    if (simulations < 0) {
      throw new IllegalArgumentException("simulations must be at least 0, was " + simulations);
    }
    synchronized (turn) {
      requireOpen();
      cancelled = false;
      return advanceBySlices(simulations);
    }
  }

  /**
   * Searches until the simulations that the plan lays it out for are done.
   *
   * @return the decision; that of {@link TrainedAgent#decide(io.muzero.environment.Episode)} when
   *     the plan has its simulations
   * @throws IllegalStateException when the search or its agent has been closed
   */
  public Decision finish() {
    synchronized (turn) {
      requireOpen();
      cancelled = false;
      return advanceBySlices(Math.max(0, plan.simulations() - latest().simulations()));
    }
  }

  private Decision advanceBySlices(int simulations) {
    int left = simulations;
    boolean more = true;
    while (more && left > 0 && !stopped()) {
      int slice = Math.min(left, SLICE);
      int done = thread.answer(place -> advanceSlice(slice));
      left -= done;
      more = done == slice;
    }
    return thread.answer(place -> record());
  }

  /** Used by the agent's thread; returns the simulations added. */
  private int advanceSlice(int simulations) {
    int done = 0;
    boolean more = true;
    while (more && done < simulations && !stopped()) {
      int step = simulations - done;
      int every = every();
      if (every > 0) {
        step = Math.min(step, every - search.simulations() % every);
      }
      int added = search.advance(step);
      done += added;
      more = added == step;
      if (every > 0 && search.simulations() % every == 0) {
        record();
      }
    }
    return done;
  }

  /** Simulations between two snapshots, of which each divides a batch in two; 0: none. */
  private int every() {
    synchronized (snapshots) {
      return (int) Math.min(Integer.MAX_VALUE, (long) plan.snapshotEvery() * apart);
    }
  }

  /** Takes a snapshot unless there is one of as many simulations; by the agent's thread. */
  private Decision record() {
    synchronized (snapshots) {
      Decision now = newest;
      if (now == null || now.simulations() != search.simulations()) {
        now = search.decision();
        newest = now;
        if (snapshots.isEmpty() || now.simulations() - lastKept() >= apart) {
          snapshots.add(now);
          thin();
        }
      }
      return now;
    }
  }

  private int lastKept() {
    return snapshots.get(snapshots.size() - 1).simulations();
  }

  /** Keeps every second one when there are too many, the first always. */
  private void thin() {
    if (snapshots.size() > plan.snapshotsKept()) {
      List<Decision> kept = new ArrayList<>();
      for (int i = 0; i < snapshots.size(); i += 2) {
        kept.add(snapshots.get(i));
      }
      snapshots.clear();
      snapshots.addAll(kept);
      apart *= 2;
    }
  }

  private boolean stopped() {
    return cancelled || closed;
  }

  /** Stops the advance that is going on, if there is one; the search can go on later. */
  public void cancel() {
    cancelled = true;
  }

  /** The newest snapshot; also while it searches, and after it was closed. */
  public Decision latest() {
    synchronized (snapshots) {
      return Objects.requireNonNull(newest, "a search begins with a snapshot");
    }
  }

  /**
   * The snapshots that the plan keeps, by growing numbers of simulations; the first has none, the
   * last is the newest. Also while it searches, and after it was closed.
   */
  public List<Decision> snapshots() {
    synchronized (snapshots) {
      List<Decision> all = new ArrayList<>(snapshots);
      Decision last = latest();
      if (last.simulations() != lastKept()) {
        all.add(last);
      }
      return List.copyOf(all);
    }
  }

  /**
   * The tree as it is now; while it searches, between two slices.
   *
   * @param depth moves below the root, within [0, 1000]
   * @throws IllegalStateException when the search or its agent has been closed
   */
  public SearchNode tree(int depth) {
    if (depth < 0 || depth > 1000) {
      throw new IllegalArgumentException("depth must be within [0, 1000], was " + depth);
    }
    requireOpen();
    return thread.answer(
        place -> {
          requireOpen();
          return search.root(depth);
        });
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("this search has been closed");
    }
  }

  /** Stops it and frees its memory; closing twice does nothing. */
  @Override
  public void close() {
    closed = true;
    cancelled = true;
    synchronized (turn) {
      thread.doUnlessClosed(place -> place.end(search));
    }
  }
}
