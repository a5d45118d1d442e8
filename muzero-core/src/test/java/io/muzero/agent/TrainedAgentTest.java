package io.muzero.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.muzero.environment.Environment;
import io.muzero.environment.Episode;
import io.muzero.environment.GameOptions;
import io.muzero.environment.Pile;
import io.muzero.search.SearchConfig;
import io.muzero.selfplay.SearchAgent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TrainedAgentTest {
  private final WatchedModels models = new WatchedModels(TestAgents::walkModel);

  private TrainedAgent walker(int threads) {
    return TestAgents.walker(models, TestAgents.SEARCH, threads);
  }

  @Test
  void decide_eachWay_isWhatASearchOnThisThreadDecides() {
    List<Episode> episodes = TestAgents.walks(23);
    for (SearchConfig search : List.of(SearchConfig.gumbel(40), SearchConfig.puct(17))) {
      try (TrainedAgent agent = TestAgents.walker(models, search, 3);
          SearchAgent plain =
              new SearchAgent(TestAgents.walkModel(), search, false, TestAgents.WALK_FRAMES, 1)) {
        int[] expected = plain.search(episodes);
        assertThat(agent.choose(episodes)).isEqualTo(expected);
        assertThat(agent.chooseWithoutSearch(episodes)).isEqualTo(plain.policy(episodes));
        List<Decision> together = agent.decide(episodes);
        assertThat(together.stream().mapToInt(Decision::action)).containsExactly(box(expected));
        for (int i = 0; i < episodes.size(); i++) {
          assertThat(agent.decide(episodes.get(i))).isEqualTo(together.get(i));
        }
        assertThat(expected).as("kinds of moves").contains(1).contains(2);
        assertThat(agent.choose(List.of())).isEmpty();
        assertThat(agent.decide(List.of())).isEmpty();
      }
    }
  }

  @Test
  void choose_told_decidesAlikeAndSaysHowFarItIs() {
    List<Episode> episodes = TestAgents.walks(1200); // several batches for each thread
    try (TrainedAgent agent = walker(2)) {
      List<Integer> told = new ArrayList<>();
      assertThat(agent.choose(episodes, () -> true, told::add)).isEqualTo(agent.choose(episodes));
      assertThat(told).isSorted().endsWith(1200).allMatch(decided -> decided >= 0);
    }
  }

  /** While it decides, the numbers are those of batches that are done. */
  @Test
  void choose_told_countsBatchByBatch() {
    List<Integer> batches = new ArrayList<>();
    try (Workplace place = TestAgents.workplace(TestAgents::walkModel, TestAgents.SEARCH)) {
      place.choose(TestAgents.walks(600), () -> true, batches::add);
    }
    assertThat(batches).containsExactly(256, 256, 88);
  }

  /** A search of many positions takes minutes: it ends within one, and the next is as ever. */
  @Test
  void choose_givenUp_endsWithinABatchAndDecidesOnAsEver() {
    for (SearchConfig search : List.of(SearchConfig.gumbel(40), SearchConfig.puct(40))) {
      List<Episode> episodes = TestAgents.walks(50); // one batch
      try (TrainedAgent agent = TestAgents.walker(models, search, 1)) {
        int[] expected = agent.choose(episodes);
        AtomicInteger asked = new AtomicInteger();
        assertThatThrownBy(
                () -> agent.choose(episodes, () -> asked.incrementAndGet() < 20, decided -> {}))
            .isInstanceOf(CancellationException.class);
        assertThat(asked).hasValue(20);
        assertThat(agent.choose(episodes)).isEqualTo(expected);
        assertThat(agent.decide(episodes.get(7)).action()).isEqualTo(expected[7]);
      }
    }
  }

  @Test
  void decide_told_decidesAlikeAndSaysHowFarItIs() {
    List<Episode> episodes = TestAgents.walks(1200); // several batches for each thread
    try (TrainedAgent agent = walker(2)) {
      List<Double> told = new ArrayList<>();
      assertThat(agent.decide(episodes, () -> true, told::add)).isEqualTo(agent.decide(episodes));
      assertThat(told).isSorted().endsWith(1.0).allMatch(share -> share >= 0 && share <= 1);
      assertThat(agent.decide(List.of(), () -> true, told::add)).isEmpty();
    }
  }

  /** One batch of long searches takes minutes too: the share grows within it. */
  @Test
  void decide_told_countsSimulationsWithinABatch() {
    for (SearchConfig search : List.of(SearchConfig.gumbel(40), SearchConfig.puct(40))) {
      List<Integer> simulations = new ArrayList<>();
      try (Workplace place = TestAgents.workplace(TestAgents::walkModel, search)) {
        place.decide(TestAgents.walks(50), () -> true, simulations::add);
      }
      assertThat(simulations.size()).isGreaterThan(2);
      assertThat(simulations.stream().mapToInt(added -> added).sum()).isEqualTo(50 * 40);
    }
  }

  @Test
  void decide_givenUp_endsWithinABatchAndDecidesOnAsEver() {
    List<Episode> episodes = TestAgents.walks(50); // one batch
    try (TrainedAgent agent = walker(1)) {
      List<Decision> expected = agent.decide(episodes);
      AtomicInteger asked = new AtomicInteger();
      assertThatThrownBy(
              () -> agent.decide(episodes, () -> asked.incrementAndGet() < 5, share -> {}))
          .isInstanceOf(CancellationException.class);
      assertThat(asked).hasValue(5);
      assertThat(agent.decide(episodes)).isEqualTo(expected);
      assertThatThrownBy(() -> agent.decide(episodes, () -> false, share -> {}))
          .isInstanceOf(CancellationException.class);
    }
  }

  private static Integer[] box(int[] numbers) {
    return java.util.Arrays.stream(numbers).boxed().toArray(Integer[]::new);
  }

  @Test
  void decision_ofASearch_addsUp() {
    try (TrainedAgent agent = walker(1);
        SearchAgent plain =
            new SearchAgent(
                TestAgents.walkModel(), TestAgents.SEARCH, false, TestAgents.WALK_FRAMES, 1)) {
      for (Episode episode : TestAgents.walks(12)) {
        Decision decision = agent.decide(episode);
        assertThat(decision.simulations()).isEqualTo(40);
        assertThat(decision.visits()).isEqualTo(40);
        assertThat(decision.candidates().stream().mapToInt(Decision.Candidate::action))
            .containsExactly(box(episode.legalActions()));
        assertThat(sum(decision, true)).isCloseTo(1, within(1e-5));
        assertThat(sum(decision, false)).isCloseTo(1, within(1e-5));
        assertThat(decision.principalVariation().get(0)).isEqualTo(decision.action());
        assertThat(decision.candidate(7)).isEmpty();
        plain.search(
            List.of(episode),
            (first, count, result, tree) -> {
              assertThat(decision.value()).isEqualTo(result.policyValue[0]);
              assertThat(decision.networkValue()).isEqualTo(result.networkValue[0]);
              for (Decision.Candidate candidate : decision.candidates()) {
                int a = candidate.action();
                assertThat(candidate.visits()).isEqualTo(result.visitCounts[a]);
                assertThat(candidate.policy()).isEqualTo(result.policy[a]);
                assertThat(candidate.prior()).isEqualTo(tree.prior(0, 0, a));
                assertThat(candidate.q().isPresent()).isEqualTo(candidate.visits() > 0);
                assertThat(candidate.q().orElse(0)).isEqualTo(result.qValues[a]);
                assertThat(candidate.reward().isPresent()).isEqualTo(candidate.visits() > 0);
              }
            });
      }
    }
  }

  private static double sum(Decision decision, boolean priors) {
    return decision.candidates().stream()
        .mapToDouble(candidate -> priors ? candidate.prior() : candidate.policy())
        .sum();
  }

  @Test
  void decide_environmentAlone_isTheFirstFrameOfAnEpisode() {
    try (TrainedAgent agent = walker(1)) {
      int differ = 0;
      for (Episode episode : TestAgents.walks(20)) {
        Decision alone = agent.decide(episode.environment());
        assertThat(alone).isEqualTo(agent.decide(new Episode(episode.environment())));
        differ += alone.equals(agent.decide(episode)) ? 0 : 1;
      }
      assertThat(differ).as("states in which history matters").isPositive();
    }
  }

  @Test
  void agent_usedByManyThreads_decidesAlikeForAll() throws Exception {
    List<Episode> episodes = TestAgents.walks(40);
    List<Decision> expected;
    try (TrainedAgent alone = walker(1)) {
      expected = alone.decide(episodes);
    }
    models.made.set(0);
    ExecutorService users = Executors.newFixedThreadPool(4);
    try (TrainedAgent agent = walker(2)) {
      List<Callable<List<Decision>>> uses = new ArrayList<>();
      for (int user = 0; user < 4; user++) {
        boolean together = user % 2 == 0;
        uses.add(
            () -> {
              List<Episode> own = episodes.stream().map(Episode::copy).toList();
              return together ? agent.decide(own) : own.stream().map(agent::decide).toList();
            });
      }
      for (Future<List<Decision>> use : users.invokeAll(uses)) {
        assertThat(use.get()).isEqualTo(expected);
      }
    } finally {
      users.shutdownNow();
    }
    assertThat(models.made).hasValue(2);
    assertThat(models.openModels).hasValue(0);
  }

  @Test
  void close_whateverWasUsed_freesEverythingOnItsOwnThread() {
    Episode episode = TestAgents.walks(1).get(0);
    TrainedAgent agent = walker(3);
    agent.decide(episode);
    agent.choose(TestAgents.walks(9));
    SearchSession closed = agent.search(episode, agent.plan());
    SearchSession open = agent.search(episode, agent.plan());
    open.advance(5);
    int before = models.openStates.get();
    closed.close();
    assertThat(models.openStates).hasValue(before - 1);
    closed.close();
    assertThat(models.openStates).hasValue(before - 1);
    agent.imagine(episode, List.of(1, 2));
    assertThat(models.openStates).hasValue(before - 1);
    agent.close();
    assertThat(models.openModels).hasValue(0);
    assertThat(models.openStates).hasValue(0);
    agent.close();
    open.close();
    assertThat(open.latest().simulations()).as("what was seen stays").isEqualTo(5);
    assertThatThrownBy(() -> agent.decide(episode))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> open.advance(1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> agent.search(episode, agent.plan()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void decide_networkThatFails_failsWithItsReason() {
    WatchedModels broken =
        new WatchedModels(
            () -> {
              throw new IllegalArgumentException("no memory for a second network");
            });
    try (TrainedAgent agent = TestAgents.walker(broken, TestAgents.SEARCH, 2)) {
      assertThatThrownBy(() -> agent.choose(TestAgents.walks(4)))
          .hasMessage("no memory for a second network");
    }
  }

  @Test
  void decide_whereNothingCanBeDecided_isRefused() {
    Environment pile = Pile.GAME.create(GameOptions.NONE);
    pile.reset(0);
    Episode over = new Episode(pile);
    for (int action : new int[] {1, 1, 1, 0}) {
      over.play(action);
    }
    try (TrainedAgent agent = walker(1);
        TrainedAgent knower = TestAgents.pileKnower()) {
      assertThatThrownBy(() -> knower.decide(over))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the episode has ended: there is nothing to decide");
      assertThatThrownBy(() -> knower.decide(over.environment()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("without a legal action");
      assertThatThrownBy(() -> agent.decide(pile))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "this agent plays walk with 2 numbers in an observation and 3 actions, the"
                  + " environment has 8 and 2");
      assertThatThrownBy(() -> knower.imagine(new Episode(pile), List.of(2)))
          .hasMessage("an action must be within [0, 1], was 2");
    }
  }

  @Test
  void imagine_modelThatKnowsTheGame_saysWhatTheRulesGive() {
    try (TrainedAgent knower = TestAgents.pileKnower()) {
      Episode episode = knower.newEpisode(0);
      ImaginedLine line = knower.imagine(episode, List.of(0, 1, 1, 1, 0));
      assertThat(line.root().value()).as("seven stones are won").isEqualTo(1);
      assertThat(line.root().playerToMove()).isZero();
      assertThat(line.steps()).hasSize(5);
      for (int i = 0; i < 4; i++) {
        ImaginedLine.ImaginedStep step = line.steps().get(i);
        ImaginedLine.RealStep real = step.real().orElseThrow();
        assertThat(step.reward()).isEqualTo(real.step().reward()).isEqualTo(i == 3 ? 1 : 0);
        if (i < 3) {
          assertThat(step.after()).isEqualTo(real.seen().orElseThrow());
          assertThat(step.after().playerToMove()).isEqualTo(real.playerToMove());
        }
        assertThat(step.after().policy().stream().mapToDouble(p -> p).sum())
            .isCloseTo(1, within(1e-9));
      }
      // 6 and 4 and 2 stones.
      assertThat(line.steps().stream().limit(3).mapToDouble(step -> step.after().value()))
          .containsExactly(-1.0, 1.0, 1.0);
      assertThat(line.steps().get(3).real().orElseThrow().step().terminated()).isTrue();
      assertThat(line.steps().get(3).real().orElseThrow().seen()).isEmpty();
      assertThat(line.steps().get(4).real()).as("past the end").isEmpty();
      assertThat(episode.moves()).as("the episode is left alone").isEmpty();
    }
  }

  @Test
  void imagine_framesAndIllegalActions_areFollowedAsFarAsTheRulesGo() {
    try (TrainedAgent agent = walker(1)) {
      Episode episode = TestAgents.walks(4).get(3);
      ImaginedLine line = agent.imagine(episode, List.of(2, 1, 2));
      Episode real = episode.copy();
      assertThat(line.root().value()).isEqualTo(agent.decide(episode).networkValue());
      for (ImaginedLine.ImaginedStep step : line.steps()) {
        assertThat(step.real().orElseThrow().step()).isEqualTo(real.play(step.action()));
        assertThat(step.real().orElseThrow().seen().orElseThrow().value())
            .isEqualTo(agent.decide(real).networkValue());
        assertThat(step.after().playerToMove()).isZero();
      }
      Episode atTheWall =
          TestAgents.walks(20).stream()
              .filter(walk -> !walk.environment().isLegal(0))
              .findFirst()
              .orElseThrow();
      ImaginedLine illegal = agent.imagine(atTheWall, List.of(0, 1));
      assertThat(illegal.steps()).hasSize(2).allMatch(step -> step.real().isEmpty());
      assertThat(agent.imagine(episode, List.of()).steps()).isEmpty();
    }
  }
}
