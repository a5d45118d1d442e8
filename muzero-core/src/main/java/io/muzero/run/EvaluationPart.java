package io.muzero.run;

import io.muzero.config.MuZeroConfig;
import io.muzero.network.DjlMuZeroModel;
import io.muzero.network.Weights;
import io.muzero.selfplay.Agent;
import io.muzero.selfplay.Evaluation;
import io.muzero.selfplay.EvaluationReport;
import io.muzero.storage.SharedStorage;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Measures the newest weights now and then, kept to its share of a core's time, and hands the best
 * so far to the checkpoints. Made and used by one thread.
 */
final class EvaluationPart implements AutoCloseable {
  private static final long PAUSE_MILLISECONDS = 100;

  private final MuZeroConfig config;
  private final SharedStorage storage;
  private final RunMetrics metrics;
  private final RunCheckpoints checkpoints;
  private final RunClock clock;
  private final DjlMuZeroModel model;
  private final Agent agent;
  private final Evaluation evaluation;
  private long lastStep;

  EvaluationPart(
      RunSetup setup,
      SharedStorage storage,
      RunMetrics metrics,
      RunCheckpoints checkpoints,
      RunClock clock) {
    config = setup.config();
    this.storage = storage;
    this.metrics = metrics;
    this.checkpoints = checkpoints;
    this.clock = clock;
    model = setup.model();
    agent = setup.agent(model);
    evaluation = setup.evaluation(agent);
    lastStep = storage.weights().version();
  }

  /** Evaluates until the end. */
  void run() throws InterruptedException {
    double notBefore = 0;
    while (!storage.awaitEnd(PAUSE_MILLISECONDS)) {
      double start = clock.sitting();
      if (start >= notBefore
          && storage.weights().version() >= lastStep + config.evaluation().everySteps()) {
        evaluate(storage.weights(), () -> !storage.ended());
        double taken = clock.sitting() - start;
        notBefore = start + taken / config.evaluation().share();
      }
    }
  }

  /**
   * Evaluates weights.
   *
   * @param goOn asked now and then; false abandons the evaluation
   */
  void evaluate(Weights weights, BooleanSupplier goOn) {
    model.load(weights);
    Optional<EvaluationReport> report =
        evaluation.evaluate(config.evaluation(), weights.version(), goOn);
    if (report.isPresent()) {
      lastStep = weights.version();
      metrics.evaluated(lastStep, report.get());
      checkpoints.offerBest(weights, report.get().score());
    }
  }

  /** Evaluates the weights a run ends with, unless that is done. */
  void finish(Weights last) {
    if (last.version() > lastStep) {
      evaluate(last, () -> true);
    }
  }

  @Override
  public void close() {
    agent.close();
    model.close();
  }
}
