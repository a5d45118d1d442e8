package io.muzero.run;

import io.muzero.network.Weights;
import io.muzero.storage.Checkpoint;
import io.muzero.storage.CheckpointException;
import io.muzero.storage.CheckpointStore;
import io.muzero.storage.Manifest;
import io.muzero.storage.RunFolder;
import io.muzero.training.Learner;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Keeps the best weights of a run by evaluation. Thread-safe. */
final class BestCheckpoint {
  private final RunContext context;
  private final RunFolder folder;
  private final CheckpointStore store;
  private final Learner learner;

  /** Of the best checkpoint; {@code NaN} while there is none. */
  private double score;

  /** What that score was measured by. */
  private Map<String, String> measure;

  /** The best so far is the one in the store. */
  BestCheckpoint(RunContext context, RunFolder folder, CheckpointStore store, Learner learner) {
    this.context = context;
    this.folder = folder;
    this.store = store;
    this.learner = learner;
    Optional<Manifest> best = checkpoint().map(Checkpoint::manifest);
    score = best.map(Manifest::score).orElse(Double.NaN);
    measure = best.map(Manifest::measure).orElse(Map.of());
  }

  /** The best checkpoint, when there is a whole one; anything is better than a damaged one. */
  Optional<Checkpoint> checkpoint() {
    return store.best(damaged -> {});
  }

  /** Whether a score is at least as high as that of the best checkpoint. */
  synchronized boolean isBest(double other) {
    return Double.isNaN(score) || other >= score;
  }

  /** Whether there is no best checkpoint yet. */
  synchronized boolean isNone() {
    return Double.isNaN(score);
  }

  /**
   * Keeps weights as the best when they score at least as well as the best so far: of equals the
   * ones that have learned longer.
   *
   * @param by what the score was measured by, as that of the best so far
   */
  synchronized void offer(Weights weights, double newScore, Map<String, String> by) {
    if (isBest(newScore)) {
      write(
          RunSnapshot.manifest(context, learner, weights.version(), newScore).withMeasure(by),
          weights);
    }
  }

  private void write(Manifest manifest, Weights weights) {
    folder.requireThere();
    Path written =
        store.writeBest(
            manifest, Map.of(CheckpointStore.WEIGHTS, out -> weights.write(learner.layout(), out)));
    score = manifest.score();
    measure = manifest.measure();
    context.reports().listener().event(new RunEvent.CheckpointWritten(manifest.step(), written));
  }

  /** The best checkpoint, where its score was measured by something else than this. */
  synchronized Optional<Checkpoint> measuredOtherwise(Map<String, String> by) {
    return Double.isNaN(score) || measure.equals(by) ? Optional.empty() : checkpoint();
  }

  /** The weights of a checkpoint of this run. */
  Weights weights(Checkpoint of) {
    try (InputStream in = of.read(CheckpointStore.WEIGHTS)) {
      return Weights.read(learner.layout(), in);
    } catch (IOException e) {
      throw new CheckpointException(
          "the checkpoint "
              + of.folder()
              + " cannot be compared with: "
              + e.getMessage()
              + "; move it out of the run's folder",
          e);
    }
  }

  /** Replaces the score of the best checkpoint by one that was measured anew. */
  synchronized void remeasured(
      Checkpoint best, Weights weights, double newScore, Map<String, String> by) {
    Manifest old = best.manifest();
    write(
        new Manifest(
                Manifest.FORMAT,
                old.game(),
                learner.layout().fingerprint(),
                old.step(),
                old.counters(),
                newScore,
                Map.of())
            .withMeasure(by)
            .withSupports(old.supports()),
        weights);
  }
}
