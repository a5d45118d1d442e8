package io.muzero.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.muzero.model.ForwardingModel;
import io.muzero.model.HiddenStates;
import io.muzero.model.ModelOutput;
import io.muzero.model.MuZeroModel;
import io.muzero.model.Transitions;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BatchedSearchTest {
  private static final int SEEDS = 200;
  private static final float CLOSE = 1e-4f;

  /** A search problem drawn from a seed. */
  private static final class Problem {
    final SearchConfig config;
    final int actions;
    final int batch;
    final float[] observations;
    final boolean[] legal;
    final long noiseSeed;
    final double discount;
    final double rewardScale;
    final int terminalModulus;
    final String name;

    Problem(long seed) {
      UniformRandomProvider random = random(seed);
      actions = random.nextInt(1, 12);
      batch = random.nextInt(1, 6);
      discount = random.nextInt(2) == 0 ? -1 : random.nextDouble(0.5, 1);
      rewardScale = random.nextInt(2);
      terminalModulus = random.nextInt(3) == 0 ? 5 : 0;
      config =
          new SearchConfig(
              random.nextInt(3) == 0 ? SearchAlgorithm.PUCT : SearchAlgorithm.GUMBEL,
              random.nextInt(1, 70),
              random.nextInt(3) == 0 ? random.nextInt(1, 5) : 0,
              random.nextInt(1, 17),
              1,
              random.nextDouble(0.05, 0.3),
              random.nextInt(20, 60),
              random.nextInt(4) > 0,
              random.nextInt(4) > 0,
              1.25,
              random.nextInt(2) == 0 ? 19652 : 50,
              0.3,
              0.25);
      long[] seeds = new long[batch];
      Arrays.setAll(seeds, i -> random.nextInt() & 0xFFFFFFFFL);
      observations = HashModel.observations(seeds);
      legal = new boolean[batch * actions];
      for (int i = 0; i < legal.length; i++) {
        legal[i] = random.nextInt(4) > 0;
      }
      for (int b = 0; b < batch; b++) {
        legal[b * actions + random.nextInt(actions)] = true;
      }
      noiseSeed = random.nextLong();
      name = "seed " + seed + ", " + config + ", " + actions + " actions, discount " + discount;
    }

    HashModel model() {
      return new HashModel(actions, discount, rewardScale, terminalModulus);
    }

    BatchedSearch search(boolean rounds) {
      return new BatchedSearch(
          model(),
          config,
          batch,
          config.simulations(),
          rounds ? SelectionFactory.configured() : OneAtATime.SELECTION);
    }

    SearchResult run(BatchedSearch search) {
      return search.search(observations, legal, batch, random(noiseSeed));
    }
  }

  private static UniformRandomProvider random(long seed) {
    return RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
  }

  private static SearchConfig config(SearchAlgorithm algorithm, int simulations) {
    return algorithm == SearchAlgorithm.GUMBEL
        ? SearchConfig.gumbel(simulations)
        : SearchConfig.puct(simulations);
  }

  private static boolean[] allLegal(int count) {
    boolean[] legal = new boolean[count];
    Arrays.fill(legal, true);
    return legal;
  }

  @Test
  void search_anyProblem_resultIsConsistent() {
    for (long seed = 0; seed < SEEDS; seed++) {
      Problem problem = new Problem(seed);
      try (BatchedSearch search = problem.search(true)) {
        SearchResult result = problem.run(search);
        for (int b = 0; b < problem.batch; b++) {
          int visits = 0;
          float mass = 0;
          float priors = 0;
          for (int a = 0; a < problem.actions; a++) {
            int i = b * problem.actions + a;
            visits += result.visitCounts[i];
            mass += result.policy[i];
            priors += search.tree().prior(b, 0, a);
            if (!problem.legal[i]) {
              assertThat(result.visitCounts[i]).as(problem.name).isZero();
              assertThat(result.policy[i]).as(problem.name).isZero();
              assertThat(search.tree().prior(b, 0, a)).as(problem.name).isZero();
            }
          }
          assertThat(visits).as(problem.name).isEqualTo(problem.config.simulations());
          assertThat(mass).as(problem.name).isCloseTo(1, within(CLOSE));
          assertThat(priors).as(problem.name).isCloseTo(1, within(CLOSE));
          int chosen = b * problem.actions + result.action[b];
          assertThat(problem.legal[chosen]).as(problem.name).isTrue();
          assertThat(result.visitCounts[chosen]).as(problem.name).isPositive();
          assertThat(result.rootValue[b]).as(problem.name).isEqualTo(search.tree().value(b, 0));
        }
      }
    }
  }

  @Test
  void search_anyProblem_everyNodeHoldsTheMeanOfItsReturns() {
    for (long seed = 0; seed < SEEDS; seed++) {
      Problem problem = new Problem(seed);
      try (BatchedSearch search = problem.search(true)) {
        problem.run(search);
        for (int b = 0; b < problem.batch; b++) {
          checkMeans(search.tree(), b, problem);
        }
      }
    }
  }

  private static void checkMeans(SearchTree tree, int b, Problem problem) {
    int[] depth = new int[tree.nodes()];
    for (int node = 0; node < tree.nodes(); node++) {
      if (tree.visits(b, node) == 0) {
        assertThat(tree.parent(b, node)).as(problem.name).isEqualTo(SearchTree.NONE);
        continue;
      }
      if (node > 0) {
        int parent = tree.parent(b, node);
        depth[node] = depth[parent] + 1;
        assertThat(parent).as(problem.name).isLessThan(node);
        assertThat(tree.child(b, parent, tree.actionFromParent(b, node))).isEqualTo(node);
      }
      double sum = tree.rawValue(b, node);
      int below = 0;
      for (int a = 0; a < tree.actionCount(); a++) {
        int child = tree.child(b, node, a);
        int visits = tree.visits(b, node, a);
        if (child == SearchTree.NONE) {
          assertThat(visits).as(problem.name).isZero();
          assertThat(tree.qValue(b, node, a)).as(problem.name).isZero();
        } else {
          assertThat(visits).as(problem.name).isEqualTo(tree.visits(b, child));
          float q = tree.reward(b, child) + tree.discount(b, child) * tree.value(b, child);
          assertThat(tree.qValue(b, node, a)).as(problem.name).isCloseTo(q, within(CLOSE));
          sum += visits * (double) q;
          below += visits;
        }
      }
      if (problem.config.maxDepth() > 0) {
        assertThat(depth[node]).as(problem.name).isLessThanOrEqualTo(problem.config.maxDepth());
      }
      if (problem.config.maxDepth() > 0 && depth[node] == problem.config.maxDepth()) {
        assertThat(below).as(problem.name).isZero();
        assertThat(tree.value(b, node)).isCloseTo(tree.rawValue(b, node), within(CLOSE));
      } else {
        assertThat(tree.visits(b, node)).as(problem.name).isEqualTo(below + 1);
        assertThat((double) tree.value(b, node))
            .as(problem.name)
            .isCloseTo(sum / (below + 1), within((double) CLOSE));
      }
    }
  }

  @Test
  void search_withoutNoise_growsTheTreesOfTheNaiveSearch() {
    for (long seed = 0; seed < SEEDS; seed++) {
      Problem problem = new Problem(seed);
      try (BatchedSearch search = problem.search(true)) {
        SearchResult result =
            search.search(problem.observations, problem.legal, problem.batch, null);
        long depths = 0;
        for (int b = 0; b < problem.batch; b++) {
          int actions = problem.actions;
          NaiveSearch naive =
              new NaiveSearch(
                  problem.model(),
                  problem.config,
                  Arrays.copyOfRange(problem.observations, 2 * b, 2 * b + 2),
                  Arrays.copyOfRange(problem.legal, b * actions, (b + 1) * actions));
          depths += compareWithNaive(search.tree(), result, b, naive, problem);
        }
        assertThat((double) result.meanDepth)
            .as(problem.name)
            .isCloseTo(
                (double) depths / problem.batch / problem.config.simulations(), within(1e-3));
      }
    }
  }

  /** Returns the sum of all paths' lengths. */
  private static long compareWithNaive(
      SearchTree tree, SearchResult result, int b, NaiveSearch naive, Problem problem) {
    String name = problem.name + ", root " + b;
    int next = 0;
    int[] depth = new int[tree.nodes()];
    for (int node = 0; node < tree.nodes(); node++) {
      if (tree.visits(b, node) == 0) {
        continue;
      }
      NaiveSearch.Node expected = naive.nodes.get(next++);
      int parent = tree.parent(b, node);
      assertThat(tree.visits(b, node)).as(name).isEqualTo(expected.visits());
      assertThat(tree.actionFromParent(b, node)).as(name).isEqualTo(expected.action);
      assertThat((double) tree.value(b, node)).isCloseTo(expected.value(), within((double) CLOSE));
      if (expected.parent != null) {
        depth[node] = depth[parent] + 1;
        assertThat(tree.visits(b, parent)).as(name).isEqualTo(expected.parent.visits());
      }
    }
    assertThat(naive.nodes).as(name).hasSize(next);
    NaiveSearch.Node root = naive.nodes.get(0);
    int most = 0;
    double[] policy = naive.improvedPolicy(root);
    for (int a = 0; a < problem.actions; a++) {
      most = Math.max(most, root.visits(a));
    }
    boolean gumbel = problem.config.algorithm() == SearchAlgorithm.GUMBEL;
    for (int a = 0; a < problem.actions; a++) {
      double share = root.visits(a) / (double) problem.config.simulations();
      assertThat((double) result.policy[b * problem.actions + a])
          .as(name)
          .isCloseTo(gumbel ? policy[a] : share, within((double) CLOSE));
    }
    if (gumbel) {
      assertThat(result.action[b]).as(name).isEqualTo(naive.gumbelAction(most));
    } else {
      assertThat(root.visits(result.action[b])).as(name).isEqualTo(most);
    }
    long depths = 0;
    for (int node = 1; node < tree.nodes(); node++) {
      // A path as long as allowed ends at its node each time, any other only when it adds it.
      boolean bottom = depth[node] == problem.config.maxDepth();
      depths += (long) depth[node] * (bottom ? tree.visits(b, node) : 1);
    }
    return depths;
  }

  @Test
  void search_ofABatch_equalsSearchesOfItsRootsBitForBit() {
    for (long seed = 0; seed < SEEDS; seed++) {
      Problem problem = new Problem(seed);
      int actions = problem.actions;
      try (BatchedSearch batched = problem.search(true);
          BatchedSearch single =
              new BatchedSearch(problem.model(), problem.config, problem.batch)) {
        Run batch = new Run(batched.tree(), problem.run(batched));
        UniformRandomProvider noise = random(problem.noiseSeed); // roots draw one after another
        for (int b = 0; b < problem.batch; b++) {
          SearchResult result =
              single.search(
                  Arrays.copyOfRange(problem.observations, 2 * b, 2 * b + 2),
                  Arrays.copyOfRange(problem.legal, b * actions, (b + 1) * actions),
                  1,
                  noise);
          assertSame(batch, b, new Run(single.tree(), result), 0, problem.name);
        }
      }
    }
  }

  @Test
  void search_inRounds_growsTheTreesOfOneAtATimeInFewerCalls() {
    for (long seed = 0; seed < SEEDS; seed++) {
      Problem problem = new Problem(seed);
      try (BatchedSearch inRounds = problem.search(true);
          BatchedSearch oneAtATime = problem.search(false)) {
        SearchResult rounds = problem.run(inRounds);
        SearchResult single = problem.run(oneAtATime);
        for (int b = 0; b < problem.batch; b++) {
          assertSame(
              new Run(inRounds.tree(), rounds),
              b,
              new Run(oneAtATime.tree(), single),
              b,
              problem.name);
        }
        assertThat(rounds.meanDepth).as(problem.name).isEqualTo(single.meanDepth);
        assertThat(rounds.evaluations).as(problem.name).isEqualTo(single.evaluations);
        assertThat(rounds.networkCalls).as(problem.name).isLessThanOrEqualTo(single.networkCalls);
      }
    }
  }

  @Test
  void search_gumbelFirstPhase_isOneCall() {
    HashModel model = new HashModel(9, -1, 0, 0);
    try (BatchedSearch search = new BatchedSearch(model, SearchConfig.gumbel(9), 4)) {
      SearchResult result =
          search.search(HashModel.observations(1, 2, 3, 4), allLegal(36), 4, random(1));
      assertThat(result.networkCalls).isEqualTo(2); // the roots, then 4 × 9 leaves
      assertThat(result.evaluations).isEqualTo(40);
      assertThat(model.calls).isEqualTo(2);
      assertThat(result.visitCounts).containsOnly(1);
    }
    try (BatchedSearch search = new BatchedSearch(model, SearchConfig.gumbel(50), 4)) {
      SearchResult result =
          search.search(HashModel.observations(1, 2, 3, 4), allLegal(36), 4, random(1));
      assertThat(result.networkCalls).isLessThan(51);
      assertThat(result.evaluations).isEqualTo(4 * 51);
    }
  }

  /** What a search left: valid until it searches again. */
  private record Run(SearchTree tree, SearchResult result) {}

  private static void assertSame(Run one, int b, Run other, int c, String name) {
    SearchTree tree = one.tree;
    SearchTree twin = other.tree;
    for (int node = 0; node < tree.nodes(); node++) {
      assertThat(tree.parent(b, node)).as(name).isEqualTo(twin.parent(c, node));
      assertThat(tree.actionFromParent(b, node)).as(name).isEqualTo(twin.actionFromParent(c, node));
      assertThat(tree.visits(b, node)).as(name).isEqualTo(twin.visits(c, node));
      if (tree.visits(b, node) > 0) {
        assertThat(tree.value(b, node)).as(name).isEqualTo(twin.value(c, node));
      }
    }
    int actions = tree.actionCount();
    assertThat(one.result.action[b]).as(name).isEqualTo(other.result.action[c]);
    assertThat(one.result.rootValue[b]).as(name).isEqualTo(other.result.rootValue[c]);
    assertThat(one.result.networkValue[b]).as(name).isEqualTo(other.result.networkValue[c]);
    for (int a = 0; a < actions; a++) {
      int at = b * actions + a;
      int twinAt = c * actions + a;
      assertThat(one.result.policy[at]).as(name).isEqualTo(other.result.policy[twinAt]);
      assertThat(one.result.qValues[at]).as(name).isEqualTo(other.result.qValues[twinAt]);
      assertThat(one.result.visitCounts[at]).as(name).isEqualTo(other.result.visitCounts[twinAt]);
    }
  }

  @ParameterizedTest
  @EnumSource(SearchAlgorithm.class)
  void search_sameNoiseSeed_sameResultWhateverWasSearchedBefore(SearchAlgorithm algorithm) {
    HashModel model = new HashModel(9, -1, 1, 7);
    SearchConfig config = config(algorithm, 40);
    float[] observations = HashModel.observations(11, 12, 13);
    try (BatchedSearch fresh = new BatchedSearch(model, config, 3);
        BatchedSearch used = new BatchedSearch(model, config, 5)) {
      boolean differs = false;
      for (long seed = 0; seed < 20; seed++) {
        boolean[] some = allLegal(45);
        some[(int) seed] = false;
        used.search(HashModel.observations(1, 2, 3, 4, seed), some, 5, random(seed));
        SearchResult result = fresh.search(observations, allLegal(27), 3, random(seed));
        Run first = new Run(fresh.tree(), result);
        Run second = new Run(used.tree(), used.search(observations, allLegal(27), 3, random(seed)));
        for (int b = 0; b < 3; b++) {
          assertSame(first, b, second, b, "seed " + seed);
        }
        int[] visits = result.visitCounts.clone();
        fresh.search(observations, allLegal(27), 3, random(seed + 1000));
        differs |= !Arrays.equals(visits, result.visitCounts);
      }
      assertThat(differs).isTrue();
    }
  }

  @Test
  void search_withoutNoise_equalsNoiseOfScaleZero() {
    HashModel model = new HashModel(9, -1, 1, 7);
    SearchConfig gumbel = SearchConfig.gumbel(40);
    SearchConfig scaleZero =
        new SearchConfig(
            SearchAlgorithm.GUMBEL, 40, 0, 16, 0, 0.1, 50, true, true, 1.25, 19652, 0.3, 0.25);
    SearchConfig fractionZero =
        new SearchConfig(
            SearchAlgorithm.PUCT, 40, 0, 16, 1, 0.1, 50, true, true, 1.25, 19652, 0.3, 0);
    float[] observations = HashModel.observations(21, 22);
    for (SearchConfig[] pair :
        new SearchConfig[][] {{gumbel, scaleZero}, {SearchConfig.puct(40), fractionZero}}) {
      try (BatchedSearch silent = new BatchedSearch(model, pair[0], 2);
          BatchedSearch zero = new BatchedSearch(model, pair[1], 2)) {
        Run one = new Run(silent.tree(), silent.search(observations, allLegal(18), 2, null));
        Run other = new Run(zero.tree(), zero.search(observations, allLegal(18), 2, random(1)));
        assertSame(one, 0, other, 0, "root 0");
        assertSame(one, 1, other, 1, "root 1");
      }
    }
  }

  @Test
  void search_gumbelNoiseOneSimulation_samplesFromThePolicy() {
    // argmax of g + logit is a draw from softmax(logits): the Gumbel-max trick.
    int actions = 4;
    HashModel model = new HashModel(actions, 1, 0, 0);
    int batch = 500;
    long[] seeds = new long[batch];
    Arrays.fill(seeds, 5);
    int[] drawn = new int[actions];
    float[] priors = new float[actions];
    try (BatchedSearch search = new BatchedSearch(model, SearchConfig.gumbel(1), batch)) {
      UniformRandomProvider noise = random(3);
      for (int round = 0; round < 20; round++) {
        SearchResult result =
            search.search(HashModel.observations(seeds), allLegal(batch * actions), batch, noise);
        for (int b = 0; b < batch; b++) {
          drawn[result.action[b]]++;
        }
      }
      for (int a = 0; a < actions; a++) {
        priors[a] = search.tree().prior(0, 0, a);
      }
    }
    for (int a = 0; a < actions; a++) {
      assertThat(drawn[a] / 10_000f).isCloseTo(priors[a], within(0.02f)); // 4 standard deviations
    }
  }

  @Test
  void search_dirichletNoise_mixesWithThePriorOfLegalActions() {
    int actions = 5;
    int batch = 2000;
    double alpha = 0.5;
    long[] seeds = new long[batch];
    Arrays.fill(seeds, 5);
    boolean[] legal = allLegal(batch * actions);
    for (int b = 0; b < batch; b++) {
      legal[b * actions + 2] = false;
    }
    double fraction = 0.25;
    SearchConfig config =
        new SearchConfig(
            SearchAlgorithm.PUCT, 1, 0, 16, 1, 0.1, 50, true, true, 1.25, 19652, alpha, fraction);
    HashModel model = new HashModel(actions, 1, 0, 0);
    try (BatchedSearch search = new BatchedSearch(model, config, batch)) {
      search.search(HashModel.observations(seeds), legal, batch, null);
      float[] priors = new float[actions];
      for (int a = 0; a < actions; a++) {
        priors[a] = search.tree().prior(0, 0, a);
      }
      search.search(HashModel.observations(seeds), legal, batch, random(1));
      for (int a = 0; a < actions; a++) {
        double sum = 0;
        double squares = 0;
        for (int b = 0; b < batch; b++) {
          double noise = (search.tree().prior(b, 0, a) - (1 - fraction) * priors[a]) / fraction;
          sum += noise;
          squares += noise * noise;
        }
        double mean = sum / batch;
        // A symmetric Dirichlet variate over k = 4: mean 1/k, variance (1/k)(1 − 1/k)/(kα + 1).
        assertThat(mean).as("action " + a).isCloseTo(a == 2 ? 0 : 0.25, within(0.03));
        assertThat(squares / batch - mean * mean)
            .as("action " + a)
            .isCloseTo(a == 2 ? 0 : 0.1875 / 3, within(0.01));
      }
    }
  }

  @Test
  void search_bandit_findsTheBestArm() {
    // Each arm ends the game with a reward that the model's value and policy do not hint at.
    double[] rewards = {0.1, 0.3, -0.5, 0.9, 0.2};
    TableModel model = new TableModel(2, rewards.length);
    for (int a = 0; a < rewards.length; a++) {
      model.move(0, a, 1, rewards[a], 0);
    }
    try (BatchedSearch gumbel = new BatchedSearch(model, SearchConfig.gumbel(16), 1);
        BatchedSearch puct = new BatchedSearch(model, SearchConfig.puct(100), 1)) {
      SearchResult result = gumbel.search(new float[] {0}, allLegal(5), 1, random(5));
      assertThat(result.action[0]).isEqualTo(3);
      for (int a = 0; a < rewards.length; a++) {
        if (result.visitCounts[a] > 0) {
          assertThat(result.qValues[a]).isEqualTo((float) rewards[a]);
        }
        assertThat(result.policy[3]).isGreaterThanOrEqualTo(result.policy[a]);
      }
      result = puct.search(new float[] {0}, allLegal(5), 1, random(5));
      assertThat(result.action[0]).isEqualTo(3);
      assertThat(result.visitCounts[3]).isGreaterThan(50);
    }
  }

  @Test
  void search_delayedReward_isWorthItsDiscount() {
    // 0 -a0-> 1 -a1-> end with 1; everything else ends at once, with 0.2 at the most.
    TableModel model =
        new TableModel(3, 2)
            .move(0, 0, 1, 0, 0.5)
            .move(0, 1, 2, 0.2, 0)
            .move(1, 0, 2, 0, 0)
            .move(1, 1, 2, 1, 0);
    for (SearchAlgorithm algorithm : SearchAlgorithm.values()) {
      try (BatchedSearch search = new BatchedSearch(model, config(algorithm, 400), 1)) {
        SearchResult result = search.search(new float[] {0}, allLegal(2), 1, null);
        assertThat(result.action[0]).as(algorithm + "").isZero(); // 0.5·1 > 0.2
        assertThat(result.qValues[0]).as(algorithm + "").isCloseTo(0.5f, within(0.1f));
      }
    }
  }

  @Test
  void search_twoPlayers_choosesTheMinimaxMove() {
    // The first player chooses a row, then the second a column: payoffs to the first.
    double[][] payoff = {{1, 1, -1}, {0.4, 0.3, 0.5}, {0.9, -0.8, 0.9}};
    TableModel model = new TableModel(5, 3);
    for (int row = 0; row < 3; row++) {
      model.move(0, row, row + 1, 0, -1);
      for (int column = 0; column < 3; column++) {
        model.move(row + 1, column, 4, -payoff[row][column], 0); // in the second player's view
      }
    }
    for (SearchAlgorithm algorithm : SearchAlgorithm.values()) {
      try (BatchedSearch search = new BatchedSearch(model, config(algorithm, 400), 1)) {
        SearchResult result = search.search(new float[] {0}, allLegal(3), 1, null);
        assertThat(result.action[0]).as(algorithm + "").isEqualTo(1);
        assertThat(result.qValues[1]).as(algorithm + "").isBetween(0.28f, 0.4f);
      }
    }
  }

  @Test
  void search_twoPlayers_opponentsValueCountsAgainstUs() {
    // After action 0 the opponent stands at +0.7, after action 1 at −0.7.
    TableModel model =
        new TableModel(3, 2).move(0, 0, 1, 0, -1).move(0, 1, 2, 0, -1).value(1, 0.7).value(2, -0.7);
    try (BatchedSearch search = new BatchedSearch(model, SearchConfig.gumbel(2), 1)) {
      SearchResult result = search.search(new float[] {0}, allLegal(2), 1, null);
      assertThat(result.qValues).containsExactly(-0.7f, 0.7f);
      assertThat(result.action[0]).isEqualTo(1);
      assertThat(result.rootValue[0]).isCloseTo(0, within(1e-6f));
    }
  }

  @Test
  void search_playerMovesTwice_keepsTheSign() {
    // The first player moves twice, from 0 to 1 or 2 and on to the end; action 0 at the root wins.
    TableModel model = new TableModel(4, 2).move(0, 0, 1, 0, 1).move(0, 1, 2, 0, 1);
    for (int action = 0; action < 2; action++) {
      model.move(1, action, 3, 1, 0).move(2, action, 3, -1, 0);
    }
    for (SearchAlgorithm algorithm : SearchAlgorithm.values()) {
      try (BatchedSearch search = new BatchedSearch(model, config(algorithm, 50), 1)) {
        SearchResult result = search.search(new float[] {0}, allLegal(2), 1, null);
        assertThat(result.action[0]).as(algorithm + "").isZero();
        assertThat(result.qValues[0]).as(algorithm + "").isGreaterThan(0.8f);
      }
    }
  }

  @Test
  void search_oneMoveOfTwoGivesTheTurnAway_signsEachByWhoIsToMove() {
    // Action 0 keeps the turn at a position worth 0.7 to its mover, action 1 gives it to the other.
    TableModel model =
        new TableModel(3, 2).move(0, 0, 1, 0, 1).move(0, 1, 2, 0, -1).value(1, 0.7).value(2, 0.7);
    try (BatchedSearch search = new BatchedSearch(model, SearchConfig.gumbel(2), 1)) {
      SearchResult result = search.search(new float[] {0}, allLegal(2), 1, null);
      assertThat(result.qValues).containsExactly(0.7f, -0.7f);
      assertThat(result.action[0]).isZero();
    }
  }

  @Test
  void search_rewardDuringTwoPlayerGame_isInTheMoversView() {
    TableModel model =
        new TableModel(3, 1).move(0, 0, 1, 2, -1).move(1, 0, 2, 5, -1).value(2, 0.25);
    try (BatchedSearch search = new BatchedSearch(model, SearchConfig.gumbel(2), 1)) {
      SearchResult result = search.search(new float[] {0}, allLegal(1), 1, null);
      // The return of the second simulation is 2 − (5 − 0.25), that of the first 2 − 0.
      assertThat(result.qValues[0]).isCloseTo(2 - 4.75f / 2, within(1e-6f));
    }
  }

  @Test
  void search_onlyOneLegalAction_takesIt() {
    for (SearchAlgorithm algorithm : SearchAlgorithm.values()) {
      try (BatchedSearch search =
          new BatchedSearch(new HashModel(3, -1, 0, 0), config(algorithm, 10), 1)) {
        SearchResult result =
            search.search(
                HashModel.observations(8), new boolean[] {false, false, true}, 1, random(1));
        assertThat(result.action[0]).isEqualTo(2);
        assertThat(result.visitCounts).containsExactly(0, 0, 10);
        assertThat(result.policy).containsExactly(0, 0, 1);
      }
    }
  }

  @Test
  void search_extremeLogits_staysFinite() {
    MuZeroModel model =
        new Altered(
            (output, count) -> {
              for (int i = 0; i < count * 3; i++) {
                output.policyLogits[i] = i % 3 == 0 ? 1e30f : i % 3 == 1 ? -1e30f : 0;
              }
            },
            false);
    for (SearchAlgorithm algorithm : SearchAlgorithm.values()) {
      try (BatchedSearch search = new BatchedSearch(model, config(algorithm, 60), 1)) {
        SearchResult result = search.search(HashModel.observations(8), allLegal(3), 1, random(1));
        assertThat(Arrays.stream(result.visitCounts).sum()).isEqualTo(60);
        float mass = 0;
        for (float share : result.policy) {
          assertThat(share).isBetween(0f, 1f);
          mass += share;
        }
        assertThat(mass).isCloseTo(1, within(CLOSE));
        assertThat(result.rootValue[0]).isBetween(-1f, 1f);
      }
    }
  }

  /** A hash network with 3 actions whose output something changes. */
  private static final class Altered extends ForwardingModel {
    private final BiConsumer<ModelOutput, Integer> change;
    private final boolean onlyBelowRoot;

    Altered(BiConsumer<ModelOutput, Integer> change, boolean onlyBelowRoot) {
      super(new HashModel(3, -1, 1, 0));
      this.change = change;
      this.onlyBelowRoot = onlyBelowRoot;
    }

    @Override
    public void initialInference(
        float[] observations, int count, HiddenStates states, int[] rows, ModelOutput output) {
      model.initialInference(observations, count, states, rows, output);
      if (!onlyBelowRoot) {
        change.accept(output, count);
      }
    }

    @Override
    public void recurrentInference(
        HiddenStates states, Transitions transitions, ModelOutput output) {
      int count = transitions.count();
      model.recurrentInference(states, transitions, output);
      change.accept(output, count);
    }
  }

  @Test
  void search_outputNotFinite_isRefused() {
    refused(
        new Altered((output, count) -> output.value[count - 1] = Float.NaN, false), "value NaN");
    refused(new Altered((output, count) -> output.value[0] = Float.NaN, true), "value NaN");
    refused(
        new Altered((output, count) -> output.reward[0] = Float.POSITIVE_INFINITY, true),
        "reward Infinity");
    refused(new Altered((output, count) -> output.discount[0] = Float.NaN, true), "discount NaN");
    refused(
        new Altered((output, count) -> output.policyLogits[1] = Float.NEGATIVE_INFINITY, false),
        "policy logit -Infinity of action 1");
    refused(
        new Altered((output, count) -> output.policyLogits[2] = Float.NaN, true),
        "policy logit NaN of action 2");
  }

  private static void refused(MuZeroModel model, String message) {
    for (SearchAlgorithm algorithm : SearchAlgorithm.values()) {
      try (BatchedSearch search = new BatchedSearch(model, config(algorithm, 10), 2)) {
        assertThatThrownBy(
                () -> search.search(HashModel.observations(1, 2), allLegal(6), 2, random(1)))
            .isInstanceOf(ArithmeticException.class)
            .hasMessageContaining("not finite")
            .hasMessageContaining(message);
      }
    }
  }

  @Test
  void search_wrongUse_isRefused() {
    try (BatchedSearch search =
        new BatchedSearch(new HashModel(3, -1, 1, 0), SearchConfig.gumbel(4), 2)) {
      float[] two = HashModel.observations(1, 2);
      assertThatThrownBy(() -> search.search(two, allLegal(6), 0, null))
          .hasMessage("batch must be within [1, 2], was 0");
      assertThatThrownBy(() -> search.search(new float[9], allLegal(9), 3, null))
          .hasMessage("batch must be within [1, 2], was 3");
      assertThatThrownBy(() -> search.search(new float[3], allLegal(6), 2, null))
          .hasMessageContaining("observations must hold 2 x 2 numbers, has 3");
      assertThatThrownBy(() -> search.search(two, allLegal(5), 2, null))
          .hasMessageContaining("legal must hold 2 x 3 flags, has 5");
      boolean[] none = {true, true, true, false, false, false};
      assertThatThrownBy(() -> search.search(two, none, 2, null))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("position 1");
    }
  }
}
