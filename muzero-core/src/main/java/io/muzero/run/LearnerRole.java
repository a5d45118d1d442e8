package io.muzero.run;

import io.muzero.blackboard.Blackboard;
import io.muzero.blackboard.Counter;
import io.muzero.replay.TrainingBatch;
import io.muzero.run.WorkerState.Activity;
import io.muzero.selfplay.GameWatch;
import io.muzero.training.Learner;
import io.muzero.training.LearnerStep;
import java.util.Locale;
import java.util.Optional;

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
  private final ExpertLessons experts;
  private final TrainingBatch batch;

  /**
   * A role that has not begun.
   *
   * @param learner stays its owner's
   * @param experts owned from now on
   */
  LearnerRole(
      RunContext context,
      Learner learner,
      RunCheckpoints checkpoints,
      RunEnd end,
      ExpertLessons experts) {
    this.context = context;
    this.learner = learner;
    this.checkpoints = checkpoints;
    this.end = end;
    this.experts = experts;
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

  @Override
  public void begin() {
    experts.begin(context.setup());
  }

  /** Trains until the run ends or its bound is reached; then the last weights are published. */
  @Override
  public void run() throws InterruptedException {
    Blackboard board = context.board();
    while (!board.stop().ended()) {
      status.now(Activity.WAITING);
      if (!experts.isAlone(learner.step())) {
        context.gates().ratio().awaitTrain();
      }
      if (!board.stop().ended()) {
        step();
        checkpoints.afterStep();
        if (end.isDone(learner.step())) {
          board.stop().end();
        }
      }
    }
    // Also where its time was up while this one waited for positions.
    if (end.isDone(learner.step())) {
      board.learned().publish(learner.weights());
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
    if (!experts.isAlone(learner.step()) && !context.gates().ratio().mayTrain()) {
      return false;
    }
    step();
    return true;
  }

  private void step() {
    status.now(Activity.TRAINING);
    Blackboard board = context.board();
    context.reports().supports().tell();
    boolean alone = experts.isAlone(learner.step());
    int ofExperts = experts.rows(learner.step(), batch.size);
    context.buffer().sample(batch, ofExperts);
    LearnerStep step = learner.step(batch, end.learned(learner.step() + 1));
    context.buffer().updatePriorities(batch.positions, step.rootValueErrors());
    if (!alone) {
      int ofSelfPlay = batch.size - ofExperts;
      board.counters().add(Counter.SAMPLES, ofSelfPlay);
      board.counters().add(Counter.ENTITLED, context.gates().ratio().trained(ofSelfPlay));
    }
    if (step.step() % context.config().run().publishEvery() == 0) {
      board.learned().publish(learner.weights());
    }
    status.uses(step.step());
    status.add(batch.size, 0);
    context.reports().metrics().trained(step, batch);
    learnedFromExperts(step.step());
  }

  /** Measures on held-out games when it is time, and lets self-play begin after the first phase. */
  private void learnedFromExperts(long step) {
    Optional<HeldOut.Found> found =
        experts.isDue(step) ? experts.measure(learner.weights()) : Optional.empty();
    if (experts.isDue(step)) {
      context.reports().metrics().learnedFromExperts(step, experts.share(step), found);
    }
    if (experts.endsWith(step)) {
      context.board().learned().publish(learner.weights());
      context.board().weights().publish(learner.weights());
      context.gates().experts().end();
      context.tell(
          String.format(
              Locale.ROOT,
              "step %,d: games of experts are learned from alone no longer, self-play begins%s",
              step,
              found
                  .map(
                      of ->
                          String.format(
                              Locale.ROOT,
                              "; of held-out games %.1f %% of the moves are found, value error %.3f",
                              100 * of.accuracy(),
                              of.valueError()))
                  .orElse("")));
    }
  }

  @Override
  public WorkerState state() {
    return status.state(context.newestStep());
  }

  @Override
  public void close() {
    status.now(Activity.ENDED);
    experts.close();
  }
}
