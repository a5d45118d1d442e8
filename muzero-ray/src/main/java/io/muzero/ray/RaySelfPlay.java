package io.muzero.ray;

import io.muzero.config.ResolvedConfig;
import io.muzero.ray.cluster.Clusters;
import io.muzero.ray.cluster.RayClusters;
import io.muzero.ray.wire.ActorSetup;
import io.muzero.ray.wire.ProgramVersion;
import io.muzero.rayhome.ChildException;
import io.muzero.rayhome.RayAddress;
import io.muzero.rayhome.RayCluster;
import io.muzero.rayhome.RayInstallation;
import io.muzero.run.Role;
import io.muzero.run.RunContext;
import io.muzero.run.SelfPlayPlace;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run's games are played by actors on a Ray cluster. Opened before the run, closed after it.
 *
 * <p>Used by one thread, but for {@link #failure}.
 */
public final class RaySelfPlay implements SelfPlayPlace, AutoCloseable {
  private final Clusters clusters;
  private final ActorSetup setup;
  private final ActorsRole.Bounds bounds;
  private volatile @Nullable ActorsRole role;

  RaySelfPlay(Clusters clusters, ActorSetup setup, ActorsRole.Bounds bounds) {
    this.clusters = clusters;
    this.setup = setup;
    this.bounds = bounds;
  }

  /**
   * Finds the user's Ray and the cluster, and makes sure that they fit, within seconds; a cluster
   * of this machine alone is started.
   *
   * @param settings what the user says
   * @param resolved the run's configuration
   * @throws ChildException when there is no Ray, nobody answers, or versions differ
   */
  public static RaySelfPlay open(RaySettings settings, ResolvedConfig resolved) {
    RayAddress address = settings.address();
    if (address != null) {
      address.probe("use --ray local");
    }
    RayInstallation.Found found = RayInstallation.find(settings.home(), System.getenv());
    RayInstallation installation = found.installation();
    if (installation == null) {
      throw new ChildException(found.reason());
    }
    Path code = ownJar();
    if (address != null) {
      installation.requireSameVersion(address, Map.of());
    }
    int workers = settings.actors().ofThisMachine(Runtime.getRuntime().availableProcessors());
    RayCluster cluster = new RayCluster(installation, address, workers);
    try {
      cluster.address();
      ActorSetup setup = setup(settings, resolved);
      return new RaySelfPlay(
          new RayClusters(cluster, code),
          setup,
          new ActorsRole.Bounds(
              settings.actors(), settings.patienceSeconds(), AnswerPatience.moveSeconds(resolved)));
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private static ActorSetup setup(RaySettings settings, ResolvedConfig resolved) {
    List<ActorSetup.GameJar> jars = new ArrayList<>();
    for (Path jar : settings.gameJars()) {
      try {
        jars.add(
            new ActorSetup.GameJar(String.valueOf(jar.getFileName()), Files.readAllBytes(jar)));
      } catch (IOException e) {
        throw new ChildException("cannot read " + jar + ": " + e.getMessage(), e);
      }
    }
    return new ActorSetup(ProgramVersion.here(), resolved.yaml(), jars);
  }

  private static Path ownJar() {
    @Nullable CodeSource source = RaySelfPlay.class.getProtectionDomain().getCodeSource();
    try {
      Path code =
          source == null ? Path.of("") : Path.of(source.getLocation().toURI()).toAbsolutePath();
      if (Files.isRegularFile(code)) {
        return code;
      }
      throw new ChildException("self-play on Ray needs muzero.jar: this program is not packed");
    } catch (URISyntaxException e) {
      throw new ChildException(
          "this program's jar has an unusable address: " + source.getLocation(), e);
    }
  }

  /** One role that stands for all actors. */
  @Override
  public List<Role> roles(RunContext context) {
    ActorsRole all = new ActorsRole(context, clusters, setup, bounds);
    role = all;
    return List.of(all);
  }

  /** Where the games are played, for people. */
  public String place() {
    return clusters.place();
  }

  /** Why the run was ended before its bound, if it was: the cluster did not come back. */
  public Optional<String> failure() {
    ActorsRole now = role;
    return now == null ? Optional.empty() : now.failure();
  }

  /** Ends a cluster that was started here. */
  @Override
  public void close() {
    clusters.close();
  }
}
