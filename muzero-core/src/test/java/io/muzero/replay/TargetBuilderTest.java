package io.muzero.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.muzero.replay.Recorded.TinyStep;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;

class TargetBuilderTest {
  private static final List<TinyStep> ONE_PLAYER =
      List.of(new TinyStep(0, 1, 10), new TinyStep(0, 2, 20), new TinyStep(0, 4, 40));

  private static float[] targets(
      int tdSteps, double discount, List<TinyStep> steps, TinyStep last) {
    ReplayConfig config = Recorded.config(tdSteps, discount);
    List<Trajectory> recorded = Recorded.tiny(config, 3, steps, last);
    assertThat(recorded).hasSize(1);
    return builder(config).valueTargets(recorded.get(0));
  }

  private static TargetBuilder builder(ReplayConfig config) {
    return new TargetBuilder(new ObservationStacker(Recorded.TINY, config.stackedFrames()), config);
  }

  @Test
  void valueTargets_onePlayerTerminated_sumsRewardsToTheEnd() {
    // 1 + 2/2 + 4/4, 2 + 4/2, 4
    assertThat(targets(0, 0.5, ONE_PLAYER, null)).containsExactly(3, 4, 4);
    assertThat(targets(100, 0.5, ONE_PLAYER, null)).containsExactly(3, 4, 4);
  }

  @Test
  void valueTargets_oneStep_bootstrapsWithTheNextRootValue() {
    // 1 + 20/2, 2 + 40/2, 4 and no bootstrap past the end
    assertThat(targets(1, 0.5, ONE_PLAYER, null)).containsExactly(11, 22, 4);
    // 1 + 2/2 + 40/4
    assertThat(targets(2, 0.5, ONE_PLAYER, null)).containsExactly(12, 4, 4);
  }

  @Test
  void valueTargets_lambda_mixesReturnsWithRootValues() {
    ReplayConfig config = Recorded.config(0, 0.5, 0.5);
    Trajectory trajectory = Recorded.tiny(config, 3, ONE_PLAYER, null).get(0);
    // 1 + (20 + 13)/4, 2 + (40 + 4)/4, 4 and no value past the end
    assertThat(builder(config).valueTargets(trajectory)).containsExactly(9.25f, 13, 4);
  }

  @Test
  void valueTargets_truncated_bootstrapsFromTheLastState() {
    TinyStep last = new TinyStep(0, 0, 80);
    // 1 + 2/2 + 4/4 + 80/8, 2 + 4/2 + 80/4, 4 + 80/2
    assertThat(targets(0, 0.5, ONE_PLAYER, last)).containsExactly(13, 24, 44);
    // 1 + 2/2 + 40/4, 2 + 4/2 + 80/4, 4 + 80/2
    assertThat(targets(2, 0.5, ONE_PLAYER, last)).containsExactly(12, 24, 44);
  }

  @Test
  void valueTargets_twoPlayersAlternating_flipsSign() {
    // The player who made the last of three moves won: good for 0, bad for 1, good for 0.
    List<TinyStep> won =
        List.of(new TinyStep(0, 0, 0), new TinyStep(1, 0, 0), new TinyStep(0, 1, 0));
    assertThat(targets(0, 1, won, null)).containsExactly(1, -1, 1);
    // Bootstrap one step ahead with the other player's view.
    List<TinyStep> even = List.of(new TinyStep(0, 0, 0.5), new TinyStep(1, 0, 0.25));
    assertThat(targets(1, 1, even, null)).containsExactly(-0.25f, 0);
  }

  @Test
  void valueTargets_randomAction_areBootstrappedThere() {
    List<TinyStep> steps =
        List.of(
            new TinyStep(0, 1, 10),
            new TinyStep(1, 2, 20, true),
            new TinyStep(0, 4, 40),
            new TinyStep(1, 8, 80));
    // 1 − 20/2, the search's 20, 4 − 8/2, 8; with one step 1 − 20/2, 20, 4 − 80/2, 8.
    for (int tdSteps : new int[] {0, 3, 100}) {
      assertThat(targets(tdSteps, 0.5, steps, null)).containsExactly(-9, 20, 0, 8);
    }
    assertThat(targets(1, 0.5, steps, null)).containsExactly(-9, 20, -36, 8);
  }

  @Test
  void valueTargets_playersNotAlternating_signsByWhoIsToMove() {
    // 0 moves twice, then 1 twice; rewards are in the view of the mover.
    List<TinyStep> steps =
        List.of(
            new TinyStep(0, 1, 10),
            new TinyStep(0, 2, 20),
            new TinyStep(1, 4, 40),
            new TinyStep(1, 8, 80));
    // 1 + 2/2 − 4/4 − 8/8, 2 − 4/2 − 8/4, 4 + 8/2, 8
    assertThat(targets(0, 0.5, steps, null)).containsExactly(0, -2, 8, 8);
    // two steps: 1 + 2/2 − 40/4, 2 − 4/2 − 80/4, 4 + 8/2, 8
    assertThat(targets(2, 0.5, steps, null)).containsExactly(-8, -20, 8, 8);
    // one step, cut with 0 to move again: 1 + 20/2, 2 − 40/2, 4 + 80/2, 8 − 160/2
    assertThat(targets(1, 0.5, steps, new TinyStep(0, 0, 160))).containsExactly(11, -18, 44, -72);
  }

  @Test
  void valueTargets_randomEpisodes_agreeWithTheFormula() {
    for (long seed = 0; seed < 30; seed++) {
      UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
      int tdSteps = random.nextInt(6);
      double tdLambda = random.nextInt(4) / 3.0;
      ReplayConfig config = Recorded.config(tdSteps, tdLambda, 0.9);
      Trajectory trajectory =
          Recorded.random(
                  Recorded.TINY, config, 4, 1 + random.nextInt(12), random.nextBoolean(), seed)
              .get(0);
      float[] targets = builder(config).valueTargets(trajectory);
      assertThat(targets).hasSize(trajectory.length());
      for (int t = 0; t < targets.length; t++) {
        assertThat((double) targets[t])
            .as("seed %d position %d", seed, t)
            .isCloseTo(
                lambdaReturn(trajectory, t, tdSteps == 0 ? 1000 : tdSteps, tdLambda, 0.9),
                within(1e-5));
      }
    }
  }

  /** A segment holds all that its own positions' targets are made of. */
  @Test
  void valueTargets_segmentsOfRandomEpisodes_agreeWithTheFormulaOnTheWhole() {
    for (long seed = 0; seed < 200; seed++) {
      UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
      int tdSteps = 1 + random.nextInt(6);
      double tdLambda = random.nextInt(4) / 3.0;
      int unrollSteps = 1 + random.nextInt(4);
      int stackedFrames = 1 + random.nextInt(3);
      int length = 1 + random.nextInt(40);
      boolean truncated = random.nextBoolean();
      ReplayConfig whole = segments(tdSteps, tdLambda, stackedFrames, 900);
      ReplayConfig cut = segments(tdSteps, tdLambda, stackedFrames, 1 + random.nextInt(9));
      Trajectory all =
          Recorded.random(Recorded.TINY, whole, unrollSteps, length, truncated, seed).get(0);
      int position = 0;
      for (Trajectory segment :
          Recorded.random(Recorded.TINY, cut, unrollSteps, length, truncated, seed)) {
        float[] targets = builder(cut).valueTargets(segment);
        int last = Math.min(segment.length(), segment.endSampleable() + unrollSteps);
        for (int t = segment.firstSampleable(); t < last; t++) {
          assertThat((double) targets[t])
              .as("seed %d position %d", seed, position)
              .isCloseTo(
                  lambdaReturn(
                      all, position + t - segment.firstSampleable(), tdSteps, tdLambda, 0.9),
                  within(1e-5));
        }
        position += segment.sampleablePositions();
      }
      assertThat(position).isEqualTo(length);
    }
  }

  private static ReplayConfig segments(
      int tdSteps, double tdLambda, int stackedFrames, int segmentLength) {
    return new ReplayConfig(
        1000,
        64,
        tdSteps,
        tdLambda,
        0.9,
        stackedFrames,
        segmentLength,
        true,
        1,
        1,
        0.01,
        false,
        0,
        RootValue.IMPROVED);
  }

  /** The definition: the mean of the returns over 1 to n steps, weighted (1 − λ) λ^(i−1). */
  private static double lambdaReturn(
      Trajectory trajectory, int t, int n, double tdLambda, double discount) {
    double mean = Math.pow(tdLambda, n - 1) * nStep(trajectory, t, n, discount);
    for (int i = 1; i < n; i++) {
      mean += (1 - tdLambda) * Math.pow(tdLambda, i - 1) * nStep(trajectory, t, i, discount);
    }
    return mean;
  }

  /** The definition, term by term. */
  private static double nStep(Trajectory trajectory, int t, int n, double discount) {
    double sum = 0;
    for (int i = 0; i <= n; i++) {
      int at = t + i;
      boolean last = at == trajectory.length();
      if (last && trajectory.terminated()) {
        return sum;
      }
      double sign = trajectory.toPlay(at) == trajectory.toPlay(t) ? 1 : -1;
      if (last || i == n || trajectory.isExplored(at)) {
        return sum + Math.pow(discount, i) * sign * trajectory.rootValue(at);
      }
      sum += Math.pow(discount, i) * sign * trajectory.reward(at);
    }
    throw new AssertionError();
  }

  @Test
  void fill_unrollPastTerminatedEnd_learnsAbsorbingStates() {
    ReplayConfig config = Recorded.config(0, 0.5);
    Trajectory trajectory = Recorded.tiny(config, 3, ONE_PLAYER, null).get(0);
    TrainingBatch batch = fill(config, trajectory, 1, 4);
    assertThat(batch.observations).containsExactly(1);
    assertThat(batch.valueTarget).containsExactly(4, 4, 0, 0, 0);
    assertThat(batch.valueWeight).containsExactly(1, 1, 1, 1, 1);
    assertThat(batch.rewardTarget).containsExactly(0, 2, 4, 0, 0);
    assertThat(batch.rewardWeight).containsExactly(0, 1, 1, 1, 1);
    assertThat(batch.policyWeight).containsExactly(1, 1, 0, 0, 0);
    assertThat(batch.policyTarget).containsExactly(0.25f, 0.75f, 0.25f, 0.75f, 0, 0, 0, 0, 0, 0);
    assertThat(batch.actions).startsWith(1, 0).hasSize(4);
    assertThat(batch.nextObservations).containsExactly(2, 3, 0, 0);
    assertThat(batch.nextObservationWeight).containsExactly(1, 1, 0, 0);
  }

  /** Who moves next is known of searched positions only: not of a terminated game's end. */
  @Test
  void fill_saysWhetherTheSamePlayerMovesAgain() {
    ReplayConfig config = Recorded.config(0, 0.5);
    List<TinyStep> steps =
        List.of(new TinyStep(0, 1, 10), new TinyStep(0, 2, 20), new TinyStep(1, 4, 40));
    TrainingBatch ended = fill(config, Recorded.tiny(config, 3, steps, null).get(0), 0, 4);
    assertThat(ended.movesAgain).containsExactly(0, 1, 0, 0, 0);
    assertThat(ended.turnWeight).containsExactly(0, 1, 1, 0, 0);
    TinyStep last = new TinyStep(1, 0, 80);
    TrainingBatch cut = fill(config, Recorded.tiny(config, 3, steps, last).get(0), 0, 4);
    assertThat(cut.movesAgain).containsExactly(0, 1, 0, 1, 0);
    assertThat(cut.turnWeight).containsExactly(0, 1, 1, 1, 0);
  }

  @Test
  void fill_pastTheEnd_drawsActionsUniformly() {
    ReplayConfig config = Recorded.config(0, 0.5);
    Trajectory trajectory = Recorded.tiny(config, 3, ONE_PLAYER, null).get(0);
    int[] counts = new int[2];
    UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(3L);
    TrainingBatch batch = new TrainingBatch(1, 4, 1, 2, false);
    float[] targets = builder(config).valueTargets(trajectory);
    for (int i = 0; i < 500; i++) {
      builder(config).fill(batch, 0, new TargetBuilder.Sampled(trajectory, targets, 2, 0), random);
      assertThat(batch.actions[0]).isZero();
      for (int k = 1; k < 4; k++) {
        counts[batch.actions[k]]++;
      }
    }
    assertThat(counts[0]).isBetween(650, 850); // 750 ± 5 standard deviations
  }

  @Test
  void fill_unrollPastTruncation_learnsNothingThere() {
    ReplayConfig config = Recorded.config(0, 0.5);
    Trajectory trajectory = Recorded.tiny(config, 3, ONE_PLAYER, new TinyStep(0, 0, 80)).get(0);
    TrainingBatch batch = fill(config, trajectory, 1, 4);
    assertThat(batch.valueTarget).containsExactly(24, 44, 0, 0, 0);
    assertThat(batch.valueWeight).containsExactly(1, 1, 0, 0, 0);
    assertThat(batch.rewardTarget).containsExactly(0, 2, 4, 0, 0);
    assertThat(batch.rewardWeight).containsExactly(0, 1, 1, 0, 0);
    assertThat(batch.policyWeight).containsExactly(1, 1, 0, 0, 0);
  }

  /**
   * A share of each policy target goes to the legal actions alike, wherever a symmetry puts them.
   */
  @Test
  void fill_smoothed_spreadsAShareOverTheLegalActions() {
    ReplayConfig config = Recorded.smoothing(0.1);
    Trajectory trajectory = Recorded.random(Recorded.BOARD, config, 1, 6, false, 1).get(0);
    ObservationStacker stacker = new ObservationStacker(Recorded.BOARD, 1);
    TargetBuilder builder = new TargetBuilder(stacker, config);
    TrainingBatch batch = new TrainingBatch(1, 1, stacker.inputSize(), 9, false);
    for (int t = 0; t < trajectory.length(); t++) {
      int legal = 0;
      for (int a = 0; a < 9; a++) {
        legal += trajectory.isLegal(t, a) ? 1 : 0;
      }
      assertThat(legal).isBetween(1, 8);
      int turn = t % 8;
      float[] values = builder.valueTargets(trajectory);
      builder.fill(
          batch,
          0,
          new TargetBuilder.Sampled(trajectory, values, t, turn),
          RandomSource.SPLIT_MIX_64.create(1));
      for (int a = 0; a < 9; a++) {
        double expected =
            trajectory.isLegal(t, a) ? 0.9 * trajectory.policy(t, a) + 0.1 / legal : 0;
        assertThat(batch.policyTarget[stacker.transformedActions(turn)[a]])
            .isCloseTo((float) expected, within(1e-6f));
      }
    }
  }

  private static TrainingBatch fill(
      ReplayConfig config, Trajectory trajectory, int position, int unrollSteps) {
    TargetBuilder builder = builder(config);
    TrainingBatch batch = new TrainingBatch(1, unrollSteps, 1, 2, true);
    java.util.Arrays.fill(batch.valueTarget, 99); // what an earlier batch left behind
    java.util.Arrays.fill(batch.policyTarget, 99);
    java.util.Arrays.fill(batch.rewardTarget, 99);
    java.util.Arrays.fill(batch.nextObservations, 99);
    java.util.Arrays.fill(batch.movesAgain, 99);
    java.util.Arrays.fill(batch.turnWeight, 99);
    builder.fill(
        batch,
        0,
        new TargetBuilder.Sampled(trajectory, builder.valueTargets(trajectory), position, 0),
        RandomSource.XO_RO_SHI_RO_128_PP.create(1L));
    return batch;
  }
}
