package io.muzero.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.muzero.model.ModelOutput;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A search in steps: the trees of the whole search, readable on the way, and further than that. */
class SearchInStepsTest {
  private static final int SEEDS = 100;
  private static final int ACTIONS = 7;
  private static final int ROOTS = 3;

  private static UniformRandomProvider random(long seed) {
    return RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
  }

  private static SearchConfig config(SearchAlgorithm algorithm, int simulations) {
    return algorithm == SearchAlgorithm.GUMBEL
        ? SearchConfig.gumbel(simulations)
        : SearchConfig.puct(simulations);
  }

  private static HashModel model() {
    return new HashModel(ACTIONS, -1, 1, 6);
  }

  private static boolean[] legal(UniformRandomProvider random) {
    boolean[] legal = new boolean[ROOTS * ACTIONS];
    for (int i = 0; i < legal.length; i++) {
      legal[i] = i % ACTIONS == 2 || random.nextInt(4) > 0;
    }
    return legal;
  }

  private static float[] observations(UniformRandomProvider random) {
    return HashModel.observations(
        random.nextInt(1 << 30), random.nextInt(1 << 30), random.nextInt(1 << 30));
  }

  /** All that is public about the trees. */
  private static String picture(SearchTree tree) {
    StringBuilder text = new StringBuilder();
    for (int b = 0; b < tree.batch(); b++) {
      for (int node = 0; node < tree.nodes(); node++) {
        int visits = tree.visits(b, node);
        text.append(tree.parent(b, node)).append(' ').append(tree.actionFromParent(b, node));
        text.append(' ').append(visits).append(visits == 0 ? "" : " " + tree.value(b, node));
        text.append('\n');
      }
    }
    return text.toString();
  }

  private static String picture(SearchResult result) {
    return Arrays.toString(result.visitCounts)
        + Arrays.toString(result.rootValue)
        + Arrays.toString(result.policyValue)
        + Arrays.toString(result.qValues)
        + Arrays.toString(result.policy)
        + Arrays.toString(result.action)
        + result.meanDepth;
  }

  @ParameterizedTest
  @EnumSource(SearchAlgorithm.class)
  void advance_inAnySteps_growsTheTreesOfTheWholeSearch(SearchAlgorithm algorithm) {
    for (long seed = 0; seed < SEEDS; seed++) {
      UniformRandomProvider random = random(seed);
      SearchConfig config = config(algorithm, random.nextInt(1, 80));
      float[] observations = observations(random);
      boolean[] legal = legal(random);
      try (BatchedSearch whole = new BatchedSearch(model(), config, ROOTS);
          BatchedSearch steps = new BatchedSearch(model(), config, ROOTS)) {
        String expected =
            picture(whole.search(observations, legal, ROOTS, random(seed))) + picture(whole.tree());
        steps.begin(observations, legal, ROOTS, random(seed));
        while (steps.simulations() < config.simulations()) {
          steps.advance(random.nextInt(1, 9));
          steps.result(); // looking changes nothing
        }
        assertThat(picture(steps.result()) + picture(steps.tree()))
            .as("seed " + seed)
            .isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(SearchAlgorithm.class)
  void advance_byOne_addsOneVisitToEveryRoot(SearchAlgorithm algorithm) {
    SearchConfig config = config(algorithm, 20);
    try (BatchedSearch search = new BatchedSearch(model(), config, ROOTS, 60)) {
      search.begin(observations(random(1)), legal(random(2)), ROOTS, random(3));
      int[] before = new int[ROOTS * ACTIONS];
      for (int i = 1; i <= 60; i++) {
        assertThat(search.advance(1)).isEqualTo(1);
        assertThat(search.simulations()).isEqualTo(i);
        SearchResult result = search.result();
        for (int b = 0; b < ROOTS; b++) {
          int changed = 0;
          for (int a = b * ACTIONS; a < (b + 1) * ACTIONS; a++) {
            assertThat(result.visitCounts[a] - before[a]).isBetween(0, 1);
            changed += result.visitCounts[a] - before[a];
          }
          assertThat(changed).isEqualTo(1);
          assertThat(search.tree().visits(b, 0)).isEqualTo(i + 1);
          assertThat(search.tree().visits(b, i)).isPositive();
          assertThat(search.tree().visits(b, Math.min(60, i + 1))).isEqualTo(i == 60 ? 1 : 0);
        }
        before = result.visitCounts.clone();
      }
      assertThat(search.advance(1)).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(SearchAlgorithm.class)
  void result_afterSomeSimulations_isThatOfTheTreeSoFar(SearchAlgorithm algorithm) {
    SearchConfig config = config(algorithm, 50);
    try (BatchedSearch search = new BatchedSearch(model(), config, ROOTS)) {
      boolean[] legal = legal(random(2));
      search.begin(observations(random(1)), legal, ROOTS, null);
      for (int done = 0; done <= 50; done += search.advance(1) + (done == 50 ? 1 : 0)) {
        SearchResult result = search.result();
        for (int b = 0; b < ROOTS; b++) {
          int chosen = b * ACTIONS + result.action[b];
          float mass = 0;
          for (int a = b * ACTIONS; a < (b + 1) * ACTIONS; a++) {
            mass += result.policy[a];
            assertThat(legal[a] || result.policy[a] == 0).isTrue();
            assertThat(result.visitCounts[a]).isLessThanOrEqualTo(result.visitCounts[chosen]);
          }
          assertThat(mass).isCloseTo(1, within(1e-4f));
          assertThat(legal[chosen]).isTrue();
          assertThat(result.rootValue[b]).isEqualTo(search.tree().value(b, 0));
          assertThat(result.policyValue[b]).isBetween(-3f, 3f);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(SearchAlgorithm.class)
  void result_beforeTheFirstSimulation_isTheNetworks(SearchAlgorithm algorithm) {
    HashModel model = model();
    ModelOutput output = new ModelOutput(1, ACTIONS);
    float[] observation = HashModel.observations(77);
    boolean[] legal = new boolean[ACTIONS];
    Arrays.fill(legal, true);
    model.initialInference(observation, 1, model.newHiddenStates(1), new int[] {0}, output);
    try (BatchedSearch search = new BatchedSearch(model, config(algorithm, 8), 1)) {
      search.begin(observation, legal, 1, null);
      SearchResult result = search.result();
      assertThat(result.policyValue[0]).isCloseTo(output.value[0], within(1e-6f));
      assertThat(result.rootValue[0]).isEqualTo(output.value[0]);
      double sum = 0;
      for (float logit : output.policyLogits) {
        sum += Math.exp(logit);
      }
      for (int a = 0; a < ACTIONS; a++) {
        assertThat(result.policy[a])
            .isCloseTo((float) (Math.exp(output.policyLogits[a]) / sum), within(1e-6f));
        assertThat(output.policyLogits[a])
            .isLessThanOrEqualTo(output.policyLogits[result.action[0]]);
      }
      assertThat(result.meanDepth).isZero();
    }
  }

  @Test
  void advance_puctPastTheConfiguredNumber_isTheLongerSearch() {
    float[] observations = observations(random(1));
    boolean[] legal = legal(random(2));
    try (BatchedSearch on = new BatchedSearch(model(), SearchConfig.puct(10), ROOTS, 90);
        BatchedSearch longer = new BatchedSearch(model(), SearchConfig.puct(90), ROOTS)) {
      on.search(observations, legal, ROOTS, random(3));
      assertThat(on.advance(1000)).isEqualTo(80);
      String expected = picture(longer.search(observations, legal, ROOTS, random(3)));
      assertThat(picture(on.result())).isEqualTo(expected);
      assertThat(picture(on.tree())).isEqualTo(picture(longer.tree()));
    }
  }

  @Test
  void advance_gumbelPastTheConfiguredNumber_visitsWhatLagsBehindTheImprovedPolicy() {
    float[] observations = observations(random(1));
    boolean[] legal = legal(random(2));
    try (BatchedSearch search = new BatchedSearch(model(), SearchConfig.gumbel(16), ROOTS, 416)) {
      SearchResult result = search.search(observations, legal, ROOTS, random(3));
      for (int i = 0; i < 400; i++) {
        float[] policy = result.policy.clone();
        int[] visits = result.visitCounts.clone();
        search.advance(1);
        result = search.result();
        for (int b = 0; b < ROOTS; b++) {
          // The action visited is the one with the greatest π′(a) − N(a)/(1 + ΣN) of all.
          float greatest = Float.NEGATIVE_INFINITY;
          float chosen = Float.NEGATIVE_INFINITY;
          for (int a = b * ACTIONS; a < (b + 1) * ACTIONS; a++) {
            float lag = policy[a] - visits[a] / (17f + i);
            if (legal[a]) {
              greatest = Math.max(greatest, lag);
            }
            if (result.visitCounts[a] > visits[a]) {
              chosen = lag;
            }
          }
          assertThat(chosen).as("simulation %d", i).isCloseTo(greatest, within(1e-5f));
        }
      }
      for (int a = 0; a < ROOTS * ACTIONS; a++) {
        assertThat(result.visitCounts[a] / 416f).isCloseTo(result.policy[a], within(0.15f));
      }
    }
  }

  @Test
  void begin_afterALongerSearch_leavesNoPlaceOfIt() {
    float[] observations = observations(random(1));
    boolean[] legal = legal(random(2));
    try (BatchedSearch search = new BatchedSearch(model(), SearchConfig.gumbel(16), ROOTS, 64)) {
      search.search(observations, legal, ROOTS, null);
      search.advance(48);
      search.begin(observations, legal, ROOTS, null);
      search.advance(3);
      for (int b = 0; b < ROOTS; b++) {
        for (int node = 4; node < search.tree().nodes(); node++) {
          assertThat(search.tree().visits(b, node)).isZero();
          assertThat(search.tree().parent(b, node)).isEqualTo(SearchTree.NONE);
        }
      }
    }
  }

  @Test
  void steps_wrongUse_isRefused() {
    assertThatThrownBy(() -> new BatchedSearch(model(), SearchConfig.gumbel(16), 1, 15))
        .hasMessage("capacity must be at least search.simulations = 16, was 15");
    try (BatchedSearch search = new BatchedSearch(model(), SearchConfig.gumbel(16), 1)) {
      assertThatThrownBy(() -> search.advance(1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("no search was begun: call begin first");
      assertThatThrownBy(search::result).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> search.advance(-1))
          .hasMessage("simulations must be at least 0, was -1");
    }
  }
}
