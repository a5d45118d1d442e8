package io.muzero.replay;

import io.muzero.settings.Size;

/**
 * What a replay buffer holds and has held.
 *
 * @param kept what it holds
 * @param added what was added in all
 * @param priority how likely its positions are sampled
 */
public record ReplayStatistics(Kept kept, Added added, Priority priority) {
  /**
   * What a buffer holds.
   *
   * @param positions positions that can be sampled
   * @param trajectories trajectories kept
   * @param bytes memory they take
   * @param meanAge training steps since the weights that played the positions were made, mean over
   *     positions; 0 when empty
   */
  public record Kept(int positions, int trajectories, long bytes, double meanAge) {}

  /**
   * What was added in all.
   *
   * @param positions positions
   * @param trajectories trajectories
   * @param episodes episodes that ended
   */
  public record Added(long positions, long trajectories, long episodes) {}

  /**
   * Priorities, (value error + ε)^α, over the positions; 1 when all are alike, 0 when empty.
   *
   * @param mean their mean
   * @param greatest the greatest
   */
  public record Priority(double mean, double greatest) {}

  /** Positions that can be sampled. */
  public int positions() {
    return kept.positions;
  }

  /** Trajectories kept. */
  public int trajectories() {
    return kept.trajectories;
  }

  /** Memory that they take. */
  public long bytes() {
    return kept.bytes;
  }

  /** The same in MiB. */
  public double mebibytes() {
    return (double) kept.bytes / Size.MEBIBYTE;
  }

  /** Mean age of the positions in training steps. */
  public double meanAge() {
    return kept.meanAge;
  }

  /** Positions added in all. */
  public long addedPositions() {
    return added.positions;
  }

  /** Trajectories added in all. */
  public long addedTrajectories() {
    return added.trajectories;
  }

  /** Episodes that ended, in all. */
  public long addedEpisodes() {
    return added.episodes;
  }

  /** Mean priority. */
  public double meanPriority() {
    return priority.mean;
  }

  /** Greatest priority. */
  public double maxPriority() {
    return priority.greatest;
  }
}
