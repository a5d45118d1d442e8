package io.muzero.run;

/**
 * Keeps self-play and training from running away from each other: back-pressure both ways.
 *
 * <p>With ratio ρ the learner has trained on at most ρ samples per recorded position, and self-play
 * is at most {@code lead} positions ahead of what the learner has used. Thread-safe; waiting
 * threads are woken by progress of the other side and by {@link #release}.
 */
public final class ReplayRatio {
  private final double ratio;
  private final long warmUp;
  private final long lead;

  private long positions;
  private long samples;
  private long buffered;
  private boolean released;

  /**
   * A gate.
   *
   * @param ratio samples trained per position played; 0: free, apart from the warm-up
   * @param warmUp positions the buffer must hold before training starts
   * @param lead positions self-play may be ahead
   */
  public ReplayRatio(double ratio, long warmUp, long lead) {
    this.ratio = ratio;
    this.warmUp = warmUp;
    this.lead = lead;
  }

  /** Sets the totals a resumed run starts from. */
  public synchronized void restore(long totalPositions, long totalSamples, long bufferedPositions) {
    positions = totalPositions;
    samples = totalSamples;
    buffered = bufferedPositions;
    notifyAll();
  }

  /** Tells of newly recorded positions. */
  public synchronized void played(long count, long bufferedPositions) {
    positions += count;
    buffered = bufferedPositions;
    notifyAll();
  }

  /** Tells of samples trained on. */
  public synchronized void trained(long count) {
    samples += count;
    notifyAll();
  }

  /** Whether self-play may go on. */
  public synchronized boolean mayPlay() {
    return ratio == 0 || buffered < warmUp || ratio * (positions - lead) <= samples;
  }

  /** Whether the learner may take a batch of this size. */
  public synchronized boolean mayTrain(int batch) {
    return buffered >= warmUp && (ratio == 0 || samples + batch <= ratio * positions);
  }

  /** Waits until self-play may go on or the run ends. */
  public synchronized void awaitPlay() throws InterruptedException {
    while (!released && !mayPlay()) {
      wait();
    }
  }

  /** Waits until the learner may take a batch or the run ends. */
  public synchronized void awaitTrain(int batch) throws InterruptedException {
    while (!released && !mayTrain(batch)) {
      wait();
    }
  }

  /** Lets every waiting thread go, for good: the run ends. */
  public synchronized void release() {
    released = true;
    notifyAll();
  }
}
