package io.muzero.totient.ways;

import io.muzero.rayhome.RayAddress;
import io.muzero.rayhome.RayCluster;
import io.muzero.rayhome.RayInstallation;
import io.muzero.totient.work.Job;
import io.muzero.totient.work.Stopwatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the ways and owns what several of them share: the Ray cluster.
 *
 * <p>Close it when the experiment is over, or a local Ray head stays.
 */
public final class Ways implements AutoCloseable {
  private final Stopwatch stopwatch;
  private final Setup setup;
  private @Nullable RayCluster cluster;

  /**
   * What the ways need to know of their surroundings.
   *
   * @param java starts worker processes
   * @param rayAddress the user's cluster, or null to start a local head
   * @param rayHome virtual environment that holds Ray, or null to look for it
   * @param environment environment variables
   */
  public record Setup(
      JavaCommand java,
      @Nullable RayAddress rayAddress,
      @Nullable Path rayHome,
      Map<String, String> environment) {}

  /** Makes ways for such surroundings. */
  public Ways(Stopwatch stopwatch, Setup setup) {
    this.stopwatch = stopwatch;
    this.setup = setup;
  }

  /** The ways of these names but serial, in order, cold before warm. */
  public List<Way> of(Collection<WayName> names, Job job) {
    List<Way> ways = new ArrayList<>();
    for (WayName name : names) {
      switch (name) {
        case SERIAL -> {
          // Measured in any case, and first.
        }
        case THREADS -> ways.add(new ThreadsWay(stopwatch));
        case VIRTUAL -> ways.add(new VirtualThreadsWay(stopwatch));
        case POOL -> ways.add(new PoolWay(stopwatch));
        case PROCESSES -> {
          List<String> worker = setup.java().line(WorkerMain.class);
          ways.add(new ProcessesWay(stopwatch, worker));
          ways.add(new WarmProcessesWay(stopwatch, worker));
        }
        case RAY -> addRay(ways, job);
      }
    }
    return ways;
  }

  private void addRay(List<Way> ways, Job job) {
    RayInstallation.Found found = RayInstallation.find(setup.rayHome(), setup.environment());
    RayInstallation installation = found.installation();
    if (installation != null) {
      cluster = new RayCluster(installation, setup.rayAddress(), job.workers());
    }
    ways.add(new RayWay(stopwatch, setup.java(), found, cluster, false));
    if (installation != null) {
      ways.add(new RayWay(stopwatch, setup.java(), found, cluster, true));
    }
  }

  @Override
  public void close() {
    if (cluster != null) {
      cluster.close();
    }
  }
}
