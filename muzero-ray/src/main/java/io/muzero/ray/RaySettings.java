package io.muzero.ray;

import io.muzero.rayhome.RayAddress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a user says of a run on Ray.
 *
 * @param address the cluster's head, or null to start a cluster of this machine alone
 * @param home virtual environment that holds Ray, or null to look for it
 * @param actors how many
 * @param patienceSeconds how long a cluster that went away is waited for, from 1
 * @param gameJars jars with games of the user's own
 */
public record RaySettings(
    @Nullable RayAddress address,
    @Nullable Path home,
    ActorCount actors,
    int patienceSeconds,
    List<Path> gameJars) {
  /** Copies the list. */
  public RaySettings {
    gameJars = List.copyOf(gameJars);
  }
}
