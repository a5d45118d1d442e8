package io.muzero.run;

import io.muzero.config.MuZeroConfig;
import io.muzero.config.ResolvedConfig;
import io.muzero.metrics.CsvSink;
import io.muzero.metrics.FanOutSink;
import io.muzero.metrics.MetricSink;
import io.muzero.metrics.TensorBoardSink;
import io.muzero.network.Weights;
import io.muzero.replay.ReplayBuffer;
import io.muzero.storage.Checkpoint;
import io.muzero.storage.CheckpointException;
import io.muzero.storage.CheckpointStore;
import io.muzero.storage.Counter;
import io.muzero.storage.RunFolder;
import io.muzero.storage.SharedStorage;
import io.muzero.training.Learner;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A whole training run, the picture of docs/architecture.md in code: self-play workers fill the
 * replay buffer, the learner trains from it and hands weights back through the shared storage,
 * evaluation, reanalysis and checkpoints go on beside.
 *
 * <p>Each part has a thread of its own; a deterministic run takes the same parts in turns on one.
 * Made, run and closed by one thread; {@link #stop} may be called by any.
 */
public final class TrainingRun implements AutoCloseable {
  private static final Logger LOG = LogManager.getLogger(TrainingRun.class);
  private static final String METRICS = "metrics.csv";
  private static final long TICK_MILLISECONDS = 1000;

  private final MuZeroConfig config;
  private final RunFolder folder;
  private final RunListener listener;
  private final RunSetup setup;
  private final Learner learner;
  private final ReplayBuffer buffer;
  private final SharedStorage storage;
  private final ReplayRatio ratio;
  private final RunClock clock;
  private final MetricSink sink;
  private final RunMetrics metrics;
  private final RunParts parts;
  private final RunCheckpoints checkpoints;
  private final LearnerPart learnerPart;
  private final RunPace pace;

  /**
   * What a run came to.
   *
   * @param step training steps done
   * @param seconds seconds trained, over all sittings
   * @param complete whether it reached its bound; otherwise it was stopped
   * @param checkpoint the folder it can be resumed from
   * @param goodEnough whether it is complete because {@code run.stopAt} was reached
   * @param evaluations this session's evaluations, oldest first
   * @param best the best checkpoint by evaluation; null before the first
   */
  public record Outcome(
      long step,
      double seconds,
      boolean complete,
      Path checkpoint,
      boolean goodEnough,
      List<Evaluated> evaluations,
      @Nullable Checkpoint best) {
    /** Copies the list. */
    public Outcome {
      evaluations = List.copyOf(evaluations);
    }
  }

  /**
   * Sets a run up: anew, or where its newest whole checkpoint left off.
   *
   * @param resolved the configuration
   * @param folder the run's folder; outlives the run
   * @param listener hears of it
   * @throws CheckpointException when the folder cannot be written, or its checkpoint not be used
   */
  public TrainingRun(ResolvedConfig resolved, RunFolder folder, RunListener listener) {
    this.folder = folder;
    this.listener = listener;
    config = resolved.config();
    setup = new RunSetup(resolved);
    learner = setup.learner();
    buffer = setup.buffer();
    parts = new RunParts(config);
    CheckpointStore store = openStore();
    Optional<Checkpoint> from = newest(store);
    storage = new SharedStorage(learner.weights());
    from.ifPresent(this::restore);
    clock = new RunClock(System::nanoTime, storage.get(Counter.WALL_MILLIS) / 1000.0);
    ratio =
        new ReplayRatio(
            config.run().replayRatio(),
            config.run().warmUp(),
            config.run().lead(),
            config.learner().batchSize());
    storage.add(
        Counter.ENTITLED,
        ratio.restore(
            buffer.statistics(0).addedPositions(),
            storage.get(Counter.SAMPLES),
            storage.get(Counter.ENTITLED)));
    writeConfig(resolved);
    sink = openSinks(from);
    sink.config(learner.step(), resolved.yaml());
    sink.hyperparameters(Hyperparameters.of(config));
    metrics = new RunMetrics(config, storage, buffer, sink, clock, learner.step());
    checkpoints = new RunCheckpoints(config, store, storage, buffer, learner, clock, parts);
    learnerPart = new LearnerPart(config, learner, storage, buffer, ratio, metrics);
    pace = new RunPace(config.run(), storage, buffer, metrics, clock, learner.step());
    LOG.info("{} at step {}, seed {}", config.game(), learner.step(), config.seed());
  }

  /**
   * Runs to the bound, or until {@link #stop}, and writes a checkpoint.
   *
   * @throws RuntimeException what a part failed with; nothing is written then
   */
  public Outcome run() throws InterruptedException, IOException {
    if (pace.isDone(learner.step())) {
      storage.end();
    }
    if (config.run().deterministic()) {
      takeTurns();
    } else {
      runThreads();
    }
    rethrow(storage.failure());
    checkpoints.close();
    rethrow(storage.failure()); // of a checkpoint that was still being written
    Path written = checkpoints.write();
    boolean complete = pace.isDone(learner.step());
    LOG.info("{} at step {}", complete ? "done" : "stopped", learner.step());
    return new Outcome(
        learner.step(),
        clock.seconds(),
        complete,
        written,
        pace.isGoodEnough(),
        metrics.evaluations(),
        checkpoints.best().orElse(null));
  }

  private void runThreads() throws InterruptedException {
    RunThreads threads = new RunThreads(storage);
    try {
      for (int i = 0; i < parts.workers(); i++) {
        int number = i;
        threads.start("self-play " + i, () -> selfPlay(number));
      }
      if (parts.reanalyses()) {
        threads.start("reanalyse", this::reanalyse);
      }
      threads.start("evaluate", this::evaluate);
      parts.awaitAll(storage);
      threads.start("learner", () -> learnerPart.run(this::afterStep));
      while (!storage.awaitEnd(TICK_MILLISECONDS)) {
        tick();
      }
    } finally {
      // Whatever happened here: what the threads use must outlive them.
      storage.end();
      ratio.release();
      threads.join();
    }
  }

  private void selfPlay(int number) throws InterruptedException, IOException {
    try (SelfPlayPart part = parts.makeSelfPlay(number, setup, storage, buffer, ratio, metrics)) {
      part.run();
    }
  }

  private void reanalyse() throws InterruptedException, IOException {
    try (ReanalysePart part = parts.makeReanalyse(setup, storage, buffer)) {
      part.run();
    }
  }

  private void evaluate() throws InterruptedException {
    try (EvaluationPart part = new EvaluationPart(setup, storage, metrics, checkpoints, clock)) {
      part.run();
      if (storage.failure() == null && pace.isDone(storage.weights().version())) {
        part.finish(storage.weights());
      }
    }
  }

  /** After each training step, on the learner's thread. */
  private void afterStep() {
    checkpoints.afterStep();
    if (pace.isDone(learner.step())) {
      storage.publish(learner.weights());
      storage.end();
    }
  }

  private void tick() {
    listener.progress(pace.progress());
    if (pace.isTimeUp() || pace.isGoodEnough()) {
      storage.end();
    }
  }

  /**
   * The deterministic run: the same parts on this thread, on a schedule that time has no part in.
   */
  private void takeTurns() throws IOException {
    TurnTaker turns = new TurnTaker(setup, parts, learnerPart, storage, buffer, ratio, metrics);
    try (turns;
        EvaluationPart evaluation =
            new EvaluationPart(setup, storage, metrics, checkpoints, clock)) {
      double lastTick = clock.sitting();
      evaluation.makeUp(learner.weights());
      while (!storage.ended()) {
        if (turns.next()) {
          if (learner.step() % config.evaluation().everySteps() == 0) {
            evaluation.evaluate(learner.weights(), () -> !storage.ended());
          }
          checkpoints.afterStep();
          if (pace.isDone(learner.step())) {
            storage.end();
          }
        }
        if (clock.sitting() - lastTick > TICK_MILLISECONDS / 1000.0) {
          lastTick = clock.sitting();
          tick();
        }
      }
    }
  }

  /** Ends the run after what its parts are doing; {@link #run} then writes a checkpoint. */
  public void stop() {
    storage.end();
  }

  private static void rethrow(@Nullable Throwable failure) {
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
    if (failure != null) {
      throw new IllegalStateException("a part of the run failed", failure);
    }
  }

  private CheckpointStore openStore() {
    try {
      return new CheckpointStore(folder.resolve(RunFolder.CHECKPOINTS), config.run().keep());
    } catch (IOException e) {
      throw new CheckpointException(
          "the run's folder " + folder.path() + " cannot be written: " + e.getMessage(), e);
    }
  }

  /**
   * The checkpoint to go on from; empty for a new run, and for one that ended before its first.
   *
   * @throws CheckpointException when there are checkpoints and none is whole: to begin anew over
   *     them would be a surprise
   */
  private Optional<Checkpoint> newest(CheckpointStore store) {
    List<String> damaged = new ArrayList<>();
    Optional<Checkpoint> newest = store.newest(damaged::add);
    if (newest.isEmpty() && !damaged.isEmpty()) {
      throw new CheckpointException(
          damaged.get(0) + "; no checkpoint of " + folder.path() + " is whole, start a new run");
    }
    damaged.forEach(listener::message);
    if (newest.isEmpty() && Files.exists(folder.resolve(METRICS))) {
      listener.message(folder.path() + " has no checkpoint yet: beginning anew");
    }
    return newest;
  }

  private void restore(Checkpoint from) {
    boolean deeper = RunCheckpoints.requireFits(from, config, learner);
    try {
      try (InputStream in = from.read(CheckpointStore.OPTIMIZER)) {
        learner.restore(in);
      }
      try (InputStream in = from.read(CheckpointStore.REPLAY)) {
        buffer.restore(new DataInputStream(in));
      }
      try (InputStream in = from.read(CheckpointStore.STATE)) {
        parts.restore(new DataInputStream(in));
      }
      Weights players = learner.weights();
      if (from.manifest().files().containsKey(RunCheckpoints.PLAYERS)) {
        try (InputStream in = from.read(RunCheckpoints.PLAYERS)) {
          players = Weights.read(learner.layout(), in);
        }
      }
      storage.publish(players);
    } catch (IOException e) {
      throw new CheckpointException(
          "the checkpoint " + from.folder() + " cannot be used: " + e.getMessage(), e);
    }
    storage.restoreCounters(from.manifest().counters());
    listener.message("resuming from " + from.folder());
    if (deeper) {
      listener.message(
          "the network has more residual blocks than the checkpoint's; they begin as the identity");
    }
  }

  private void writeConfig(ResolvedConfig resolved) {
    Path file = folder.resolve(RunFolder.CONFIG);
    Path fresh = file.resolveSibling(RunFolder.CONFIG + ".new");
    try {
      Files.writeString(fresh, resolved.yaml());
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new CheckpointException(file + " cannot be written: " + e.getMessage(), e);
    }
  }

  private MetricSink openSinks(Optional<Checkpoint> from) {
    Path csv = folder.resolve(METRICS);
    if (from.isEmpty() && !Files.exists(csv)) {
      return new FanOutSink(
          List.of(
              TensorBoardSink.create(folder.path(), InstantSource.system()),
              CsvSink.create(csv, clock::seconds)));
    }
    // What a sitting wrote that ended before its first checkpoint is not this run's.
    long step = from.isPresent() ? learner.step() : -1;
    return new FanOutSink(
        List.of(
            TensorBoardSink.resume(folder.path(), step, InstantSource.system()),
            CsvSink.resume(csv, step, clock::seconds)));
  }

  /** Lets go of all files and memory. */
  @Override
  public void close() {
    try (learner;
        sink) {
      checkpoints.close();
    }
  }
}
