package io.muzero.run;

/**
 * Keeps self-play and training from running away from each other: back-pressure both ways.
 *
 * <p>With ratio ρ the learner has trained on at most ρ samples per recorded position, and self-play
 * is at most {@code lead} positions ahead of what the learner has used. One side can always go on.
 * Thread-safe; waiting threads are woken by progress of the other side and by {@link #release}.
 */
public final class ReplayRatio {
  private final double ratio;
  private final long warmUp;
  private final long lead;
  private final int batch;

  private long positions;
  private long samples;
  private boolean released;

  /**
   * A gate.
   *
   * @param ratio samples trained per position played; 0: free, apart from the warm-up
   * @param warmUp positions played before training starts. Counted as they are recorded, not as the
   *     buffer holds them: one that is smaller would never be full enough
   * @param lead positions self-play may be ahead; at least those that a batch is waited for
   * @param batch samples of one training step
   */
  public ReplayRatio(double ratio, long warmUp, long lead, int batch) {
    this.ratio = ratio;
    this.warmUp = warmUp;
    this.batch = batch;
    this.lead = ratio == 0 ? lead : Math.max(lead, (long) Math.ceil(batch / ratio));
  }

  /** Sets the totals a resumed run starts from. */
  public synchronized void restore(long totalPositions, long totalSamples) {
    positions = totalPositions;
    samples = totalSamples;
    notifyAll();
  }

  /** Tells of newly recorded positions. */
  public synchronized void played(long count) {
    positions += count;
    notifyAll();
  }

  /** Tells of samples trained on. */
  public synchronized void trained(long count) {
    samples += count;
    notifyAll();
  }

  /** Whether self-play may go on. */
  public synchronized boolean mayPlay() {
    return ratio == 0 || positions < warmUp || ratio * (positions - lead) <= samples;
  }

  /** Whether the learner may take a batch. */
  public synchronized boolean mayTrain() {
    return positions >= warmUp && (ratio == 0 || samples + batch <= ratio * positions);
  }

  /** Waits until self-play may go on or the run ends. */
  public synchronized void awaitPlay() throws InterruptedException {
    while (!released && !mayPlay()) {
      wait();
    }
  }

  /** Waits until the learner may take a batch or the run ends. */
  public synchronized void awaitTrain() throws InterruptedException {
    while (!released && !mayTrain()) {
      wait();
    }
  }

  /** Lets every waiting thread go, for good: the run ends. */
  public synchronized void release() {
    released = true;
    notifyAll();
  }
}
