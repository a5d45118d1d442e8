package io.muzero.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.muzero.environment.Episode;
import io.muzero.search.SearchConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SearchSessionTest {
  private final WatchedModels models = new WatchedModels(TestAgents::walkModel);

  private TrainedAgent walker(SearchConfig search) {
    return TestAgents.walker(models, search, 1);
  }

  @Test
  void finish_snapshotsAfterEachSimulation_endWithTheDecision() {
    for (SearchConfig search : List.of(SearchConfig.gumbel(40), SearchConfig.puct(40))) {
      try (TrainedAgent agent = walker(search)) {
        for (Episode episode : TestAgents.walks(6)) {
          try (SearchSession session = agent.search(episode, agent.plan())) {
            Decision found = session.finish();
            assertThat(found).isEqualTo(agent.decide(episode)).isEqualTo(session.latest());
            List<Decision> snapshots = session.snapshots();
            assertThat(snapshots).hasSize(41);
            for (int i = 0; i < snapshots.size(); i++) {
              assertThat(snapshots.get(i).simulations()).isEqualTo(i);
              assertThat(snapshots.get(i).visits()).isEqualTo(i);
              assertThat(snapshots.get(i).candidates().stream().mapToDouble(c -> c.policy()).sum())
                  .isCloseTo(1, within(1e-5));
            }
            assertThat(snapshots.get(40)).isEqualTo(found);
            assertThat(session.finish()).as("it is done").isEqualTo(found);
            assertThat(session.snapshots()).isEqualTo(snapshots);
          }
        }
      }
    }
  }

  @Test
  void advance_dividedAnyhow_findsTheSame() {
    Episode episode = TestAgents.walks(4).get(3);
    SearchPlan plan = SearchPlan.of(40).upTo(150);
    try (TrainedAgent agent = walker(TestAgents.SEARCH);
        SearchSession whole = agent.search(episode, plan);
        SearchSession parts = agent.search(episode, plan.withSnapshotEvery(7))) {
      Decision atOnce = whole.advance(100);
      for (int part : new int[] {1, 0, 33, 6, 50}) {
        parts.advance(part);
      }
      assertThat(parts.advance(10)).isEqualTo(atOnce);
      assertThat(whole.snapshots().stream().map(Decision::simulations)).containsExactly(0, 100);
      assertThat(parts.snapshots().stream().map(Decision::simulations))
          .containsExactly(
              0, 1, 7, 14, 21, 28, 34, 35, 40, 42, 49, 56, 63, 70, 77, 84, 90, 91, 98, 100);
      assertThat(whole.tree(1000)).isEqualTo(parts.tree(1000));
    }
  }

  @Test
  void advance_pastThePlan_thinksOnUpToTheMost() {
    Episode episode = TestAgents.walks(2).get(1);
    try (TrainedAgent agent = walker(TestAgents.SEARCH);
        SearchSession session = agent.search(episode, agent.plan())) {
      assertThat(agent.plan().most()).isEqualTo(320);
      Decision decision = session.finish();
      assertThat(session.advance(60).simulations()).isEqualTo(100);
      assertThat(session.latest().visits()).isEqualTo(100);
      assertThat(session.advance(10_000).simulations()).isEqualTo(320);
      assertThat(session.advance(1).simulations()).isEqualTo(320);
      assertThat(session.snapshots()).hasSize(321).element(40).isEqualTo(decision);
    }
  }

  @Test
  void cancel_byAnotherThread_stopsSoonAndCanGoOn() throws Exception {
    Episode episode = TestAgents.walks(1).get(0);
    try (TrainedAgent agent = walker(TestAgents.SEARCH);
        SearchSession session =
            agent.search(episode, SearchPlan.of(40).upTo(5000).withSnapshotEvery(1))) {
      AtomicInteger calls = new AtomicInteger();
      models.beforeInference =
          () -> {
            if (calls.incrementAndGet() == 100) {
              Thread other = new Thread(session::cancel);
              other.start();
              try {
                other.join();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            }
          };
      Decision stopped = session.advance(5000);
      assertThat(stopped.simulations()).isEqualTo(100);
      assertThat(session.snapshots()).hasSize(101);
      assertThat(session.advance(50).simulations()).as("it goes on").isEqualTo(150);
    }
  }

  @Test
  void close_byAnotherThreadWhileItSearches_stopsIt() throws Exception {
    Episode episode = TestAgents.walks(1).get(0);
    try (TrainedAgent agent = walker(TestAgents.SEARCH)) {
      SearchSession session = agent.search(episode, SearchPlan.of(40).upTo(50_000));
      CountDownLatch searching = new CountDownLatch(1);
      models.beforeInference = searching::countDown;
      Thread closer =
          new Thread(
              () -> {
                try {
                  searching.await();
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
                session.close();
              });
      closer.start();
      try {
        session.advance(50_000);
      } catch (IllegalStateException e) {
        assertThat(e).hasMessageContaining("closed");
      }
      closer.join();
      assertThat(session.latest().simulations()).isLessThan(50_000);
      assertThatThrownBy(() -> session.advance(1)).hasMessage("this search has been closed");
      assertThatThrownBy(() -> session.tree(1)).hasMessage("this search has been closed");
      models.beforeInference = () -> {};
      agent.decide(episode);
    }
    assertThat(models.openStates).hasValue(0);
  }

  @Test
  void snapshots_readWhileItSearches_growAndStay() throws Exception {
    Episode episode = TestAgents.walks(1).get(0);
    try (TrainedAgent agent = walker(TestAgents.SEARCH);
        SearchSession session =
            agent.search(episode, SearchPlan.of(40).upTo(3000).withSnapshotEvery(1))) {
      List<List<Decision>> seen = new ArrayList<>();
      AtomicInteger calls = new AtomicInteger();
      models.beforeInference =
          () -> {
            if (calls.incrementAndGet() % 500 == 0) {
              Thread reader = new Thread(() -> seen.add(session.snapshots()));
              reader.start();
              try {
                reader.join();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            }
          };
      session.advance(3000);
      assertThat(seen).hasSizeGreaterThan(3);
      List<Decision> all = session.snapshots();
      for (List<Decision> some : seen) {
        assertThat(some).isEqualTo(all.subList(0, some.size()));
      }
    }
  }

  @Test
  void snapshots_moreThanThePlanKeeps_areThinned() {
    Episode episode = TestAgents.walks(1).get(0);
    SearchPlan plan = SearchPlan.of(40).upTo(3000).withSnapshotEvery(1).keepingSnapshots(50);
    try (TrainedAgent agent = walker(TestAgents.SEARCH);
        SearchSession whole = agent.search(episode, plan.keepingSnapshots(Integer.MAX_VALUE));
        SearchSession thinned = agent.search(episode, plan)) {
      whole.advance(1001);
      for (int i = 0; i < 91; i++) {
        thinned.advance(11);
        assertThat(thinned.snapshots()).hasSizeLessThanOrEqualTo(51);
      }
      List<Decision> snapshots = thinned.snapshots();
      assertThat(snapshots).hasSizeGreaterThan(25).first().isEqualTo(whole.snapshots().get(0));
      assertThat(snapshots.get(snapshots.size() - 1)).isEqualTo(whole.latest());
      for (int i = 0; i < snapshots.size() - 1; i++) {
        int simulations = snapshots.get(i).simulations();
        assertThat(simulations).isEqualTo(32 * i);
        assertThat(snapshots.get(i)).isEqualTo(whole.snapshots().get(simulations));
      }
    }
  }

  @Test
  void plan_ofMoreThanFits_isWhatFits() {
    Episode episode = TestAgents.walks(1).get(0);
    try (TrainedAgent agent = walker(TestAgents.SEARCH)) {
      assertThat(agent.plan(7, 70)).isEqualTo(SearchPlan.of(7).upTo(70));
      SearchPlan most = agent.plan(SearchPlan.LIMIT, SearchPlan.LIMIT);
      assertThat(most.simulations()).isEqualTo(most.most());
      assertThat(agent.bytesOf(most)).isGreaterThan(agent.bytesOf(agent.plan(7, 70)));
      agent.search(episode, most).close();
    }
  }

  @Test
  void searches_sideBySide_doNotDisturbEachOther() {
    List<Episode> episodes = TestAgents.walks(5);
    try (TrainedAgent agent = walker(TestAgents.SEARCH)) {
      List<SearchSession> sessions =
          episodes.stream().map(episode -> agent.search(episode, agent.plan())).toList();
      for (int round = 0; round < 8; round++) {
        sessions.forEach(session -> session.advance(5));
        agent.decide(episodes.get(0));
      }
      for (int i = 0; i < sessions.size(); i++) {
        assertThat(sessions.get(i).latest()).isEqualTo(agent.decide(episodes.get(i)));
        sessions.get(i).close();
      }
    }
  }

  @Test
  void search_episodePlayedOnMeanwhile_isAboutTheStateThatWas() {
    Episode episode = TestAgents.walks(1).get(0);
    try (TrainedAgent agent = walker(TestAgents.SEARCH);
        SearchSession session = agent.search(episode, agent.plan())) {
      Decision expected = agent.decide(episode);
      episode.play(episode.legalActions()[0]);
      assertThat(session.finish()).isEqualTo(expected);
    }
  }

  /** Visits below a node are those of the node, but for the one that made it. */
  private static void requireVisitsAddUp(SearchNode node, boolean root) {
    int below = node.children().stream().mapToInt(SearchNode::visits).sum();
    assertThat(below).isEqualTo(root ? node.visits() : node.visits() - 1);
    node.children().forEach(child -> requireVisitsAddUp(child, false));
  }

  @Test
  void tree_ofASearch_isThatOfItsDecision() {
    Episode episode = TestAgents.walks(8).get(7);
    try (TrainedAgent agent = walker(TestAgents.SEARCH);
        SearchSession session = agent.search(episode, agent.plan())) {
      Decision decision = session.advance(200);
      SearchNode root = session.tree(1000);
      assertThat(root.action()).isEqualTo(-1);
      assertThat(root.visits()).isEqualTo(200);
      requireVisitsAddUp(root, true);
      for (SearchNode child : root.children()) {
        Decision.Candidate candidate = decision.candidate(child.action()).orElseThrow();
        assertThat(child.visits()).isEqualTo(candidate.visits());
        assertThat(child.q()).isEqualTo(candidate.q().orElseThrow());
        assertThat(child.prior()).isEqualTo(candidate.prior());
        assertThat(child.reward()).isEqualTo(candidate.reward().orElseThrow());
      }
      List<Integer> visits = root.children().stream().map(SearchNode::visits).toList();
      assertThat(visits).isSortedAccordingTo((one, other) -> other - one);
      SearchNode node = root;
      for (int action : decision.principalVariation()) {
        node = node.children().stream().filter(n -> n.action() == action).findFirst().orElseThrow();
      }
      assertThat(node.children()).isEmpty();
      assertThat(decision.principalVariation()).hasSizeGreaterThan(3);
      SearchNode cut = session.tree(1);
      assertThat(cut.children()).hasSameSizeAs(root.children());
      assertThat(cut.children()).allMatch(child -> child.children().isEmpty());
      assertThat(session.tree(0).children()).isEmpty();
    }
  }

  @Test
  void plan_wrongNumbers_areRefused() {
    assertThatThrownBy(() -> SearchPlan.of(0)).hasMessage("simulations must be at least 1, was 0");
    assertThatThrownBy(() -> SearchPlan.of(5).upTo(4))
        .hasMessage("most must be within [simulations, limit] = [5, 100000], was 4");
    assertThatThrownBy(() -> SearchPlan.of(5).withSnapshotEvery(-1))
        .hasMessage("snapshotEvery must be at least 0, was -1");
    assertThatThrownBy(() -> SearchPlan.of(5).keepingSnapshots(1))
        .hasMessage("snapshotsKept must be at least 2, was 1");
    Episode episode = TestAgents.walks(1).get(0);
    try (TrainedAgent agent = walker(TestAgents.SEARCH);
        SearchSession session = agent.search(episode, agent.plan())) {
      assertThatThrownBy(() -> session.advance(-1)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> session.tree(1001)).isInstanceOf(IllegalArgumentException.class);
      assertThat(IntStream.of(session.latest().visits())).containsExactly(0);
    }
  }
}
