package io.muzero.blackboard;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Tells everybody in a run to end, and keeps what failed. Thread-safe. */
public final class StopSignal {
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /** Tells everybody to end after what they are doing. */
  public void end() {
    end.countDown();
  }

  /** Ends the run because something failed; the first failure is kept, later ones join it. */
  public void fail(Throwable cause) {
    if (!failure.compareAndSet(null, cause)) {
      Throwable first = failure.get();
      if (first != null && first != cause) {
        first.addSuppressed(cause);
      }
    }
    end();
  }

  /** Whether the run is to end. */
  public boolean ended() {
    return end.getCount() == 0;
  }

  /** Waits for the end, at most that long; returns whether it has come. */
  public boolean awaitEnd(long milliseconds) throws InterruptedException {
    return end.await(milliseconds, TimeUnit.MILLISECONDS);
  }

  /** What failed, or null. */
  public @Nullable Throwable failure() {
    return failure.get();
  }

  /**
   * Throws what failed, if anything did.
   *
   * @throws RuntimeException what failed; what is no such exception comes as the cause of one
   */
  public void rethrow() {
    Throwable cause = failure.get();
    if (cause instanceof RuntimeException e) {
      throw e;
    }
    if (cause instanceof Error e) {
      throw e;
    }
    if (cause != null) {
      throw new IllegalStateException("a part of the run failed", cause);
    }
  }
}
