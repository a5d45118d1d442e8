package io.muzero.run;

import io.muzero.config.MuZeroConfig;
import io.muzero.network.ParameterLayout;
import io.muzero.network.Weights;
import io.muzero.replay.ReplayBuffer;
import io.muzero.replay.ReplaySnapshot;
import io.muzero.storage.Checkpoint;
import io.muzero.storage.CheckpointException;
import io.muzero.storage.CheckpointStore;
import io.muzero.storage.Counter;
import io.muzero.storage.Manifest;
import io.muzero.storage.RunFolder;
import io.muzero.storage.SharedStorage;
import io.muzero.training.Learner;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Writes a run's checkpoints: everything it needs to go on, now and then, and the best weights by
 * evaluation.
 *
 * <p>The state is copied on the learner's thread between two steps and written by a thread of its
 * own, so that a slow disk does not hold up training; while one is being written the next waits. A
 * failed write ends the run, the checkpoints before it are untouched.
 */
final class RunCheckpoints implements AutoCloseable {
  /** Weights of the players, where they are not the learner's newest. */
  static final String PLAYERS = "players.safetensors";

  private final MuZeroConfig config;
  private final RunFolder folder;
  private final CheckpointStore store;
  private final SharedStorage storage;
  private final ReplayBuffer buffer;
  private final Learner learner;
  private final RunClock clock;
  private final RunParts parts;
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "checkpoints"));
  private final AtomicBoolean writing = new AtomicBoolean();

  /** Seconds of this sitting at which the last one was begun; used by the learner's thread. */
  private double lastWritten;

  /** Whether one is due; used by the learner's thread. */
  private boolean due;

  /** How many times the snapshots' minutes had passed when the last one was written. */
  private long snapshots;

  /** Of the best checkpoint; {@code NaN} while there is none. */
  private double bestScore;

  /** What that score was measured by. */
  private Map<String, String> bestMeasure;

  RunCheckpoints(
      MuZeroConfig config,
      RunFolder folder,
      CheckpointStore store,
      SharedStorage storage,
      ReplayBuffer buffer,
      Learner learner,
      RunClock clock,
      RunParts parts) {
    this.config = config;
    this.folder = folder;
    this.store = store;
    this.storage = storage;
    this.buffer = buffer;
    this.learner = learner;
    this.clock = clock;
    this.parts = parts;
    lastWritten = clock.sitting();
    snapshots = snapshotsDue();
    // One that is damaged cannot be resumed from or played with: anything is better.
    Optional<Manifest> best = store.best(damaged -> {}).map(Checkpoint::manifest);
    bestScore = best.map(Manifest::score).orElse(Double.NaN);
    bestMeasure = best.map(Manifest::measure).orElse(Map.of());
  }

  /** A checkpoint in memory. */
  private record Snapshot(Manifest manifest, Map<String, CheckpointStore.Content> contents) {}

  /** Writes a checkpoint if it is time; called by the learner's thread after a step. */
  void afterStep() {
    int everySteps = config.run().checkpointSteps();
    boolean bySteps = everySteps > 0 && learner.step() % everySteps == 0;
    if (config.run().deterministic()) {
      if (snapshotsDue() > snapshots) {
        weightsOfTheWay().run();
      }
      if (bySteps) {
        write();
      }
      return;
    }
    if (snapshotsDue() > snapshots) {
      inBackground(weightsOfTheWay());
    }
    due |= bySteps || clock.sitting() - lastWritten >= config.run().checkpointSeconds();
    if (due && writing.compareAndSet(false, true)) {
      due = false;
      Snapshot snapshot = snapshot();
      inBackground(
          () -> {
            try {
              writeStep(snapshot);
            } catch (RuntimeException | Error e) {
              storage.fail(e);
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
            storage.fail(e);
          }
        });
  }

  private Path writeStep(Snapshot snapshot) {
    folder.requireThere();
    return store.writeStep(snapshot.manifest, snapshot.contents);
  }

  /** How many times the snapshots' minutes have passed; 0 when none are to be written. */
  private long snapshotsDue() {
    double minutes = config.run().snapshotMinutes();
    return minutes == 0 ? 0 : (long) (clock.seconds() / (60 * minutes));
  }

  /** Takes the weights as they are now; what is returned writes them. */
  private Runnable weightsOfTheWay() {
    learner.requireFinite();
    snapshots = snapshotsDue();
    Weights newest = learner.weights();
    ParameterLayout layout = learner.layout();
    Manifest manifest = manifest(newest.version(), Double.NaN);
    return () -> {
      folder.requireThere();
      store.writeSnapshot(
          manifest, Map.of(CheckpointStore.WEIGHTS, out -> newest.write(layout, out)));
    };
  }

  /** Writes a checkpoint now, after any that is being written; the learner must be at rest. */
  Path write() {
    return writeStep(snapshot());
  }

  private Snapshot snapshot() {
    // Weights that diverged must not take the place of those to go back to.
    learner.requireFinite();
    lastWritten = clock.sitting();
    storage.add(
        Counter.WALL_MILLIS, Math.round(1000 * clock.seconds()) - storage.get(Counter.WALL_MILLIS));
    ParameterLayout layout = learner.layout();
    Weights newest = learner.weights();
    Weights players = storage.weights();
    byte[] optimiser = bytes(learner::save);
    // Before the buffer: a game that ends in between is in both, and nothing is in neither.
    byte[] state = bytes(out -> parts.save(new DataOutputStream(out)));
    ReplaySnapshot replay = buffer.snapshot();
    Map<String, CheckpointStore.Content> contents = new TreeMap<>();
    contents.put(CheckpointStore.WEIGHTS, out -> newest.write(layout, out));
    contents.put(CheckpointStore.OPTIMIZER, out -> out.write(optimiser));
    contents.put(CheckpointStore.STATE, out -> out.write(state));
    contents.put(CheckpointStore.REPLAY, out -> writeReplay(replay, out));
    if (players.version() != newest.version()) {
      contents.put(PLAYERS, out -> players.write(layout, out));
    }
    return new Snapshot(manifest(newest.version(), Double.NaN), contents);
  }

  private static void writeReplay(ReplaySnapshot replay, OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    replay.write(data);
    data.flush();
  }

  private static byte[] bytes(CheckpointStore.Content content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      content.writeTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written to", e);
    }
    return bytes.toByteArray();
  }

  private Manifest manifest(long step, double score) {
    return new Manifest(
        Manifest.FORMAT,
        config.game(),
        learner.layout().fingerprint(),
        step,
        storage.counters(),
        score,
        Map.of());
  }

  /** The best checkpoint by evaluation, when there is a whole one. */
  Optional<Checkpoint> best() {
    return store.best(damaged -> {});
  }

  /** Whether a score is at least as high as that of the best checkpoint. */
  synchronized boolean isBest(double score) {
    return Double.isNaN(bestScore) || score >= bestScore;
  }

  /**
   * Keeps weights as the best when they score at least as well as the best so far: of equals the
   * ones that have learned longer.
   *
   * @param measure what the score was measured by, as that of the best so far
   */
  synchronized void offerBest(Weights weights, double score, Map<String, String> measure) {
    if (isBest(score)) {
      writeBest(manifest(weights.version(), score).withMeasure(measure), weights);
    }
  }

  private void writeBest(Manifest manifest, Weights weights) {
    folder.requireThere();
    store.writeBest(
        manifest, Map.of(CheckpointStore.WEIGHTS, out -> weights.write(learner.layout(), out)));
    bestScore = manifest.score();
    bestMeasure = manifest.measure();
  }

  /** The best checkpoint, where its score was measured by something else than this. */
  synchronized Optional<Checkpoint> bestMeasuredOtherwise(Map<String, String> measure) {
    return Double.isNaN(bestScore) || bestMeasure.equals(measure)
        ? Optional.empty()
        : store.best(damaged -> {});
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
      Checkpoint best, Weights weights, double score, Map<String, String> measure) {
    Manifest old = best.manifest();
    writeBest(
        new Manifest(
            Manifest.FORMAT,
            old.game(),
            learner.layout().fingerprint(),
            old.step(),
            old.counters(),
            score,
            Map.of(),
            measure),
        weights);
  }

  /**
   * Checks that a run with this configuration can go on from a checkpoint.
   *
   * @return whether the network has residual blocks that the checkpoint's has not
   * @throws CheckpointException when it is of another game, or of a network that differs in
   *     anything else
   */
  static boolean requireFits(Checkpoint checkpoint, MuZeroConfig config, Learner learner) {
    Manifest manifest = checkpoint.manifest();
    if (!manifest.game().equals(config.game())) {
      throw new CheckpointException(
          "the checkpoint "
              + checkpoint.folder()
              + " is of the game "
              + manifest.game()
              + ", not of "
              + config.game());
    }
    if (learner.layout().fits(manifest.network())) {
      return false;
    }
    try (InputStream in = checkpoint.read(CheckpointStore.WEIGHTS)) {
      Weights.read(learner.layout(), in);
      return true;
    } catch (IOException e) {
      throw new CheckpointException(
          "the checkpoint "
              + checkpoint.folder()
              + " is of another network ("
              + manifest.network()
              + ") than the configuration's ("
              + learner.layout().fingerprint()
              + "); only residual blocks may be added: leave the network as it was, or start a new run",
          e);
    }
  }

  /** Waits for what is being written. */
  @Override
  public void close() {
    writer.shutdown();
    try {
      while (!writer.awaitTermination(1, TimeUnit.SECONDS)) {
        // A disk may be slow; giving up would lose the checkpoint.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
