package io.muzero.ray;

import io.muzero.ray.cluster.Cluster;
import io.muzero.ray.cluster.Clusters;
import io.muzero.ray.wire.ActorSetup;
import io.muzero.rayhome.ChildException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Clusters of threads, one after another. */
final class ThreadClusters implements Clusters {
  final List<ThreadCluster> made = new CopyOnWriteArrayList<>();
  private final int room;
  private final Consumer<ThreadCluster> prepared;
  volatile boolean down;

  /** Each has so much room, and is prepared before it is used. */
  ThreadClusters(int room, Consumer<ThreadCluster> prepared) {
    this.room = room;
    this.prepared = prepared;
  }

  /** The one that was connected last. */
  ThreadCluster last() {
    return made.get(made.size() - 1);
  }

  @Override
  public String place() {
    return "threads";
  }

  @Override
  public Cluster connect(ActorSetup setup) {
    if (down) {
      throw new ChildException("nobody answers");
    }
    ThreadCluster cluster = new ThreadCluster(setup, room);
    prepared.accept(cluster);
    made.add(cluster);
    return cluster;
  }

  @Override
  public boolean answers() {
    return !down;
  }

  @Override
  public void close() {}
}
