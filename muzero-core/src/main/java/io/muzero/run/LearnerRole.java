package io.muzero.run;

import io.muzero.blackboard.Blackboard;
import io.muzero.blackboard.Counter;
import io.muzero.replay.TrainingBatch;
import io.muzero.run.WorkerState.Activity;
import io.muzero.selfplay.GameWatch;
import io.muzero.training.Learner;
import io.muzero.training.LearnerStep;

/**
 * The learner with its batch: samples, trains, hands out weights. What it has learned is in files
 * of its own, so it saves nothing here.
 */
final class LearnerRole implements Role {
  private final RunContext context;
  private final Learner learner;
  private final RunCheckpoints checkpoints;
  private final RunEnd end;
  private final RoleStatus status;
  private final TrainingBatch batch;

  /** {@code learner} stays its owner's. */
  LearnerRole(RunContext context, Learner learner, RunCheckpoints checkpoints, RunEnd end) {
    this.context = context;
    this.learner = learner;
    this.checkpoints = checkpoints;
    this.end = end;
    status = context.status("learner", GameWatch.NONE);
    batch =
        context
            .buffer()
            .newBatch(
                context.config().learner().batchSize(),
                context.config().learner().unrollSteps(),
                context.config().learner().consistencyWeight() > 0);
  }

  @Override
  public String name() {
    return status.name();
  }

  /** Trains until the run ends or its bound is reached; then the last weights are published. */
  @Override
  public void run() throws InterruptedException {
    Blackboard board = context.board();
    while (!board.stop().ended()) {
      status.now(Activity.WAITING);
      context.gates().ratio().awaitTrain();
      if (!board.stop().ended()) {
        step();
        checkpoints.afterStep();
        if (end.isDone(learner.step())) {
          board.weights().publish(learner.weights());
          board.stop().end();
        }
      }
    }
  }

  /** After a turn, and what else is to be done after a training step: writes what is due. */
  void afterTurn() {
    checkpoints.afterStep();
    endIfDone();
  }

  /**
   * Ends the run where its bound is reached. The last weights are not published: a run with a later
   * bound would not have done so here.
   */
  void endIfDone() {
    if (end.isDone(learner.step())) {
      context.board().stop().end();
    }
  }

  /** Trains on one batch, if there is enough data for it. */
  @Override
  public boolean turn() {
    if (!context.gates().ratio().mayTrain()) {
      return false;
    }
    step();
    return true;
  }

  private void step() {
    status.now(Activity.TRAINING);
    Blackboard board = context.board();
    context.reports().supports().tell();
    context.buffer().sample(batch);
    LearnerStep step = learner.step(batch);
    context.buffer().updatePriorities(batch.positions, step.rootValueErrors());
    board.counters().add(Counter.SAMPLES, batch.size);
    board.counters().add(Counter.ENTITLED, context.gates().ratio().trained(batch.size));
    if (step.step() % context.config().run().publishEvery() == 0) {
      board.weights().publish(learner.weights());
    }
    status.uses(step.step());
    status.add(batch.size, 0);
    context.reports().metrics().trained(step, batch);
  }

  @Override
  public WorkerState state() {
    return status.state(context.newestStep());
  }

  @Override
  public void close() {
    status.now(Activity.ENDED);
  }
}
