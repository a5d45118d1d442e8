package io.muzero.run;

import io.muzero.config.RunConfig;
import io.muzero.storage.CheckpointStore;
import io.muzero.storage.RunFolder;
import io.muzero.training.Learner;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Writes a run's checkpoints now and then: everything it needs to go on, and weights of the way.
 *
 * <p>The state is copied on the learner's thread between two steps and written by a thread of its
 * own, so that a slow disk does not hold up training; while one is being written the next waits. A
 * failed write ends the run, the checkpoints before it are untouched. Used by the learner's thread.
 */
final class RunCheckpoints implements AutoCloseable {
  private final RunContext context;
  private final RunConfig config;
  private final RunClock clock;
  private final RunFolder folder;
  private final CheckpointStore store;
  private final Learner learner;
  private final Roster roster;
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "checkpoints"));
  private final AtomicBoolean writing = new AtomicBoolean();

  /** Seconds of this session at which the last one was begun. */
  private double lastWritten;

  /** Whether one is due. */
  private boolean due;

  /** How many times the snapshots' minutes had passed when the last one was written. */
  private long snapshots;

  RunCheckpoints(
      RunContext context, RunFolder folder, CheckpointStore store, Learner learner, Roster roster) {
    this.context = context;
    this.folder = folder;
    this.store = store;
    this.learner = learner;
    this.roster = roster;
    config = context.config().run();
    clock = context.reports().clock();
    lastWritten = clock.session();
    snapshots = snapshotsDue();
  }

  /** Writes a checkpoint if it is time; called after a training step. */
  void afterStep() {
    boolean bySteps =
        config.checkpointSteps() > 0 && learner.step() % config.checkpointSteps() == 0;
    if (config.deterministic()) {
      if (snapshotsDue() > snapshots) {
        writeWeights(weightsOfTheWay());
      }
      if (bySteps) {
        write();
      }
      return;
    }
    if (snapshotsDue() > snapshots) {
      RunSnapshot weights = weightsOfTheWay();
      inBackground(() -> writeWeights(weights));
    }
    due |= bySteps || clock.session() - lastWritten >= config.checkpointSeconds();
    if (due && writing.compareAndSet(false, true)) {
      due = false;
      RunSnapshot whole = whole();
      inBackground(
          () -> {
            try {
              write(whole);
            } finally {
              writing.set(false);
            }
          });
    }
  }

  private void inBackground(Runnable write) {
    writer.execute(
        () -> {
          try {
            write.run();
          } catch (RuntimeException | Error e) {
            context.board().stop().fail(e);
          }
        });
  }

  /** How many times the snapshots' minutes have passed; 0 when none are to be written. */
  private long snapshotsDue() {
    double minutes = config.snapshotMinutes();
    return minutes == 0 ? 0 : (long) (clock.seconds() / (60 * minutes));
  }

  private RunSnapshot weightsOfTheWay() {
    RunSnapshot weights = RunSnapshot.weights(context, learner);
    snapshots = snapshotsDue();
    return weights;
  }

  private RunSnapshot whole() {
    RunSnapshot whole = RunSnapshot.whole(context, learner, roster);
    lastWritten = clock.session();
    return whole;
  }

  /** Writes a checkpoint now, after any that is being written; the learner must be at rest. */
  Path write() {
    return write(whole());
  }

  /** As {@link #write()}, and nothing is dropped; one of the same step is set aside. */
  void writeBeside() {
    RunSnapshot whole = whole();
    folder.requireThere();
    written(
        whole,
        store.writeStepBeside(
            whole.manifest(), whole.contents(), context.reports().listener()::message));
  }

  private Path write(RunSnapshot whole) {
    folder.requireThere();
    return written(whole, store.writeStep(whole.manifest(), whole.contents()));
  }

  private void writeWeights(RunSnapshot weights) {
    folder.requireThere();
    written(weights, store.writeSnapshot(weights.manifest(), weights.contents()));
  }

  private Path written(RunSnapshot snapshot, Path path) {
    context
        .reports()
        .listener()
        .event(new RunEvent.CheckpointWritten(snapshot.manifest().step(), path));
    return path;
  }

  /** Waits for what is being written. */
  @Override
  public void close() {
    writer.shutdown();
    try {
      while (!writer.awaitTermination(Pauses.WRITE_MILLISECONDS, TimeUnit.MILLISECONDS)) {
        // Giving up would lose the checkpoint.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
