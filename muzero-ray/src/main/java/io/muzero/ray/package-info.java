/**
 * Self-play on a Ray cluster: the learner stays where it is, its games are played by actors on
 * other machines. {@link io.muzero.ray.RaySelfPlay} is the place where a run's games are played;
 * start there, then read {@link io.muzero.ray.ActorsRole}.
 *
 * <p>Only the package {@code driver} knows Ray's classes, and only in JVMs of its own; {@code wire}
 * holds what is said, {@code actor} who plays, {@code cluster} where actors live.
 */
@NullMarked
package io.muzero.ray;

import org.jspecify.annotations.NullMarked;
