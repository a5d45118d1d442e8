package io.muzero.replay;

/**
 * What a replay buffer holds and has held.
 *
 * @param positions positions that can be sampled
 * @param trajectories trajectories kept
 * @param bytes memory they take
 * @param meanAge training steps since the weights that played the positions were made, mean over
 *     positions; 0 when empty
 * @param addedPositions positions added in all
 * @param addedTrajectories trajectories added in all
 * @param addedEpisodes episodes that ended, in all
 * @param meanPriority mean of (value error + ε)^α over the positions; 1 when all are alike, 0 when
 *     empty
 * @param maxPriority greatest of these
 */
public record ReplayStatistics(
    int positions,
    int trajectories,
    long bytes,
    double meanAge,
    long addedPositions,
    long addedTrajectories,
    long addedEpisodes,
    double meanPriority,
    double maxPriority) {}
