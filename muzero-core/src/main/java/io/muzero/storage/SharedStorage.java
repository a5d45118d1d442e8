package io.muzero.storage;

import io.muzero.network.Weights;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What the threads of a run share: the newest weights, counters, and the end signal. Thread-safe.
 *
 * <p>Weights are handed over as an immutable snapshot in one reference, so that a reader never sees a half-written set and
 * never waits.
 */
public final class SharedStorage {
  private final AtomicReference<Weights> weights;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final AtomicLong trainingSteps = new AtomicLong();
  private final AtomicLong games = new AtomicLong();
  private final AtomicLong environmentSteps = new AtomicLong();
  private final AtomicLong simulations = new AtomicLong();
  private final AtomicLong reanalysed = new AtomicLong();
  private volatile boolean stopping;

  /** Starts with the given weights. */
  public SharedStorage(Weights initial) {
    weights = new AtomicReference<>(initial);
  }

  /** The newest weights. */
  public Weights weights() {
    return weights.get();
  }

  /** Hands out new weights; players take them before their next move. */
  public void publish(Weights newest) {
    weights.set(newest);
  }

  /** Training steps done, over all sittings of the run. */
  public AtomicLong trainingSteps() {
    return trainingSteps;
  }

  /** Games finished. */
  public AtomicLong games() {
    return games;
  }

  /** Steps made in the real environment. */
  public AtomicLong environmentSteps() {
    return environmentSteps;
  }

  /** Simulations searched in self-play. */
  public AtomicLong simulations() {
    return simulations;
  }

  /** Positions whose targets were refreshed. */
  public AtomicLong reanalysed() {
    return reanalysed;
  }

  /** Asks every thread to end after what it is doing. */
  public void requestStop() {
    stopping = true;
  }

  /** Whether the run is to end. */
  public boolean stopping() {
    return stopping;
  }

  /** Ends the run because of a failure; the first one is kept, later ones are attached to it. */
  public void fail(Throwable cause) {
    if (!failure.compareAndSet(null, cause)) {
      Throwable first = failure.get();
      if (first != null && first != cause) {
        first.addSuppressed(cause);
      }
    }
    stopping = true;
  }

  /** The failure that ended the run, when one did. */
  public @Nullable Throwable failure() {
    return failure.get();
  }
}
