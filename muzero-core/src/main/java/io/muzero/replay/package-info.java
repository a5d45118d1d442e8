/**
 * What was played, kept to be learned from.
 *
 * <p>Self-play records an episode with a {@link io.muzero.replay.TrajectoryBuilder}, which hands
 * out {@link io.muzero.replay.Trajectory Trajectories}; {@link io.muzero.replay.ReplayBuffer} keeps
 * the newest of them and fills {@link io.muzero.replay.TrainingBatch}es with the targets that
 * {@link io.muzero.replay.TargetBuilder} makes. Start at {@code ReplayBuffer}. What is recorded of
 * a step is declared in {@code Column}, and nowhere else.
 */
@NullMarked
package io.muzero.replay;

import org.jspecify.annotations.NullMarked;
