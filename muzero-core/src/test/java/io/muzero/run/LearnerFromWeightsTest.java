package io.muzero.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.environment.Walk;
import io.muzero.network.NetworkShape;
import io.muzero.network.Weights;
import io.muzero.replay.ObservationStacker;
import io.muzero.replay.TrainingBatch;
import io.muzero.training.Learner;
import io.muzero.training.NonFiniteLossException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A learner that goes on from weights alone, and one that looks at what it would write. */
class LearnerFromWeightsTest {
  private static final double RATE = 0.01;

  private static Learner learner(String... settings) {
    return RunContext.learner(new RunSetup(Runs.config(Walk.GAME, settings)));
  }

  private static TrainingBatch batch(long seed) {
    var config = Runs.config(Walk.GAME).config();
    var spec = Walk.GAME.create(config.gameOptions()).spec();
    int inputs = new ObservationStacker(spec, config.replay().stackedFrames()).inputSize();
    int actions = NetworkShape.of(spec, inputs).actionCount();
    TrainingBatch batch =
        new TrainingBatch(
            config.learner().batchSize(), config.learner().unrollSteps(), inputs, actions, false);
    Random random = new Random(seed);
    for (int i = 0; i < batch.observations.length; i++) {
      batch.observations[i] = random.nextFloat();
    }
    Arrays.fill(batch.policyTarget, 1f / actions);
    for (int i = 0; i < batch.valueTarget.length; i++) {
      batch.valueTarget[i] = random.nextFloat();
    }
    Arrays.fill(batch.policyWeight, 1);
    Arrays.fill(batch.valueWeight, 1);
    Arrays.fill(batch.importance, 1);
    return batch;
  }

  private static double greatestChange(float[] from, float[] to) {
    double greatest = 0;
    for (int i = 0; i < from.length; i++) {
      greatest = Math.max(greatest, Math.abs(from[i] - to[i]));
    }
    return greatest;
  }

  @Test
  void begin_firstStep_isNoLongerThanTheLearningRate() throws IOException {
    try (Learner first = learner();
        Learner second = learner("seed=2");
        Learner third = learner("seed=3")) {
      for (int i = 0; i < 300; i++) {
        first.step(batch(i));
      }
      Weights weights = first.weights();
      second.begin(weights);
      assertThat(second.step()).isEqualTo(300);
      assertThat(second.weights().values()).isEqualTo(weights.values());
      second.step(batch(300));
      assertThat(second.step()).isEqualTo(301);
      // Moments that began 300 steps ago would make it three times as long.
      assertThat(greatestChange(weights.values(), second.weights().values()))
          .isBetween(RATE / 2, RATE * 1.01);

      ByteArrayOutputStream saved = new ByteArrayOutputStream();
      second.save(saved);
      third.restore(new ByteArrayInputStream(saved.toByteArray()));
      second.step(batch(301));
      third.step(batch(301));
      assertThat(third.weights().values()).isEqualTo(second.weights().values());
    }
  }

  @Test
  void requireFinite_betweenSteps_changesNothing() throws IOException {
    try (Learner looking = learner();
        Learner plain = learner()) {
      looking.requireFinite();
      for (int i = 0; i < 5; i++) {
        looking.step(batch(i));
        plain.step(batch(i));
        looking.requireFinite();
      }
      ByteArrayOutputStream one = new ByteArrayOutputStream();
      ByteArrayOutputStream other = new ByteArrayOutputStream();
      looking.save(one);
      plain.save(other);
      assertThat(one.toByteArray()).isEqualTo(other.toByteArray());
    }
  }

  @Test
  void requireFinite_weightsThatAreNoNumbersOrGiveNone_isTold() {
    try (Learner learner = learner()) {
      learner.step(batch(1));
      float[] good = learner.weights().values();
      float[] bad = good.clone();
      bad[3] = Float.NaN;
      learner.begin(new Weights(7, bad));
      assertThatThrownBy(learner::requireFinite)
          .isInstanceOf(NonFiniteLossException.class)
          .hasMessageContaining("a parameter of the weights after training step 7 is NaN");
      float[] huge = good.clone();
      Arrays.fill(huge, 1e30f);
      learner.begin(new Weights(8, huge));
      assertThatThrownBy(learner::requireFinite)
          .isInstanceOf(NonFiniteLossException.class)
          .hasMessageContaining("of the weights after training step 8 is");
      assertThat(learner.weights().values()).isEqualTo(huge);
      learner.begin(new Weights(9, good));
      learner.requireFinite();
    }
  }
}
