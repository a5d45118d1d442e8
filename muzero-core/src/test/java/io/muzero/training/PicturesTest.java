package io.muzero.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.environment.ActionSpace;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.ObservationFormat;
import io.muzero.environment.Symmetry;
import io.muzero.network.DeviceChoice;
import io.muzero.network.NetworkShape;
import io.muzero.network.Networks;
import io.muzero.network.Precision;
import io.muzero.network.Stem;
import io.muzero.random.RandomStream;
import io.muzero.replay.RecordedStep;
import io.muzero.replay.ReplayBuffer;
import io.muzero.replay.ReplayConfig;
import io.muzero.replay.RootValue;
import io.muzero.replay.TrainingBatch;
import io.muzero.replay.TrajectoryBuilder;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches whose inputs are bytes teach what batches of floats do. */
class PicturesTest {
  private static final int HEIGHT = 17;
  private static final int WIDTH = 18;
  private static final int ACTIONS = 3;
  private static final int UNROLL = 2;

  private static EnvironmentSpec spec(ObservationFormat format) {
    return new EnvironmentSpec(
            1, 2, HEIGHT, WIDTH, 0, 1, new ActionSpace.Discrete(ACTIONS), -1, 1, 0, Symmetry.NONE)
        .withFormat(format);
  }

  /** A buffer of two short games of random pictures, alike whatever the format. */
  private static ReplayBuffer buffer(ObservationFormat format, int stackedFrames) {
    ReplayConfig config =
        new ReplayConfig(
            1000, 64, 3, 1, 0.9, stackedFrames, 8, true, 1, 1, 0.01, true, 0, RootValue.IMPROVED);
    ReplayBuffer buffer =
        new ReplayBuffer(spec(format), config, RandomStream.create(1, "sampler", 0));
    TrajectoryBuilder builder =
        new TrajectoryBuilder(buffer.stacker(), config, UNROLL, buffer::add);
    UniformRandomProvider random = RandomStream.create(2, "pictures", 0);
    for (int game = 0; game < 2; game++) {
      for (int t = 0; t < 7; t++) {
        builder.append(
            new RecordedStep(
                new RecordedStep.Seen(picture(random), new boolean[] {true, true, true}, 0),
                new RecordedStep.Found(
                    new float[] {0.5f, 0.3f, 0.2f}, 0, random.nextFloat(), random.nextFloat(), 0),
                new RecordedStep.Done(random.nextInt(ACTIONS), false, random.nextFloat())));
      }
      builder.terminate(picture(random));
    }
    return buffer;
  }

  private static float[] picture(UniformRandomProvider random) {
    float[] picture = new float[2 * HEIGHT * WIDTH];
    for (int i = 0; i < picture.length; i++) {
      picture[i] = random.nextInt(256) / 255f;
    }
    return picture;
  }

  private static LearnerConfig config(double consistency) {
    return new LearnerConfig(
        6,
        UNROLL,
        Optimiser.SGD,
        0.1,
        Schedule.CONSTANT,
        0,
        1,
        1,
        0,
        0.5,
        0,
        1,
        1,
        1,
        1,
        consistency);
  }

  private static Learner learner(
      ReplayBuffer buffer, ObservationFormat format, double consistency) {
    NetworkShape shape = NetworkShape.of(spec(format), buffer.stacker().inputSize());
    return new Learner(
        Networks.image(Stem.SMALL, Precision.FLOAT32),
        shape,
        config(consistency),
        DeviceChoice.CPU,
        RandomStream.create(3, "weights", 0));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void step_ofBytes_changesWeightsAsThatOfFloats(int stackedFrames) {
    float[][] weights = new float[2][];
    double[] losses = new double[2];
    for (int i = 0; i < 2; i++) {
      ObservationFormat format = i == 0 ? ObservationFormat.FLOATS : ObservationFormat.BYTES;
      ReplayBuffer buffer = buffer(format, stackedFrames);
      TrainingBatch batch = buffer.newBatch(6, UNROLL, true);
      assertThat(batch.pictures == null).isEqualTo(i == 0);
      assertThat(batch.observations.length == 0).isEqualTo(i == 1);
      try (Learner learner = learner(buffer, format, 0.5)) {
        for (int step = 0; step < 3; step++) {
          buffer.sample(batch);
          losses[i] += learner.step(batch).loss();
        }
        weights[i] = learner.weights().values();
      }
    }
    assertThat(losses[1]).isEqualTo(losses[0]);
    assertThat(weights[1]).containsExactly(weights[0]);
  }

  @Test
  void step_ofTheOtherKindOfInputs_isRefused() {
    ReplayBuffer bytes = buffer(ObservationFormat.BYTES, 2);
    ReplayBuffer floats = buffer(ObservationFormat.FLOATS, 2);
    TrainingBatch batch = floats.newBatch(6, UNROLL, false);
    floats.sample(batch);
    try (Learner learner = learner(bytes, ObservationFormat.BYTES, 0)) {
      assertThatThrownBy(() -> learner.step(batch))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("inputs as bytes")
          .hasMessageContaining("as floats");
    }
  }
}
