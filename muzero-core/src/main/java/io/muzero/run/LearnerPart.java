package io.muzero.run;

import io.muzero.config.MuZeroConfig;
import io.muzero.replay.ReplayBuffer;
import io.muzero.replay.TrainingBatch;
import io.muzero.storage.Counter;
import io.muzero.storage.SharedStorage;
import io.muzero.training.Learner;
import io.muzero.training.LearnerStep;

/** The learner with its batch: samples, trains, hands out weights. Used by one thread. */
final class LearnerPart {
  private final MuZeroConfig config;
  private final SharedStorage storage;
  private final ReplayBuffer buffer;
  private final ReplayRatio ratio;
  private final SupportWatch supports;
  private final RunMetrics metrics;
  private final Learner learner;
  private final TrainingBatch batch;

  /** {@code learner} stays its owner's. */
  LearnerPart(
      MuZeroConfig config,
      Learner learner,
      SharedStorage storage,
      ReplayBuffer buffer,
      ReplayRatio ratio,
      SupportWatch supports,
      RunMetrics metrics) {
    this.config = config;
    this.learner = learner;
    this.storage = storage;
    this.buffer = buffer;
    this.ratio = ratio;
    this.supports = supports;
    this.metrics = metrics;
    batch =
        buffer.newBatch(
            config.learner().batchSize(),
            config.learner().unrollSteps(),
            config.learner().consistencyWeight() > 0);
  }

  /** Trains until the end; {@code afterStep} is called after each step. */
  void run(Runnable afterStep) throws InterruptedException {
    while (!storage.ended()) {
      ratio.awaitTrain();
      if (!storage.ended()) {
        step();
        afterStep.run();
      }
    }
  }

  /** Whether there is enough data for a step. */
  boolean mayStep() {
    return ratio.mayTrain();
  }

  /** Trains on one batch. */
  void step() {
    supports.tell();
    buffer.sample(batch);
    LearnerStep step = learner.step(batch);
    buffer.updatePriorities(batch.positions, step.rootValueErrors());
    storage.add(Counter.SAMPLES, batch.size);
    storage.add(Counter.ENTITLED, ratio.trained(batch.size));
    if (step.step() % config.run().publishEvery() == 0) {
      storage.publish(learner.weights());
    }
    metrics.trained(step, batch);
  }
}
