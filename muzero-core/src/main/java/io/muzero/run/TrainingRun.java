package io.muzero.run;

import io.muzero.blackboard.Blackboard;
import io.muzero.blackboard.Counter;
import io.muzero.blackboard.Counters;
import io.muzero.config.MuZeroConfig;
import io.muzero.config.ResolvedConfig;
import io.muzero.metrics.MetricSink;
import io.muzero.replay.ReplayBuffer;
import io.muzero.storage.Checkpoint;
import io.muzero.storage.CheckpointStore;
import io.muzero.storage.RunFolder;
import io.muzero.training.Learner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A whole training run, the picture of docs/architecture.md in code: {@link SelfPlayRole}s fill the
 * replay buffer, the {@link LearnerRole} trains from it and hands weights back over the blackboard,
 * {@link ReanalyseRole} and {@link EvaluationRole} work beside, and checkpoints are written.
 *
 * <p>Each role has a thread of its own ({@link ThreadedSchedule}); a deterministic run takes the
 * same roles in turns on one ({@link DeterministicSchedule}). Opened, run and closed by one thread;
 * {@link #stop} may be called by any.
 */
public final class TrainingRun implements AutoCloseable {
  private static final Logger LOG = LogManager.getLogger(TrainingRun.class);

  private final RunContext context;
  private final Learner learner;
  private final Schedule schedule;
  private final Saving saving;
  private final RunEnd end;

  /** What writes and what is written to. */
  private record Saving(RunCheckpoints checkpoints, BestCheckpoint best, MetricSink sink) {}

  private TrainingRun(
      RunContext context, Learner learner, Schedule schedule, Saving saving, RunEnd end) {
    this.context = context;
    this.learner = learner;
    this.schedule = schedule;
    this.saving = saving;
    this.end = end;
  }

  /**
   * What a run came to.
   *
   * @param step training steps done
   * @param seconds seconds trained, over all sessions
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
   * Runs to the bound, or until {@link #stop}, writes a checkpoint, and then evaluates the last
   * weights of a run that was not stopped.
   *
   * @throws RuntimeException what a role failed with; nothing is written then
   */
  public Outcome run() throws InterruptedException, IOException {
    Path written = null;
    try {
      if (end.isDone(learner.step())) {
        context.board().stop().end();
      }
      schedule.run();
      context.board().stop().rethrow();
      saving.checkpoints.close();
      context.board().stop().rethrow(); // of a checkpoint that was still being written
      // Before the last evaluation, which may take long and may be stopped.
      written = saving.checkpoints.write();
    } finally {
      if (written == null) {
        end.stop();
      }
      end.saved();
      schedule.finish();
    }
    context.board().stop().rethrow();
    return outcome(written);
  }

  private Outcome outcome(Path written) {
    boolean complete = end.isDone(learner.step());
    LOG.info("{} at step {}", complete ? "done" : "stopped", learner.step());
    return new Outcome(
        learner.step(),
        context.reports().clock().seconds(),
        complete,
        written,
        end.isGoodEnough(),
        context.reports().evaluations().all(),
        saving.best.checkpoint().orElse(null));
  }

  /**
   * Ends the run after what its roles are doing, an evaluation at once; {@link #run} then writes a
   * checkpoint, unless it has.
   */
  public void stop() {
    end.stop();
    context.board().stop().end();
  }

  /** Lets go of all files and memory. */
  @Override
  public void close() {
    try (learner;
        MetricSink sink = saving.sink) {
      saving.checkpoints.close();
    }
  }

  /**
   * Requires that a run with this configuration fits into memory; takes none of it.
   *
   * @throws io.muzero.settings.InvalidSettingException when it does not, with what to change
   */
  public static void requireFits(ResolvedConfig resolved) {
    RunSize.of(new RunSetup(resolved)).requireFits(MemoryRoom.here());
  }

  /**
   * Requires that a run with this configuration fits into a GPU's memory; takes none of it. Does
   * nothing where it computes on the CPU.
   *
   * @param free bytes of the GPU's memory that nobody uses
   * @throws io.muzero.settings.InvalidSettingException when it does not, with what to change
   */
  public static void requireFitsGpu(ResolvedConfig resolved, long free) {
    RunSetup setup = new RunSetup(resolved);
    if (setup.device().isGpu()) {
      GpuRunSize.of(setup).requireFits(free);
    }
  }

  /** Opens a run, anew or where its newest whole checkpoint left off; as the one below. */
  public static TrainingRun open(ResolvedConfig resolved, RunFolder folder, RunListener listener) {
    return open(resolved, folder, listener, new RunStart.Newest());
  }

  /** Opens a run that plays on threads of this process; as the one below. */
  public static TrainingRun open(
      ResolvedConfig resolved, RunFolder folder, RunListener listener, RunStart start) {
    return open(resolved, folder, listener, start, SelfPlayPlace.THREADS);
  }

  /**
   * Opens a run: anew, or where one of its checkpoints left off. What the run has of later steps
   * than a checkpoint that was chosen is set aside, so that the run goes on from there next time
   * too. When it fails, everything that was opened is closed again.
   *
   * @param resolved the configuration
   * @param folder the run's folder; outlives the run
   * @param listener hears of it
   * @param start which checkpoint
   * @param place where games are played
   * @throws io.muzero.storage.CheckpointException when the folder cannot be written, or the
   *     checkpoint not be used
   * @throws io.muzero.settings.InvalidSettingException see {@link #requireFits}
   */
  public static TrainingRun open(
      ResolvedConfig resolved,
      RunFolder folder,
      RunListener listener,
      RunStart start,
      SelfPlayPlace place) {
    resolved.requireEnd();
    RunSetup setup = new RunSetup(resolved);
    RunSize size = RunSize.of(setup);
    size.requireFits(MemoryRoom.here());
    size.ofFrames().ifPresent(line -> RunContext.tell(listener, line));
    try (CloseOnFailure opening = new CloseOnFailure()) {
      Learner learner = opening.own(RunContext.learner(setup));
      ReplayBuffer buffer = RunContext.buffer(setup);
      SupportWatch supports = SupportWatch.of(setup, line -> RunContext.tell(listener, line));
      RunFiles files = new RunFiles(folder, listener);
      CheckpointStore store = files.checkpoints(setup.config().run().keep());
      Resumption resumption = new Resumption(store, folder.path(), start, listener);
      if (!resumption.resumes()) {
        files.tellIfBegunBefore();
      }
      Blackboard board =
          setup.config().gating().isOn()
              ? Blackboard.gated(learner.weights())
              : Blackboard.of(learner.weights());
      RoleStates states = resumption.restore(setup.config().game(), learner, buffer, board);
      ExpertLessons experts =
          opening.own(
              ExpertLessons.open(
                  setup, buffer, learner.step(), line -> RunContext.tell(listener, line)));
      Gates gates = gates(setup.config(), buffer, board.counters());
      if (!experts.isAlone(learner.step())) {
        gates.experts().end();
      }
      RunClock clock =
          new RunClock(System::nanoTime, board.counters().get(Counter.WALL_MILLIS) / 1000.0);
      LateSink sink = opening.own(new LateSink());
      RunMetrics metrics = new RunMetrics(setup.config(), board.counters(), buffer, sink, clock);
      metrics.beginRow(learner.step());
      EvaluationCurves evaluations =
          new EvaluationCurves(setup.config().run().stopAt(), board.counters(), sink, listener);
      RunReports reports = new RunReports(metrics, evaluations, clock, supports, listener);
      RunContext context = new RunContext(setup, board, buffer, gates, reports);
      List<Role> players = place.roles(context);
      players.forEach(opening::own);
      Roster roster =
          new Roster(
              players, reanalyser(context), gating(context, learner).map(opening::own), states);
      RunCheckpoints checkpoints =
          opening.own(new RunCheckpoints(context, folder, store, learner, roster));
      // First: a resume that fails here has left configuration, curves and episodes as they were.
      resumption.settle(checkpoints);
      ResolvedConfig identified = resolved.withExpert(experts.config());
      files.writeConfig(identified, resumption.manifest());
      sink.open(files.metrics(resumption.resumes() ? learner.step() : RunFiles.NOT_RESUMED, clock));
      sink.config(learner.step(), identified.yaml());
      sink.hyperparameters(Hyperparameters.of(setup.config()));
      Saving saving =
          new Saving(checkpoints, new BestCheckpoint(context, folder, store, learner), sink);
      RunPace pace = new RunPace(context, learner.step());
      RunEnd end = new RunEnd(pace);
      LearnerRole learning = new LearnerRole(context, learner, saving.checkpoints, end, experts);
      TrainingRun run =
          assemble(context, new Learning(learner, learning, pace, end), roster, saving, folder);
      MuZeroConfig config = setup.config();
      LOG.info("{} at step {}, seed {}", config.game(), learner.step(), config.seed());
      opening.succeed();
      return run;
    }
  }

  /** Gates that go on where the totals were left. */
  private static Gates gates(MuZeroConfig config, ReplayBuffer buffer, Counters counters) {
    Gates gates = Gates.of(config);
    long positions = buffer.statistics(0).addedPositions();
    counters.add(
        Counter.ENTITLED,
        gates
            .ratio()
            .restore(positions, counters.get(Counter.SAMPLES), counters.get(Counter.ENTITLED)));
    counters.add(
        Counter.REANALYSE_ENTITLED,
        gates
            .share()
            .restore(
                positions,
                counters.get(Counter.REANALYSED),
                counters.get(Counter.REANALYSE_ENTITLED)));
    return gates;
  }

  private static Optional<Role> reanalyser(RunContext context) {
    return context.config().reanalyse().share() > 0
        ? Optional.of(new ReanalyseRole(context))
        : Optional.empty();
  }

  private static Optional<Role> gating(RunContext context, Learner learner) {
    return context.config().gating().isOn()
        ? Optional.of(new GatingRole(context, new Learned(learner::step, learner::weights)))
        : Optional.empty();
  }

  /** The learner with its role, and how far it is to go. */
  private record Learning(Learner learner, LearnerRole role, RunPace pace, RunEnd end) {}

  private static TrainingRun assemble(
      RunContext context, Learning of, Roster roster, Saving saving, RunFolder folder) {
    Learner learner = of.learner;
    LearnerRole learning = of.role;
    RunEnd end = of.end;
    EvaluationRole evaluating =
        new EvaluationRole(
            context,
            saving.best,
            end,
            new Learned(learner::step, learner::weights),
            new EvaluatedEpisodes(folder, learner.step()));
    List<Role> all = new ArrayList<>(roster.all());
    all.add(learning);
    roster.gating().ifPresent(all::add);
    all.add(evaluating);
    RunMonitor monitor = new RunMonitor(context, folder, of.pace, all);
    Schedule schedule =
        context.config().run().deterministic()
            ? new DeterministicSchedule(context, roster, learning, evaluating, monitor)
            : new ThreadedSchedule(context, roster, learning, evaluating, monitor);
    return new TrainingRun(context, learner, schedule, saving, end);
  }
}
