package io.muzero.ray;

import io.muzero.ray.cluster.Cluster;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.TimeUnit;

/**
 * Chooses who leaves where there are more actors than room. A cluster grows smaller because a node
 * has died, and its actors are known to be gone only later: so all are asked whether they are still
 * there before one that plays is sent away. Used by one thread.
 */
final class Farewell {
  /** Who has not said so for as long has gone. */
  static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Cluster cluster;
  private final Set<Integer> there = new HashSet<>();
  private boolean asking;
  private long askedNanos;

  /** Asks the actors of this cluster. */
  Farewell(Cluster cluster) {
    this.cluster = cluster;
  }

  /** An actor has answered a ping. */
  void isThere(int actor) {
    there.add(actor);
  }

  /**
   * Who is to leave now; to be called again and again.
   *
   * @param actors all, which have a place
   * @param surplus how many there are too many; not positive where none is
   * @return nobody while some have not answered; then as many as there are too many, those first
   *     that did not answer, then the youngest
   */
  List<Integer> choose(SortedSet<Integer> actors, int surplus, long now) {
    if (surplus <= 0) {
      asking = false;
      return List.of();
    }
    if (!asking) {
      asking = true;
      askedNanos = now;
      there.clear();
      actors.forEach(cluster::ping);
    }
    if (!there.containsAll(actors) && now - askedNanos < PATIENCE_NANOS) {
      return List.of();
    }
    List<Integer> leaving = new ArrayList<>(actors);
    leaving.sort(
        Comparator.<Integer, Boolean>comparing(there::contains)
            .thenComparing(Comparator.reverseOrder()));
    asking = false;
    return List.copyOf(leaving.subList(0, surplus));
  }
}
