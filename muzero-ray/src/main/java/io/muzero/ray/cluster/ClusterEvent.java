package io.muzero.ray.cluster;

/** What a {@link Cluster} reports. */
public sealed interface ClusterEvent {
  /** It is connected. */
  record Ready() implements ClusterEvent {}

  /**
   * How large it is; reported when it is ready and every few seconds.
   *
   * @param cpus actors that it has room for, whoever else uses it
   * @param nodes machines that are alive
   */
  record Room(int cpus, int nodes) implements ClusterEvent {}

  /**
   * An actor is alive; reported when it is, and for each ping.
   *
   * @param actor its number
   * @param place where, for people
   */
  record Started(int actor, String place) implements ClusterEvent {}

  /**
   * An actor's answer.
   *
   * @param actor its number
   * @param message a {@link io.muzero.ray.wire.PlayedGamesMessage}, or a {@link
   *     io.muzero.ray.wire.FailureMessage}; not yet checked
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Played(int actor, byte[] message) implements ClusterEvent {}

  /**
   * An actor is gone, with the games it was playing.
   *
   * @param actor its number
   * @param reason why
   */
  record Lost(int actor, String reason) implements ClusterEvent {}

  /**
   * Weights can be had by every node.
   *
   * @param version the training step they are of
   */
  record Stored(long version) implements ClusterEvent {}

  /**
   * The cluster is gone with all actors.
   *
   * @param reason why
   */
  record Gone(String reason) implements ClusterEvent {}
}
