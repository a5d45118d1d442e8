package io.muzero.ray.cluster;

import org.jspecify.annotations.Nullable;

/**
 * Runs a learner's actors somewhere. All calls return at once; what came of them is reported as
 * {@link ClusterEvent}s, which the learner fetches. Nothing is sent that was not asked for, so
 * whoever is slow holds up whoever asks, and nothing piles up.
 *
 * <p>Used by one thread. Once it has reported {@link ClusterEvent.Gone}, calls do nothing.
 */
public interface Cluster extends AutoCloseable {
  /**
   * Hands weights to all actors, those that start later included; each takes the newest between two
   * moves. To be called again only after {@link ClusterEvent.Stored}.
   *
   * @param version the training step they are of
   * @param message a {@link io.muzero.ray.wire.WeightsMessage}
   */
  void publish(long version, byte[] message);

  /** Starts an actor; it waits for room where there is none. */
  void start(int actor);

  /**
   * Asks an actor for games: the answer is {@link ClusterEvent.Played} or {@link
   * ClusterEvent.Lost}.
   *
   * @param request a {@link io.muzero.ray.wire.PlayRequest}
   */
  void play(int actor, byte[] request);

  /**
   * Asks an actor that was started whether it is still there, whatever else it does: the answer is
   * {@link ClusterEvent.Started} once more, or {@link ClusterEvent.Lost}.
   */
  void ping(int actor);

  /** Ends an actor at once; nothing more is reported of it. */
  void stop(int actor);

  /** What happened next; null when nothing does within so many milliseconds. */
  @Nullable ClusterEvent next(long milliseconds) throws InterruptedException;

  /** Ends all actors and lets go of the cluster. */
  @Override
  void close();
}
