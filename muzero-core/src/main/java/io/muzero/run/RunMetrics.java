package io.muzero.run;

import io.muzero.config.MuZeroConfig;
import io.muzero.metrics.Metric;
import io.muzero.metrics.MetricSink;
import io.muzero.metrics.ResidentMemory;
import io.muzero.replay.ReplayBuffer;
import io.muzero.replay.ReplayStatistics;
import io.muzero.replay.TrainingBatch;
import io.muzero.selfplay.EvaluationReport;
import io.muzero.selfplay.ExactReport;
import io.muzero.selfplay.ExhaustiveReport;
import io.muzero.selfplay.MatchResult;
import io.muzero.selfplay.ReturnStatistics;
import io.muzero.selfplay.SelfPlayMove;
import io.muzero.storage.Counter;
import io.muzero.storage.SharedStorage;
import io.muzero.training.LearnerStep;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the parts of a run measure into curves. Thread-safe: each kind of measurement comes
 * from one thread, and the sinks take them one after another.
 */
final class RunMetrics {
  private static final int EVALUATIONS_KEPT = 200;

  private final MuZeroConfig config;
  private final SharedStorage storage;
  private final ReplayBuffer buffer;
  private final MetricSink sink;
  private final RunClock clock;

  private volatile @Nullable LearnerStep lastStep;
  private final List<Evaluated> evaluations = new CopyOnWriteArrayList<>();
  private volatile @Nullable SelfPlayMove lastMove;

  // Of the row before; used by the learner's thread.
  private double rowSeconds;
  private long rowStep;
  private final long[] rowCounters = new long[Counter.values().length];

  RunMetrics(
      MuZeroConfig config,
      SharedStorage storage,
      ReplayBuffer buffer,
      MetricSink sink,
      RunClock clock,
      long step) {
    this.config = config;
    this.storage = storage;
    this.buffer = buffer;
    this.sink = sink;
    this.clock = clock;
    beginRow(step);
  }

  private void beginRow(long step) {
    rowSeconds = clock.seconds();
    rowStep = step;
    for (Counter counter : Counter.values()) {
      rowCounters[counter.ordinal()] = storage.get(counter);
    }
  }

  /** The newest training step; null before the first. */
  @Nullable LearnerStep lastStep() {
    return lastStep;
  }

  /** The evaluations of this session, oldest first; the newest {@value #EVALUATIONS_KEPT}. */
  List<Evaluated> evaluations() {
    return List.copyOf(evaluations);
  }

  /** Takes note of a move of self-play. */
  void moved(SelfPlayMove move) {
    lastMove = move;
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
    ResidentMemory.bytes()
        .ifPresent(bytes -> sink.scalar(Metric.RESIDENT_MEBIBYTES, step, bytes / 1048576.0));
    sink.scalar(Metric.STEPS_PER_SECOND, step, (step - rowStep) / sinceRow());
  }

  private double sinceRow() {
    return Math.max(1e-9, clock.seconds() - rowSeconds);
  }

  private long sinceRow(Counter counter) {
    return storage.get(counter) - rowCounters[counter.ordinal()];
  }

  private void selfPlayRow(long step) {
    sink.scalar(Metric.ENV_STEPS, step, storage.get(Counter.ENV_STEPS));
    sink.scalar(Metric.GAMES, step, storage.get(Counter.GAMES));
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
      sink.scalar(Metric.REANALYSED, step, storage.get(Counter.REANALYSED));
    }
    SelfPlayMove move = lastMove;
    if (move != null) {
      double sum = 0;
      for (float value : move.rootValues()) {
        sum += value;
      }
      sink.scalar(Metric.ROOT_VALUE, step, sum / move.rootValues().length);
      sink.histogram(Metric.ROOT_VALUES, step, move.rootValues());
    }
  }

  private void replayRow(long step) {
    ReplayStatistics replay = buffer.statistics(step);
    sink.scalar(Metric.REPLAY_POSITIONS, step, replay.positions());
    sink.scalar(Metric.REPLAY_MEBIBYTES, step, replay.bytes() / 1048576.0);
    sink.scalar(Metric.REPLAY_AGE, step, replay.meanAge());
    sink.scalar(Metric.REPLAY_MEAN_PRIORITY, step, replay.meanPriority());
    sink.scalar(Metric.REPLAY_MAX_PRIORITY, step, replay.maxPriority());
    sink.scalar(
        Metric.REPLAY_RATIO,
        step,
        (double) storage.get(Counter.SAMPLES) / Math.max(1, replay.addedPositions()));
  }

  /** Once a run is good enough to stop, the evaluation at its very end does not undo that. */
  private void count(long step, EvaluationReport report) {
    storage.add(Counter.EVALUATED_STEP, step - storage.get(Counter.EVALUATED_STEP));
    long inARow = storage.get(Counter.FAULTLESS_EVALUATIONS);
    int stopAt = config.run().stopAt();
    if (stopAt == 0 || inARow < stopAt) {
      storage.add(Counter.FAULTLESS_EVALUATIONS, report.isFaultless() ? 1 : -inARow);
    }
  }

  /** Writes what an evaluation found. */
  void evaluated(long step, EvaluationReport report) {
    evaluations.add(new Evaluated(step, report));
    if (evaluations.size() > EVALUATIONS_KEPT) {
      evaluations.remove(0);
    }
    count(step, report);
    for (MatchResult match : report.matches()) {
      sink.scalar(Metric.EVALUATION_SCORE.tag(match.opponent()), step, match.score());
      sink.scalar(Metric.EVALUATION_SCORE_LOW.tag(match.opponent()), step, match.scoreLow());
      sink.scalar(Metric.EVALUATION_SCORE_HIGH.tag(match.opponent()), step, match.scoreHigh());
    }
    ReturnStatistics returns = report.returns();
    if (returns != null) {
      sink.scalar(Metric.EVALUATION_RETURN, step, returns.mean());
      sink.scalar(Metric.EVALUATION_RETURN_SD, step, returns.sd());
    }
    ExactReport exact = report.exact();
    if (exact != null) {
      sink.scalar(Metric.EXACT_VALUE_SEARCH, step, exact.search());
      sink.scalar(Metric.EXACT_VALUE_POLICY, step, exact.policy());
    }
    ExhaustiveReport walk = report.exhaustive();
    if (walk != null) {
      sink.scalar(Metric.BAD_DECISIONS_SEARCH, step, walk.badDecisionsSearch());
      sink.scalar(Metric.BAD_DECISIONS_POLICY, step, walk.badDecisionsPolicy());
      sink.scalar(Metric.EXHAUSTIVE_LOSSES, step, walk.losses());
    }
    sink.flush();
  }
}
