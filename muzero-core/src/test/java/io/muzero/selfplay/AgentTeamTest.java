package io.muzero.selfplay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.environment.Environment;
import io.muzero.environment.GameOptions;
import io.muzero.environment.Walk;
import io.muzero.random.RandomStream;
import io.muzero.replay.ObservationStacker;
import io.muzero.search.SearchConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class AgentTeamTest {
  private static final ObservationStacker STACKER =
      new ObservationStacker(Walk.GAME.create(GameOptions.NONE).spec(), 3);

  private static Agent agent() {
    HashedModel model = new HashedModel(STACKER.inputSize(), 3, 0.99, 1);
    return new Agent(model, SearchConfig.gumbel(9), false, STACKER, 4);
  }

  private static List<Position> positions(int count) {
    List<Position> positions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Environment environment = Walk.GAME.create(GameOptions.NONE);
      environment.reset(i);
      Position position = Position.of(environment, STACKER);
      RandomPlayer random = new RandomPlayer(RandomStream.create(i, "test", 0));
      for (int move = 0; move < i % 5; move++) {
        position.play(random.choose(environment));
      }
      positions.add(position);
    }
    return positions;
  }

  /** Notes who used it, and that it was closed. */
  private static final class Watched implements Decider {
    private final Decider agent;
    private final Set<Thread> users = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Watched(Decider agent) {
      this.agent = agent;
      users.add(Thread.currentThread());
    }

    @Override
    public int[] search(List<Position> positions) {
      users.add(Thread.currentThread());
      return agent.search(positions);
    }

    @Override
    public int[] policy(List<Position> positions) {
      users.add(Thread.currentThread());
      return agent.policy(positions);
    }

    @Override
    public void close() {
      users.add(Thread.currentThread());
      closed = true;
      agent.close();
    }
  }

  @Test
  void search_anyNumberOfPositions_decidesAsOneAgent() {
    List<Supplier<Decider>> others = Collections.nCopies(2, AgentTeamTest::agent);
    try (Agent single = agent();
        AgentTeam team = new AgentTeam(agent(), others)) {
      for (int count : new int[] {0, 1, 2, 3, 4, 23}) {
        List<Position> positions = positions(count);
        assertThat(team.search(positions)).isEqualTo(single.search(positions));
        assertThat(team.policy(positions)).isEqualTo(single.policy(positions));
      }
    }
  }

  @Test
  void members_areMadeUsedAndClosedByOneThreadEach() {
    List<Watched> members = Collections.synchronizedList(new ArrayList<>());
    Supplier<Decider> member =
        () -> {
          Watched watched = new Watched(agent());
          members.add(watched);
          return watched;
        };
    try (AgentTeam team = new AgentTeam(member.get(), List.of(member, member))) {
      for (int i = 0; i < 10; i++) {
        team.search(positions(7));
        team.policy(positions(7));
      }
    }
    assertThat(members).hasSize(3).allMatch(watched -> watched.closed);
    assertThat(members).allSatisfy(watched -> assertThat(watched.users).hasSize(1));
    assertThat(members.stream().flatMap(watched -> watched.users.stream()).distinct()).hasSize(3);
  }

  @Test
  void search_memberThatFails_failsWithItsReason() {
    Supplier<Decider> broken =
        () -> {
          throw new IllegalArgumentException("no memory for a second network");
        };
    Watched first = new Watched(agent());
    AgentTeam team = new AgentTeam(first, List.of(broken));
    assertThatThrownBy(() -> team.search(positions(2)))
        .hasRootCauseMessage("no memory for a second network");
    assertThatThrownBy(team::close).hasRootCauseMessage("no memory for a second network");
    assertThat(first.closed).isTrue();
  }
}
