package io.muzero.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.agent.LoadOptions;
import io.muzero.agent.SearchPlan;
import io.muzero.storage.CheckpointName;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The memory of searches that are done. */
class KeptThoughtsTest {
  private static final SearchPlan PLAN = SearchPlan.of(8).upTo(64);

  @TempDir private Path root;

  private final StagedGame game = new StagedGame();
  private AgentCatalog agents;
  private String agent;
  private long one;

  @BeforeEach
  void storeAgent() throws Exception {
    agent = new StoredRun(root, 1, game).with(CheckpointName.Kind.BEST, 5).best(5);
    LoadOptions options = LoadOptions.defaults().withGames(List.of(game)).withThreads(1);
    agents =
        new AgentCatalog(
            new RunFolders(root, InstantSource.system()), options, List.of(), () -> false);
    KeptThoughts any = new KeptThoughts(Long.MAX_VALUE / 4);
    Thought first = begin(any, session());
    one = first.bytes();
    first.end();
  }

  @AfterEach
  void closeAgents() {
    agents.close();
  }

  private Session session() {
    return new Session(Sessions.newId(), game.shown().variant(), WebLimits.DEFAULT, 1);
  }

  private Thought begin(KeptThoughts kept, Session session) {
    AgentCatalog.Lease lease = agents.take(agent);
    kept.makeRoom(lease.agent().bytesOf(PLAN));
    Thought.Budget budget = new Thought.Budget(8, Double.POSITIVE_INFINITY);
    Thought.Order order = new Thought.Order(1, budget, PLAN, false);
    Thought thought = new Thought(session, session.position(), lease, order, kept);
    session.think(thought);
    kept.add(thought);
    return thought;
  }

  private static void finish(Thought thought) {
    while (thought.slice()) {
      assertThat(thought.isRunning()).isTrue();
    }
    assertThat(thought.isRunning()).isFalse();
  }

  @Test
  void oldestUnwatched_endsFirst_whenTheBytesAreTooMany() throws Exception {
    KeptThoughts kept = new KeptThoughts(3 * one);
    Session watched = session();
    AutoCloseable reader = watched.watch(new EventStream());
    Thought first = begin(kept, watched);
    Thought second = begin(kept, session());
    Thought third = begin(kept, session());
    for (Thought thought : List.of(first, second, third)) {
      finish(thought);
    }
    Thought fourth = begin(kept, session());
    assertThat(second.hasEnded()).isTrue();
    assertThat(List.of(first, third, fourth)).noneMatch(Thought::hasEnded);
    assertThat(second.session().thought()).isNull();
    assertThatThrownBy(() -> second.session().requireNotPutAway(agent))
        .hasMessageContaining("put away");
    assertThat(kept.endOldestUnwatched()).isTrue();
    assertThat(third.hasEnded()).isTrue();
    assertThat(kept.endOldestUnwatched()).as("one is watched, the other runs").isFalse();
    assertThat(kept.count()).isEqualTo(2);
    reader.close();
  }

  @Test
  void searchesThatRun_areNotEnded_andRefuseOthers() {
    KeptThoughts kept = new KeptThoughts(2 * one);
    for (int i = 0; i < 4; i++) {
      begin(kept, session());
    }
    Session next = session();
    assertThatThrownBy(() -> begin(kept, next))
        .isInstanceOfSatisfying(
            HttpProblem.class, problem -> assertThat(problem.status()).isEqualTo(429));
    assertThat(kept.count()).isEqualTo(4);
  }

  @Test
  void searchThatEnds_leaves() {
    KeptThoughts kept = new KeptThoughts(one);
    Session session = session();
    Thought first = begin(kept, session);
    assertThat(kept.count()).isEqualTo(1);
    session.close();
    assertThat(first.hasEnded()).isTrue();
    assertThat(kept.count()).isZero();
  }

  @Test
  void plan_takesWhatMayBeTaken() {
    try (AgentCatalog.Lease lease = agents.take(agent)) {
      Thought.Budget budget = new Thought.Budget(100, Double.POSITIVE_INFINITY);
      KeptThoughts large = new KeptThoughts(1L << 40);
      SearchPlan hint = Thought.plan(lease.agent(), budget, 800, false, large);
      assertThat(hint.simulations()).isEqualTo(100);
      assertThat(hint.most()).isEqualTo(800);
      assertThat(hint.snapshotEvery()).isEqualTo(1);
      SearchPlan move = Thought.plan(lease.agent(), budget, 100, true, large);
      assertThat(move.snapshotEvery()).as("batches stay whole").isEqualTo(16);
      long bytes = lease.agent().bytesOf(hint);
      SearchPlan small = Thought.plan(lease.agent(), budget, 800, false, new KeptThoughts(bytes));
      assertThat(small.simulations()).isEqualTo(100);
      assertThat(small.most()).as("a fourth of it is room to go on").isBetween(190, 200);
      SearchPlan least =
          Thought.plan(lease.agent(), budget, 800, false, new KeptThoughts(bytes / 16));
      assertThat(least.simulations()).isEqualTo(least.most()).isBetween(45, 50);
    }
  }
}
