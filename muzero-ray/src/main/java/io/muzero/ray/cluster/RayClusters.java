package io.muzero.ray.cluster;

import io.muzero.ray.wire.ActorSetup;
import io.muzero.rayhome.ChildException;
import io.muzero.rayhome.RayCluster;
import io.muzero.rayhome.RayDriverCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Ray clusters: each connection is a driver process of its own. Used by one thread. */
public final class RayClusters implements Clusters {
  private final RayCluster cluster;
  private final Path code;

  /**
   * Connections to this cluster.
   *
   * @param cluster owned from now on
   * @param code muzero.jar, at the same path on every node
   */
  public RayClusters(RayCluster cluster, Path code) {
    this.cluster = cluster;
    this.code = code;
  }

  @Override
  public String place() {
    return cluster.isLocal() ? "this machine" : cluster.address().toString();
  }

  /** A cluster of this machine alone is started anew, which always is worth a try. */
  @Override
  public boolean answers() {
    if (cluster.isLocal()) {
      return true;
    }
    try {
      cluster.address().probe("");
      return true;
    } catch (ChildException e) {
      return false;
    }
  }

  @Override
  public Cluster connect(ActorSetup setup) {
    cluster.restartIfEnded();
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> options = new ArrayList<>(List.of("-Xmx1g", "-Dray.logging.level=WARN"));
    List<String> ofPlayers = new ArrayList<>(RayDriverCommand.opens());
    ofPlayers.add("-Djava.awt.headless=true");
    for (int i = 0; i < ofPlayers.size(); i++) {
      options.add("-Dray.job.jvm-options." + i + "=" + ofPlayers.get(i));
    }
    List<String> line =
        new RayDriverCommand(java, cluster.installation().runtime(), code)
            .line(cluster.address(), options, "io.muzero.ray.driver.RayDriver");
    return new RayDriverProcess(line, cluster.environment(), setup);
  }

  @Override
  public void close() {
    cluster.close();
  }
}
