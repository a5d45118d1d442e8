package io.muzero.run;

import io.muzero.config.MuZeroConfig;
import io.muzero.config.ResolvedConfig;
import io.muzero.files.FileFailure;
import io.muzero.metrics.CsvSink;
import io.muzero.metrics.FanOutSink;
import io.muzero.metrics.MetricSink;
import io.muzero.metrics.TensorBoardSink;
import io.muzero.network.Weights;
import io.muzero.replay.ReplayBuffer;
import io.muzero.selfplay.GameWatch;
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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
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

  // What goes on while a game holds somebody up.
  private static final String WITHOUT_ITS_GAMES =
      "checkpoints are written without its games until it returns; Ctrl-C ends the run";
  private static final String WITHOUT_EVALUATION =
      "training goes on without evaluations until it returns; Ctrl-C ends the run";
  private static final String ALL_WAIT =
      "a deterministic run waits for it, and writes no checkpoint until it returns; a second Ctrl-C"
          + " ends the run without one";

  private final MuZeroConfig config;
  private final RunFolder folder;
  private final RunListener listener;
  private final RunSetup setup;
  private final Learner learner;
  private final ReplayBuffer buffer;
  private final SharedStorage storage;
  private final ReplayRatio ratio;
  private final ReanalyseShare share;
  private final RunClock clock;
  private final MetricSink sink;
  private final RunMetrics metrics;
  private final RunParts parts;
  private final RunCheckpoints checkpoints;
  private final LearnerPart learnerPart;
  private final RunPace pace;
  private final GameWatch evaluating;
  private final BlockedGames blocked;
  private final StarvedBuffer starved;
  private final long firstMoves;

  /** Opens when the last checkpoint is written or nothing is to be written. */
  private final CountDownLatch saved = new CountDownLatch(1);

  /** Whether somebody asked for the end, or something failed: then nothing more is begun. */
  private volatile boolean stopped;

  /**
   * Requires that a run with this configuration fits into memory; takes none of it.
   *
   * @throws io.muzero.settings.InvalidSettingException when it does not, with what to change
   */
  public static void requireFits(ResolvedConfig resolved) {
    new RunSetup(resolved).requireFits(RunSize.Memory.here());
  }

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
   * @throws io.muzero.settings.InvalidSettingException see {@link #requireFits}
   */
  public TrainingRun(ResolvedConfig resolved, RunFolder folder, RunListener listener) {
    this(resolved, folder, listener, new RunStart.Newest());
  }

  /**
   * Sets a run up: anew, or where one of its checkpoints left off. What the run has of later steps
   * than a checkpoint that was chosen is set aside, so that the run goes on from there next time
   * too.
   *
   * @param resolved the configuration
   * @param folder the run's folder; outlives the run
   * @param listener hears of it
   * @param start which checkpoint
   * @throws CheckpointException when the folder cannot be written, or the checkpoint not be used
   */
  public TrainingRun(
      ResolvedConfig resolved, RunFolder folder, RunListener listener, RunStart start) {
    this.folder = folder;
    this.listener = listener;
    config = resolved.config();
    setup = new RunSetup(resolved);
    setup.requireFits(RunSize.Memory.here());
    learner = setup.learner();
    buffer = setup.buffer();
    share =
        new ReanalyseShare(config.reanalyse().share(), config.run().warmUp(), config.run().lead());
    SupportWatch supports = setup.supportWatch(this::tell);
    parts = new RunParts(config, share, supports);
    CheckpointStore store = openStore();
    Optional<Checkpoint> from = choose(store, start);
    boolean weightsAlone =
        from.isPresent() && (start instanceof RunStart.Best || !from.get().resumable());
    storage = new SharedStorage(learner.weights());
    from.ifPresent(weightsAlone ? this::restoreWeights : this::restore);
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
    storage.add(
        Counter.REANALYSE_ENTITLED,
        share.restore(
            buffer.statistics(0).addedPositions(),
            storage.get(Counter.REANALYSED),
            storage.get(Counter.REANALYSE_ENTITLED)));
    if (from.isPresent() && Files.isRegularFile(folder.resolve(RunFolder.CONFIG))) {
      SupportChange.between(folder.resolve(RunFolder.CONFIG), config).forEach(listener::message);
    }
    folder.writeConfig(resolved.yaml());
    sink = openSinks(from);
    sink.config(learner.step(), resolved.yaml());
    sink.hyperparameters(Hyperparameters.of(config));
    metrics = new RunMetrics(config, storage, buffer, sink, clock, learner.step());
    checkpoints = new RunCheckpoints(config, folder, store, storage, buffer, learner, clock, parts);
    learnerPart = new LearnerPart(config, learner, storage, buffer, ratio, supports, metrics);
    pace = new RunPace(config.run(), storage, buffer, metrics, clock, learner.step());
    evaluating = new GameWatch(config.game(), System::nanoTime);
    blocked = new BlockedGames(listener::message);
    boolean alone = config.run().deterministic();
    for (int i = 0; i < parts.workers(); i++) {
      blocked.add("self-play " + i, parts.watch(i), alone ? ALL_WAIT : WITHOUT_ITS_GAMES);
    }
    blocked.add("the evaluation", evaluating, alone ? ALL_WAIT : WITHOUT_EVALUATION);
    starved = new StarvedBuffer(config, setup.spec());
    firstMoves = storage.get(Counter.ENV_STEPS);
    if (!(start instanceof RunStart.Newest)) {
      goOnFromHere(store, from.orElseThrow(), weightsAlone);
    }
    LOG.info("{} at step {}, seed {}", config.game(), learner.step(), config.seed());
  }

  /** Makes the checkpoint that this run goes on from its newest; a kill between leaves one. */
  private void goOnFromHere(CheckpointStore store, Checkpoint from, boolean weightsAlone) {
    long here = learner.step();
    if (weightsAlone) {
      store.abandon(step -> step == here, listener::message);
      checkpoints.write();
    } else {
      store.takeBack(from, listener::message);
    }
    store.abandon(step -> step > here, listener::message);
  }

  /**
   * Runs to the bound, or until {@link #stop}, writes a checkpoint, and then evaluates the last
   * weights of a run that was not stopped.
   *
   * @throws RuntimeException what a part failed with; nothing is written then
   */
  public Outcome run() throws InterruptedException, IOException {
    if (pace.isDone(learner.step())) {
      storage.end();
    }
    RunThreads threads = new RunThreads(storage);
    RunThreads evaluation = new RunThreads(storage);
    Path written;
    boolean whole = false;
    try {
      if (config.run().deterministic()) {
        takeTurns(threads);
      } else {
        runThreads(threads, evaluation);
      }
      rethrow(storage.failure());
      checkpoints.close();
      rethrow(storage.failure()); // of a checkpoint that was still being written
      // Before the last evaluation, which may take long and may be stopped.
      written = checkpoints.write();
      whole = true;
    } finally {
      stopped |= !whole;
      saved.countDown();
      evaluation.join();
    }
    rethrow(storage.failure());
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

  private void runThreads(RunThreads threads, RunThreads evaluation) throws InterruptedException {
    try {
      for (int i = 0; i < parts.workers(); i++) {
        int number = i;
        threads.start("self-play " + i, parts.watch(i), () -> selfPlay(number));
      }
      if (parts.reanalyses()) {
        threads.start("reanalyse", GameWatch.NONE, this::reanalyse);
      }
      evaluation.start("evaluate", evaluating, this::evaluate);
      parts.awaitAll(storage, blocked::look);
      threads.start("learner", GameWatch.NONE, () -> learnerPart.run(this::afterStep));
      while (!storage.awaitEnd(TICK_MILLISECONDS)) {
        tick();
      }
    } finally {
      // Whatever happened here: what the threads use must outlive them.
      storage.end();
      ratio.release();
      share.release();
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
    try (EvaluationPart part =
        new EvaluationPart(setup, storage, metrics, checkpoints, clock, this::tell, evaluating)) {
      part.run();
      saved.await();
      Weights last = storage.weights();
      if (!stopped && pace.isDone(last.version()) && part.isDue(last)) {
        listener.message(
            "evaluating step "
                + last.version()
                + "; the checkpoint is written, Ctrl-C ends without this evaluation");
        part.finish(last, () -> !stopped);
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
    folder.requireThere();
    listener.progress(pace.progress());
    blocked.look();
    starved
        .complaint(storage.get(Counter.ENV_STEPS) - firstMoves, buffer.size())
        .ifPresent(listener::message);
    if (pace.isTimeUp() || pace.isGoodEnough()) {
      storage.end();
    }
  }

  /**
   * The deterministic run: the same parts on this thread, on a schedule that time has no part in.
   */
  private void takeTurns(RunThreads threads) throws IOException {
    threads.start("watch", GameWatch.NONE, this::watchGames);
    TurnTaker turns = new TurnTaker(setup, parts, learnerPart, storage, buffer, ratio, metrics);
    try (turns;
        EvaluationPart evaluation =
            new EvaluationPart(
                setup, storage, metrics, checkpoints, clock, this::tell, evaluating)) {
      double lastTick = clock.sitting();
      evaluation.makeUp(learner.weights());
      if (pace.isDone(learner.step())) {
        storage.end();
      }
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

  /** The games of a deterministic run, whose one thread cannot look at itself. */
  private void watchGames() throws InterruptedException {
    while (!storage.awaitEnd(TICK_MILLISECONDS)) {
      blocked.look();
    }
  }

  /**
   * Ends the run after what its parts are doing, an evaluation at once; {@link #run} then writes a
   * checkpoint, unless it has.
   */
  public void stop() {
    stopped = true;
    storage.end();
  }

  /** Tells a person, and the log that is read later. */
  private void tell(String line) {
    LOG.info(line);
    listener.message(line);
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
      return new CheckpointStore(
          folder.resolve(RunFolder.CHECKPOINTS), config.run().keep(), folder.disk());
    } catch (IOException e) {
      throw new CheckpointException(
          "the run's folder " + folder.path() + " cannot be written: " + FileFailure.reason(e), e);
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

  private Optional<Checkpoint> choose(CheckpointStore store, RunStart start) {
    if (start instanceof RunStart.From chosen) {
      return Optional.of(Checkpoint.open(chosen.checkpoint()));
    }
    if (start instanceof RunStart.Best) {
      List<String> damaged = new ArrayList<>();
      Optional<Checkpoint> best = store.best(damaged::add);
      return Optional.of(
          best.orElseThrow(
              () ->
                  new CheckpointException(
                      damaged.isEmpty()
                          ? folder.path()
                              + " has no best checkpoint yet: resume without --from-best"
                          : damaged.get(0))));
    }
    return newest(store);
  }

  /** Takes over weights and totals; everything else begins anew. */
  private void restoreWeights(Checkpoint from) {
    RunCheckpoints.requireFits(from, config, learner);
    long step = from.manifest().step();
    try (InputStream in = from.read(CheckpointStore.WEIGHTS)) {
      learner.begin(new Weights(step, Weights.read(learner.layout(), in).values()));
    } catch (IOException e) {
      throw new CheckpointException(
          "the checkpoint " + from.folder() + " cannot be used: " + FileFailure.reason(e), e);
    }
    storage.publish(learner.weights());
    Map<String, Long> totals = new TreeMap<>(from.manifest().counters());
    // How often positions were trained on is counted of those in the buffer, which begins empty.
    totals.remove(Counter.SAMPLES.key());
    totals.remove(Counter.ENTITLED.key());
    totals.remove(Counter.REANALYSED.key());
    totals.remove(Counter.REANALYSE_ENTITLED.key());
    storage.restoreCounters(totals);
    listener.message(
        "going on from the weights of "
            + from.folder()
            + " alone: the optimiser's moments begin at zero, the replay buffer is empty, and the"
            + " learning rate's schedule goes on from step "
            + step);
  }

  private void restore(Checkpoint from) {
    boolean deeper = RunCheckpoints.requireFits(from, config, learner);
    List<String> notes;
    try {
      try (InputStream in = from.read(CheckpointStore.OPTIMIZER)) {
        notes = learner.restore(in);
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
          "the checkpoint " + from.folder() + " cannot be used: " + FileFailure.reason(e), e);
    }
    storage.restoreCounters(from.manifest().counters());
    listener.message("resuming from " + from.folder());
    if (deeper) {
      listener.message(
          "the network has more residual blocks than the checkpoint's; they begin as the identity");
    }
    notes.forEach(listener::message);
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
            CsvSink.resume(csv, step, clock::seconds, folder.disk(), listener::message)));
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
