package io.muzero.benchmarks;

import io.muzero.environment.ActionSpace;
import io.muzero.network.ConvolutionKind;
import io.muzero.network.DeviceChoice;
import io.muzero.network.NetworkConfig;
import io.muzero.network.NetworkShape;
import io.muzero.network.NetworkType;
import io.muzero.network.PolicyHead;
import io.muzero.network.Precision;
import io.muzero.network.RewardHead;
import io.muzero.network.SupportConfig;
import io.muzero.random.RandomStream;
import io.muzero.replay.RandomBatch;
import io.muzero.replay.TrainingBatch;
import io.muzero.training.Learner;
import io.muzero.training.LearnerConfig;
import io.muzero.training.LearnerStep;
import io.muzero.training.Optimiser;
import io.muzero.training.Schedule;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.commons.rng.UniformRandomProvider;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Training steps a second of a learner by itself, on one thread, on a batch of random targets: a
 * board of 3×3 cells as muzero-general trains tic-tac-toe (residual, 16 channels, one block, 64
 * positions, 20 unroll steps), and a vector of 4 numbers as it trains CartPole (fully connected,
 * 128 positions, 10 unroll steps; the widths are this project's).
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
public class LearnerSteps {
  /** A learner and the batch it gets again and again. */
  private static final class Training implements AutoCloseable {
    private final Learner learner;
    private final TrainingBatch batch;

    Training(NetworkConfig network, NetworkShape shape, LearnerConfig config) {
      UniformRandomProvider random = RandomStream.create(1, "learner steps", 0);
      learner = new Learner(network, shape, config, DeviceChoice.CPU, random);
      batch =
          new TrainingBatch(
              config.batchSize(),
              config.unrollSteps(),
              shape.inputSize(),
              shape.actionCount(),
              false);
      RandomBatch.fill(batch, random);
    }

    LearnerStep step() {
      return learner.step(batch);
    }

    @Override
    public void close() {
      learner.close();
    }
  }

  private static LearnerConfig learner(int batchSize, int unrollSteps) {
    return new LearnerConfig(
        batchSize,
        unrollSteps,
        Optimiser.ADAMW,
        0.003,
        Schedule.CONSTANT,
        0,
        0.1,
        100_000,
        1e-4,
        0.9,
        5,
        1,
        1,
        1,
        1,
        0);
  }

  private static NetworkConfig network(NetworkType type, SupportConfig value) {
    return new NetworkConfig(
        type,
        64,
        List.of(64),
        List.of(64),
        16,
        1,
        0,
        ConvolutionKind.AUTO,
        Precision.FLOAT32,
        true,
        64,
        PolicyHead.DENSE,
        false,
        value,
        new SupportConfig(-1, 1, 21, false),
        RewardHead.STATE);
  }

  /** The learner of a board game. */
  @State(Scope.Thread)
  public static class Board {
    private final Training training =
        new Training(
            network(NetworkType.RESIDUAL, new SupportConfig(-1, 1, 21, false)),
            new NetworkShape(3, 3, 3, new ActionSpace.Discrete(9, ActionSpace.Layout.CELLS)),
            learner(64, 20));

    /** Frees it. */
    @TearDown
    public void close() {
      training.close();
    }
  }

  /** The learner of a control task. */
  @State(Scope.Thread)
  public static class Vector {
    private final Training training =
        new Training(
            network(NetworkType.MLP, new SupportConfig(0, 500, 51, true)),
            new NetworkShape(4, 1, 1, new ActionSpace.Discrete(2)),
            learner(128, 10));

    /** Frees it. */
    @TearDown
    public void close() {
      training.close();
    }
  }

  /** Residual network on 3×3 cells, 64 positions, 20 unroll steps. */
  @Benchmark
  public LearnerStep board(Board state) {
    return state.training.step();
  }

  /** Fully connected network on 4 numbers, 128 positions, 10 unroll steps. */
  @Benchmark
  public LearnerStep vector(Vector state) {
    return state.training.step();
  }
}
