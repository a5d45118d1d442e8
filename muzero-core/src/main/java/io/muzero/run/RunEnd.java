package io.muzero.run;

import java.util.concurrent.CountDownLatch;

/** When a run is done, and what comes after its last training step. Thread-safe. */
final class RunEnd {
  private final RunPace pace;

  /** Opens when the last checkpoint is written or nothing is to be written. */
  private final CountDownLatch saved = new CountDownLatch(1);

  /** Whether somebody asked for the end, or something failed: then nothing more is begun. */
  private volatile boolean stopped;

  RunEnd(RunPace pace) {
    this.pace = pace;
  }

  /** Whether a bound is reached at this training step. */
  boolean isDone(long step) {
    return pace.isDone(step);
  }

  /** The share of the run that is done with this training step, within [0, 1]. */
  double learned(long step) {
    return pace.learned(step);
  }

  /** Whether so many evaluations in a row found no wrong decision that the run is done. */
  boolean isGoodEnough() {
    return pace.isGoodEnough();
  }

  /** Begins nothing more. */
  void stop() {
    stopped = true;
  }

  /** Whether nothing more is to be begun. */
  boolean isStopped() {
    return stopped;
  }

  /** Lets those go on who {@linkplain #awaitSaved wait}: the last checkpoint is written. */
  void saved() {
    saved.countDown();
  }

  /** Waits until the last checkpoint is written or nothing is to be written. */
  void awaitSaved() throws InterruptedException {
    saved.await();
  }
}
