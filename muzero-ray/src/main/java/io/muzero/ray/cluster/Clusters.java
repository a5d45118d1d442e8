package io.muzero.ray.cluster;

import io.muzero.ray.wire.ActorSetup;

/** Connects to a cluster, again and again where it comes and goes. */
public interface Clusters extends AutoCloseable {
  /** Where it is, for people. */
  String place();

  /**
   * Connects; whether that worked is reported by the cluster.
   *
   * @throws io.muzero.rayhome.ChildException when nobody answers there
   */
  Cluster connect(ActorSetup setup);

  /** Whether a connection is worth a try; answers within seconds. */
  boolean answers();

  /** Ends what was started to have a cluster at all. */
  @Override
  void close();
}
