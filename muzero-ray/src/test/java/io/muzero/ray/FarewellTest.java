package io.muzero.ray;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.ray.cluster.Cluster;
import io.muzero.ray.cluster.ClusterEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FarewellTest {
  private final List<Integer> asked = new ArrayList<>();
  private final Farewell farewell = new Farewell(new Asked());
  private final TreeSet<Integer> actors = new TreeSet<>(Set.of(1, 2, 3, 4));

  private final class Asked implements Cluster {
    @Override
    public void publish(long version, byte[] message) {}

    @Override
    public void start(int actor) {}

    @Override
    public void play(int actor, byte[] request) {}

    @Override
    public void ping(int actor) {
      asked.add(actor);
    }

    @Override
    public void stop(int actor) {}

    @Override
    public @Nullable ClusterEvent next(long milliseconds) {
      return null;
    }

    @Override
    public void close() {}
  }

  @Test
  void choose_noSurplus_asksNobody() {
    assertThat(farewell.choose(actors, 0, 0)).isEmpty();
    assertThat(farewell.choose(actors, -2, 0)).isEmpty();
    assertThat(asked).isEmpty();
  }

  @Test
  void choose_allAnswer_theYoungestLeave() {
    assertThat(farewell.choose(actors, 2, 0)).isEmpty();
    assertThat(asked).containsExactly(1, 2, 3, 4);
    for (int actor : new int[] {1, 2, 4}) {
      farewell.isThere(actor);
      assertThat(farewell.choose(actors, 2, 1)).isEmpty();
    }
    farewell.isThere(3);
    assertThat(farewell.choose(actors, 2, 2)).containsExactly(4, 3);
    assertThat(asked).as("asked once").hasSize(4);
  }

  @Test
  void choose_theDeadAreReported_nobodyElseLeaves() {
    farewell.choose(actors, 2, 0);
    actors.removeAll(Set.of(1, 2));
    assertThat(farewell.choose(actors, 0, 1)).isEmpty();
  }

  @Test
  void choose_someDoNotAnswerForLong_theyLeaveFirst() {
    farewell.choose(actors, 1, 0);
    farewell.isThere(1);
    farewell.isThere(3);
    farewell.isThere(4);
    assertThat(farewell.choose(actors, 1, Farewell.PATIENCE_NANOS - 1)).isEmpty();
    assertThat(farewell.choose(actors, 1, Farewell.PATIENCE_NANOS)).containsExactly(2);
  }
}
