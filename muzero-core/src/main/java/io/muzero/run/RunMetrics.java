package io.muzero.run;

import io.muzero.blackboard.Counter;
import io.muzero.blackboard.Counters;
import io.muzero.config.MuZeroConfig;
import io.muzero.metrics.Metric;
import io.muzero.metrics.MetricSink;
import io.muzero.metrics.ResidentMemory;
import io.muzero.replay.ReplayBuffer;
import io.muzero.replay.ReplayStatistics;
import io.muzero.replay.TrainingBatch;
import io.muzero.training.LearnerStep;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the parts of a run measure into curves. Thread-safe: each kind of measurement comes
 * from one thread, and the sinks take them one after another.
 */
final class RunMetrics {
  private final MuZeroConfig config;
  private final Counters counters;
  private final ReplayBuffer buffer;
  private final MetricSink sink;
  private final RunClock clock;

  private volatile @Nullable LearnerStep lastStep;
  private volatile float @Nullable [] rootValues;

  // Of the row before; used by the learner's thread.
  private double rowSeconds;
  private long rowStep;
  private final long[] rowCounters = new long[Counter.values().length];

  /**
   * Curves of a run.
   *
   * @param buffer the replay buffer
   * @param sink takes them; its owner closes it
   */
  RunMetrics(
      MuZeroConfig config,
      Counters counters,
      ReplayBuffer buffer,
      MetricSink sink,
      RunClock clock) {
    this.config = config;
    this.counters = counters;
    this.buffer = buffer;
    this.sink = sink;
    this.clock = clock;
    rowSeconds = clock.seconds();
  }

  /** The first row counts from here: a training step and the totals of now. */
  void beginRow(long step) {
    rowSeconds = clock.seconds();
    rowStep = step;
    for (Counter counter : Counter.values()) {
      rowCounters[counter.ordinal()] = counters.get(counter);
    }
  }

  /** The newest training step; null before the first. */
  @Nullable LearnerStep lastStep() {
    return lastStep;
  }

  /** Takes note of the values of the positions that self-play searched last; owned from now on. */
  void moved(float[] values) {
    rootValues = values;
  }

  /** Takes note of a training step and writes a row of the curves when it is time. */
  void trained(LearnerStep step, TrainingBatch batch) {
    lastStep = step;
    if (step.step() % config.run().logEvery() == 0) {
      learnerRow(step, batch);
      runRow(step.step());
      selfPlayRow(step.step());
      replayRow(step.step());
      beginRow(step.step());
      sink.flush();
    }
  }

  /**
   * Writes what a training step on games of experts came to.
   *
   * @param share their share of its batch
   * @param found what the weights say of held-out games, where there are any
   */
  void learnedFromExperts(long step, double share, Optional<HeldOut.Found> found) {
    sink.scalar(Metric.EXPERT_SHARE, step, share);
    found.ifPresent(
        of -> {
          sink.scalar(Metric.EXPERT_ACCURACY, step, of.accuracy());
          sink.scalar(Metric.EXPERT_VALUE_ERROR, step, of.valueError());
        });
    sink.flush();
  }

  /**
   * Writes how a candidate did.
   *
   * @param step its training step
   * @param score against the weights that played
   * @param playing training step of the weights that play now
   */
  void gated(long step, double score, long playing) {
    sink.scalar(Metric.GATING_SCORE, step, score);
    sink.scalar(Metric.GATING_STEP, step, playing);
    sink.flush();
  }

  private void learnerRow(LearnerStep step, TrainingBatch batch) {
    long at = step.step();
    sink.scalar(Metric.LOSS, at, step.loss());
    sink.scalar(Metric.LOSS_POLICY, at, step.policyLoss());
    sink.scalar(Metric.LOSS_VALUE, at, step.valueLoss());
    sink.scalar(Metric.LOSS_REWARD, at, step.rewardLoss());
    if (config.learner().consistencyWeight() > 0) {
      sink.scalar(Metric.LOSS_CONSISTENCY, at, step.consistencyLoss());
    }
    step.turnLoss().ifPresent(loss -> sink.scalar(Metric.LOSS_TURN, at, loss));
    double floor = batch.policyTargetEntropy(config.learner().unrolledWeight());
    sink.scalar(Metric.ERROR_POLICY, at, step.policyLoss() - floor);
    sink.scalar(Metric.ERROR_VALUE, at, step.valueError());
    sink.histogram(Metric.ERROR_VALUES, at, step.rootValueErrors());
    sink.scalar(Metric.ERROR_REWARD, at, step.rewardError());
    sink.scalar(Metric.POLICY_ENTROPY, at, step.policyEntropy());
    sink.scalar(Metric.LEARNING_RATE, at, step.learningRate());
    sink.scalar(Metric.GRADIENT_NORM, at, step.gradientNorm());
  }

  private void runRow(long step) {
    sink.scalar(Metric.WALL_SECONDS, step, clock.seconds());
    ResidentMemory.mebibytes()
        .ifPresent(mebibytes -> sink.scalar(Metric.RESIDENT_MEBIBYTES, step, mebibytes));
    sink.scalar(Metric.STEPS_PER_SECOND, step, (step - rowStep) / sinceRow());
  }

  private double sinceRow() {
    return Math.max(1e-9, clock.seconds() - rowSeconds);
  }

  private long sinceRow(Counter counter) {
    return counters.get(counter) - rowCounters[counter.ordinal()];
  }

  private void selfPlayRow(long step) {
    sink.scalar(Metric.ENV_STEPS, step, counters.get(Counter.ENV_STEPS));
    sink.scalar(Metric.GAMES, step, counters.get(Counter.GAMES));
    sink.scalar(Metric.ENV_STEPS_PER_SECOND, step, sinceRow(Counter.ENV_STEPS) / sinceRow());
    long simulations = sinceRow(Counter.SIMULATIONS);
    sink.scalar(Metric.SIMULATIONS_PER_SECOND, step, simulations / sinceRow());
    if (simulations > 0) {
      sink.scalar(Metric.SEARCH_DEPTH, step, (double) sinceRow(Counter.DEPTH) / simulations);
      sink.scalar(
          Metric.BATCH_FILL,
          step,
          (double) sinceRow(Counter.EVALUATIONS) / sinceRow(Counter.CALL_CAPACITY));
    }
    if (config.reanalyse().share() > 0) {
      sink.scalar(Metric.REANALYSED, step, counters.get(Counter.REANALYSED));
    }
    float[] values = rootValues;
    if (values != null) {
      double sum = 0;
      for (float value : values) {
        sum += value;
      }
      sink.scalar(Metric.ROOT_VALUE, step, sum / values.length);
      sink.histogram(Metric.ROOT_VALUES, step, values);
    }
  }

  private void replayRow(long step) {
    ReplayStatistics replay = buffer.statistics(step);
    sink.scalar(Metric.REPLAY_POSITIONS, step, replay.positions());
    sink.scalar(Metric.REPLAY_MEBIBYTES, step, replay.mebibytes());
    sink.scalar(Metric.REPLAY_AGE, step, replay.meanAge());
    sink.scalar(Metric.REPLAY_MEAN_PRIORITY, step, replay.meanPriority());
    sink.scalar(Metric.REPLAY_MAX_PRIORITY, step, replay.maxPriority());
    sink.scalar(
        Metric.REPLAY_RATIO,
        step,
        (double) counters.get(Counter.SAMPLES) / Math.max(1, replay.addedPositions()));
  }
}
