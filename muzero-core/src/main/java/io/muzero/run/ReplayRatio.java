package io.muzero.run;

/**
 * Keeps self-play and training from running away from each other: back-pressure both ways.
 *
 * <p>With ratio ρ the learner has trained on at most ρ samples per recorded position, and self-play
 * is at most {@code lead} positions ahead of what the learner has used. One side can always go on.
 * Each position counts with the ratio of the session that played it, so that a run resumed with
 * another ratio goes on at once instead of making up for its past. Thread-safe; waiting threads are
 * woken by progress of the other side and by {@link #release}.
 */
final class ReplayRatio extends Gate {
  /** Samples are counted in these, so that a sum of fractions is exact. */
  private static final long PARTS_PER_SAMPLE = 1_000_000;

  /** Parts of a sample that a position entitles the learner to; 0: it is free. */
  private final long partsPerPosition;

  private final long warmUp;

  /** Parts of samples that self-play may be ahead of the learner. */
  private final long lead;

  private final int batch;

  private long positions;
  private long samples;

  /** Parts of samples that the learner may have trained on. */
  private long entitled;

  /**
   * A gate.
   *
   * @param ratio samples trained per position played; 0: free, apart from the warm-up
   * @param warmUp positions played before training starts. Counted as they are recorded, not as the
   *     buffer holds them: one that is smaller would never be full enough
   * @param lead positions self-play may be ahead; at least those that a batch is waited for
   * @param batch samples of one training step
   */
  ReplayRatio(double ratio, long warmUp, long lead, int batch) {
    partsPerPosition = ratio == 0 ? 0 : Math.max(1, Math.round(ratio * PARTS_PER_SAMPLE));
    this.warmUp = warmUp;
    this.batch = batch;
    // Limited to what can be added to; at least a batch, or each side would wait for the other.
    this.lead =
        Math.max(
            (long) Math.min((double) partsPerPosition * lead, Long.MAX_VALUE / 2.0),
            batch * PARTS_PER_SAMPLE);
  }

  /**
   * Sets the totals a resumed run starts from.
   *
   * @param totalPositions recorded
   * @param totalSamples trained on
   * @param totalEntitled sum of what this, {@link #played} and {@link #trained} returned; 0 when it
   *     is not known, which counts every position with the ratio of now
   * @return millionths of samples that are to be added to {@code totalEntitled}: all of them where
   *     it was not known, else 0
   */
  synchronized long restore(long totalPositions, long totalSamples, long totalEntitled) {
    positions = totalPositions;
    samples = totalSamples;
    entitled = totalEntitled;
    if (totalEntitled == 0) {
      entitled = isFree() ? samples * PARTS_PER_SAMPLE : partsPerPosition * positions;
    }
    notifyAll();
    return entitled - totalEntitled;
  }

  /**
   * Tells of newly recorded positions.
   *
   * @return millionths of samples that the learner may have trained on more now
   */
  synchronized long played(long count) {
    positions += count;
    return entitle(partsPerPosition * count);
  }

  /**
   * Tells of samples trained on.
   *
   * @return as {@link #played}: without a ratio, what is trained on was allowed
   */
  synchronized long trained(long count) {
    samples += count;
    return entitle(isFree() ? PARTS_PER_SAMPLE * count : 0);
  }

  private long entitle(long parts) {
    entitled += parts;
    notifyAll();
    return parts;
  }

  private boolean isFree() {
    return partsPerPosition == 0;
  }

  /** Whether self-play may go on. */
  synchronized boolean mayPlay() {
    return isFree() || positions < warmUp || entitled - lead <= samples * PARTS_PER_SAMPLE;
  }

  /**
   * Positions that self-play may record before it must wait, if nobody trains meanwhile; without a
   * bound, as many as a long.
   */
  synchronized long room() {
    if (isFree()) {
      return Long.MAX_VALUE;
    }
    long ofLead = (samples * PARTS_PER_SAMPLE + lead - entitled) / partsPerPosition;
    return Math.max(0, Math.max(warmUp - positions, ofLead));
  }

  /** Whether the learner may take a batch. */
  synchronized boolean mayTrain() {
    return positions >= warmUp && (isFree() || (samples + batch) * PARTS_PER_SAMPLE <= entitled);
  }

  /** Waits until self-play may go on or the run ends. */
  void awaitPlay() throws InterruptedException {
    await(this::mayPlay);
  }

  /** Waits until the learner may take a batch or the run ends. */
  void awaitTrain() throws InterruptedException {
    await(this::mayTrain);
  }
}
