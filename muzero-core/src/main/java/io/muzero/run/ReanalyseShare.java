package io.muzero.run;

/**
 * Keeps reanalysis to its share of what self-play adds, and self-play from running away from it.
 *
 * <p>With share σ a position that is recorded entitles the reanalyser to search σ stored positions
 * again. It searches while it has not used that up, and self-play waits while it is more than σ
 * times {@code lead} positions behind: without that bound a slow reanalyser would never catch up,
 * and games would leave the buffer less often refreshed than the configuration says. Each position
 * counts with the share of the session that played it, so that a run resumed with another share
 * goes on at once instead of making up for its past.
 *
 * <p>Self-play waits only for a reanalyser that has something to do, and that waits for nobody
 * else: from the first recorded position on there is always a stored trajectory, whatever leaves
 * the buffer. Thread-safe; waiting threads are woken by progress of the other side and by {@link
 * #release}.
 */
final class ReanalyseShare extends Gate {
  /** Positions are counted in these, so that a sum of fractions is exact. */
  private static final long PARTS_PER_POSITION = 1_000_000;

  /** Parts of a position that a recorded one entitles the reanalyser to; 0: there is none. */
  private final long partsPerPosition;

  private final long warmUp;

  /** Parts of positions that self-play may be ahead of the reanalyser. */
  private final long lead;

  private long positions;
  private long searched;

  /** Parts of positions that the reanalyser may have searched. */
  private long entitled;

  /**
   * A gate.
   *
   * @param share positions searched again per position recorded; 0: no reanalysis
   * @param warmUp positions recorded before any is searched again, at least 1
   * @param lead positions self-play may be ahead
   */
  ReanalyseShare(double share, long warmUp, long lead) {
    partsPerPosition = share == 0 ? 0 : Math.max(1, Math.round(share * PARTS_PER_POSITION));
    this.warmUp = warmUp;
    // Limited to what can be added to.
    this.lead = (long) Math.min((double) partsPerPosition * lead, Long.MAX_VALUE / 2.0);
  }

  /**
   * Sets the totals a resumed run starts from.
   *
   * @param totalPositions recorded
   * @param totalSearched searched again
   * @param totalEntitled sum of what this and {@link #played} returned; 0 when it is not known:
   *     then nothing is owed for the past
   * @return millionths of positions that are to be added to {@code totalEntitled}: all of them
   *     where it was not known, else 0
   */
  synchronized long restore(long totalPositions, long totalSearched, long totalEntitled) {
    positions = totalPositions;
    searched = totalSearched;
    entitled = totalEntitled == 0 ? totalSearched * PARTS_PER_POSITION : totalEntitled;
    notifyAll();
    return entitled - totalEntitled;
  }

  /**
   * Tells of newly recorded positions.
   *
   * @return millionths of positions that the reanalyser may have searched more now
   */
  synchronized long played(long count) {
    long parts = partsPerPosition * count;
    positions += count;
    entitled += parts;
    notifyAll();
    return parts;
  }

  /** Tells of positions searched again. */
  synchronized void searched(long count) {
    searched += count;
    notifyAll();
  }

  /** Whether self-play may go on. */
  synchronized boolean mayPlay() {
    return partsPerPosition == 0 || positions < warmUp || owed() <= lead;
  }

  /**
   * Positions that self-play may record before it must wait, if none is searched again meanwhile;
   * without a bound, as many as a long.
   */
  synchronized long room() {
    return partsPerPosition == 0
        ? Long.MAX_VALUE
        : Math.max(0, Math.max(warmUp - positions, (lead - owed()) / partsPerPosition));
  }

  /** Whether fewer positions were searched again than were to be. */
  synchronized boolean isBehind() {
    return positions >= warmUp && owed() > 0;
  }

  private long owed() {
    return entitled - searched * PARTS_PER_POSITION;
  }

  /** Waits until self-play may go on or the run ends. */
  void awaitPlay() throws InterruptedException {
    await(this::mayPlay);
  }

  /** Waits until there is something to search again or the run ends. */
  void awaitBehind() throws InterruptedException {
    await(this::isBehind);
  }
}
