package io.muzero.launcher;

import io.muzero.config.ResolvedConfig;
import io.muzero.ray.ActorCount;
import io.muzero.ray.RaySelfPlay;
import io.muzero.ray.RaySettings;
import io.muzero.rayhome.RayAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that have a run's games played on a Ray cluster. */
final class RayOptions {
  private static final String LOCAL = "local";
  private static final int PATIENCE_SECONDS = 300;
  private static final int LONGEST_PATIENCE_SECONDS = 86_400;

  @Option(
      names = "--ray",
      paramLabel = "HOST:PORT|local",
      description =
          "Play the games on the Ray cluster at this address, or on one that is started on this"
              + " machine and ends with the run. This machine must be a node of the cluster; see"
              + " docs/scale-out.md.")
  @Nullable String address;

  @Option(
      names = "--ray-actors",
      paramLabel = "N|MIN..MAX",
      description =
          "With --ray: actors that play, a CPU each; MIN..MAX: as many as the cluster has CPUs,"
              + " while it trains (default: selfPlay.workers).")
  @Nullable String actors;

  @Option(
      names = "--ray-home",
      paramLabel = "DIR",
      description =
          "With --ray: virtual environment that holds Ray (default: that of RAY_VENV, else ray on"
              + " the PATH).")
  @Nullable Path home;

  @Option(
      names = "--ray-patience",
      paramLabel = "SECONDS",
      description =
          "With --ray: how long a cluster that went away is waited for before the run ends at a"
              + " checkpoint (default: "
              + PATIENCE_SECONDS
              + ").")
  @Nullable Integer patience;

  /** Requires that the options make sense together, before a run has a folder. */
  void check(ResolvedConfig resolved) {
    if (address == null) {
      String given = actors != null ? "--ray-actors" : home != null ? "--ray-home" : "";
      given = patience != null ? "--ray-patience" : given;
      if (!given.isEmpty()) {
        throw new UsageException(given + " needs --ray HOST:PORT or --ray local");
      }
      return;
    }
    if (resolved.config().run().deterministic()) {
      throw new UsageException(
          "--ray needs run.deterministic=false: a deterministic run takes turns on one thread");
    }
    settings(resolved, List.of());
  }

  /** Finds Ray and the cluster; empty when the games are played on threads. */
  Optional<RaySelfPlay> open(ResolvedConfig resolved, List<Path> gameJars) {
    return address == null
        ? Optional.empty()
        : Optional.of(RaySelfPlay.open(settings(resolved, gameJars), resolved));
  }

  private RaySettings settings(ResolvedConfig resolved, List<Path> gameJars) {
    int seconds = patience == null ? PATIENCE_SECONDS : patience;
    if (seconds < 1 || seconds > LONGEST_PATIENCE_SECONDS) {
      throw new UsageException(
          "--ray-patience must be within [1, " + LONGEST_PATIENCE_SECONDS + "], was " + seconds);
    }
    if (home != null && !Files.isDirectory(home)) {
      throw new UsageException(
          "--ray-home "
              + home
              + (Files.exists(home) ? " is no folder" : " does not exist")
              + ": name the folder of a Python with Ray");
    }
    return new RaySettings(cluster(), home, count(resolved), seconds, gameJars);
  }

  private @Nullable RayAddress cluster() {
    if (address == null || address.equals(LOCAL)) {
      return null;
    }
    try {
      return RayAddress.parse(address);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--ray " + e.getMessage() + ", or use --ray " + LOCAL);
    }
  }

  private ActorCount count(ResolvedConfig resolved) {
    try {
      return ActorCount.parse(
          actors == null ? Integer.toString(resolved.config().selfPlay().workers()) : actors);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--ray-actors " + e.getMessage());
    }
  }

  /** The options that a resumed run needs again. */
  List<String> repeated() {
    List<String> repeated = new ArrayList<>();
    if (address != null) {
      repeated.addAll(List.of("--ray", address));
    }
    if (actors != null) {
      repeated.addAll(List.of("--ray-actors", actors));
    }
    if (home != null) {
      repeated.addAll(List.of("--ray-home", home.toString()));
    }
    if (patience != null) {
      repeated.addAll(List.of("--ray-patience", patience.toString()));
    }
    return repeated;
  }
}
