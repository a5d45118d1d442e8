package io.muzero.run;

import io.muzero.blackboard.Counter;
import io.muzero.blackboard.StopSignal;
import io.muzero.model.StoppableModel;
import io.muzero.network.DjlMuZeroModel;
import io.muzero.network.Weights;
import io.muzero.run.WorkerState.Activity;
import io.muzero.selfplay.EpisodeRecorder;
import io.muzero.selfplay.Evaluation;
import io.muzero.selfplay.EvaluationConfig;
import io.muzero.selfplay.EvaluationReport;
import io.muzero.selfplay.GameWatch;
import io.muzero.selfplay.SearchAgent;
import io.muzero.storage.Checkpoint;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.DoublePredicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.commons.rng.UniformRandomProvider;
import org.jspecify.annotations.Nullable;

/**
 * Measures the newest weights now and then, kept to its share of a core's time, and hands the best
 * so far to the checkpoints. Used by one thread.
 *
 * <p>Every evaluation plays from the same beginnings: what tells two agents apart is then not which
 * got the easier ones. Still the greatest of many sampled scores owes much to luck, so whoever
 * seems the best is measured again from other beginnings, and the mean of both counts.
 *
 * <p>Scores are compared with those of the same measure only: a best checkpoint of an earlier
 * session that was measured otherwise is measured anew before the first comparison.
 */
final class EvaluationRole implements Role {
  /** Evaluations at the beginning of a session that come sooner than the others. */
  private static final int FIRST_LOOKS = 3;

  /** Training steps between those at least: fewer change little. */
  private static final int FIRST_STEPS = 40;

  /** They come after this part of the steps that are between the others. */
  private static final int FIRST_PART = 10;

  /** Share of a core's time that they may take where they are quick. */
  private static final double FIRST_SHARE = 0.5;

  /** Seconds within which an evaluation is quick: nobody minds such a wait. */
  private static final double QUICK_SECONDS = 3;

  private final RunContext context;
  private final StopSignal stop;
  private final BestCheckpoint best;
  private final RunEnd end;
  private final Learned learned;
  private final EvaluatedEpisodes episodes;
  private final GameWatch watch;
  private final RoleStatus status;
  private final long seed;
  private final long secondSeed;
  private @Nullable Judge judge;
  private long lastStep;

  /** Who seemed the best when the run ended before that was confirmed; null where nobody. */
  private @Nullable Candidate unconfirmed;

  /**
   * Weights that seem the best.
   *
   * @param first what was found when they were measured once
   */
  private record Candidate(Weights weights, EvaluationReport first) {}

  /** What it measures with. */
  private record Judge(
      DjlMuZeroModel model,
      StoppableModel stoppable,
      SearchAgent agent,
      Evaluation evaluation,
      Map<String, String> measure) {}

  /**
   * An evaluation that has not begun.
   *
   * @param best keeps the best weights
   * @param end tells when the last weights may be measured
   * @param learned what {@link #turn} evaluates
   * @param episodes keeps one of each evaluation of a game for one
   */
  EvaluationRole(
      RunContext context,
      BestCheckpoint best,
      RunEnd end,
      Learned learned,
      EvaluatedEpisodes episodes) {
    this.context = context;
    this.best = best;
    this.end = end;
    this.learned = learned;
    this.episodes = episodes;
    stop = context.board().stop();
    watch = new GameWatch(context.config().game(), System::nanoTime);
    status = context.status("evaluate", watch);
    UniformRandomProvider random = context.setup().random("evaluation", 0);
    seed = random.nextLong(Long.MAX_VALUE);
    secondSeed = random.nextLong(Long.MAX_VALUE);
  }

  @Override
  public String name() {
    return status.name();
  }

  @Override
  public String title() {
    return "the evaluation";
  }

  @Override
  public void begin() {
    RunSetup setup = context.setup();
    EvaluationConfig settings = context.config().evaluation();
    try (CloseOnFailure opening = new CloseOnFailure()) {
      DjlMuZeroModel model = setup.model();
      StoppableModel stoppable =
          opening.own(new StoppableModel(SearchedModel.of(setup, model, watch)));
      SearchAgent agent =
          opening.own(
              new SearchAgent(
                  stoppable,
                  settings.trainingSearch(context.config().search()),
                  settings.symmetries(),
                  setup.stacker(),
                  MatchSize.evaluationBatch(setup)));
      Evaluation evaluation =
          new Evaluation(setup.game(), context.config().gameOptions(), agent, watch);
      Map<String, String> measure =
          evaluation.measure(
              settings,
              settings.trainingSearch(context.config().search()),
              context.config().replay().discount());
      judge = new Judge(model, stoppable, agent, evaluation, measure);
      opening.succeed();
    }
    lastStep = context.newestStep();
  }

  private Judge judge() {
    return Objects.requireNonNull(judge);
  }

  /**
   * Evaluates the newest published weights now and then until the run ends; then, once its last
   * checkpoint is written, the last weights of a run that was not stopped.
   */
  @Override
  public void run() throws InterruptedException {
    EvaluationConfig settings = context.config().evaluation();
    RunClock clock = context.reports().clock();
    int looks = 0;
    double notBefore = 0;
    status.now(Activity.WAITING);
    while (!stop.awaitEnd(Pauses.EVALUATION_MILLISECONDS)) {
      double start = clock.session();
      if (start >= notBefore && context.newestStep() >= lastStep + stepsBetween(looks, settings)) {
        evaluate(context.board().learned().newest(), () -> !stop.ended());
        double taken = clock.session() - start;
        notBefore = start + taken / share(looks++, taken, settings);
      }
    }
    end.awaitSaved();
    confirmLate();
    Weights last = context.board().learned().newest();
    if (!end.isStopped() && end.isDone(last.version()) && last.version() > lastStep) {
      context
          .reports()
          .listener()
          .message(
              "evaluating step "
                  + last.version()
                  + "; the checkpoint is written, Ctrl-C ends without this evaluation");
      evaluate(last, () -> !end.isStopped());
    }
  }

  /**
   * Measures again who seemed the best when the run reached its end: its last checkpoint is
   * written, so that nobody waits for this. In a run that was stopped the first score counts where
   * there is no other best checkpoint, and is measured anew by the next session.
   */
  private void confirmLate() {
    Candidate candidate = unconfirmed;
    unconfirmed = null;
    if (candidate == null || context.board().stop().failure() != null) {
      return;
    }
    BooleanSupplier goOn = () -> !end.isStopped();
    if (goOn.getAsBoolean()) {
      status.now(Activity.EVALUATING);
      Judge by = judge();
      by.stoppable.goOnWhile(goOn);
      by.model.load(candidate.weights);
      confirmed(candidate.first, best::isBest, () -> measure(secondSeed, goOn))
          .ifPresentOrElse(
              score -> best.offer(candidate.weights, score, by.measure),
              () -> keepWithoutAnother(candidate));
      status.now(Activity.WAITING);
    } else {
      keepWithoutAnother(candidate);
    }
  }

  private void keepWithoutAnother(Candidate candidate) {
    if (best.isNone()) {
      Map<String, String> measure = new TreeMap<>(judge().measure);
      measure.put("confirmed", "false");
      best.offer(candidate.weights, candidate.first.score(), measure);
    }
  }

  /** Evaluates what the learner has learned, where its training step is one to be evaluated. */
  @Override
  public boolean turn() {
    if (learned.step().getAsLong() % context.config().evaluation().everySteps() != 0) {
      return false;
    }
    evaluate(learned.weights().get(), () -> !stop.ended());
    return true;
  }

  /**
   * In a deterministic run that may end by evaluations: makes up for one that a stop cut off, so
   * that a resumed run ends where an unstopped one does.
   */
  void makeUp() {
    long step = learned.step().getAsLong();
    if (context.config().run().stopAt() > 0
        && step > 0
        && context.board().counters().get(Counter.EVALUATED_STEP) != step) {
      turn();
    }
  }

  /**
   * Training steps before an evaluation. A run is to show from its beginning how strong its agent
   * is and whether it learns, so the first looks come sooner, and where they are quick take more
   * time.
   */
  static int stepsBetween(int looks, EvaluationConfig settings) {
    int configured = settings.everySteps();
    return looks < FIRST_LOOKS
        ? Math.min(configured, Math.max(FIRST_STEPS, configured / FIRST_PART))
        : configured;
  }

  /** The share of a core's time that an evaluation of so many seconds may take. */
  static double share(int looks, double seconds, EvaluationConfig settings) {
    return looks < FIRST_LOOKS && seconds < QUICK_SECONDS
        ? Math.max(FIRST_SHARE, settings.share())
        : settings.share();
  }

  /** Evaluates weights; {@code goOn} is asked now and then, and false abandons the evaluation. */
  private void evaluate(Weights weights, BooleanSupplier goOn) {
    status.now(Activity.EVALUATING);
    Judge by = judge();
    by.stoppable.goOnWhile(goOn);
    if (measureBestAnew(goOn)) {
      by.model.load(weights);
      status.uses(weights.version());
      EpisodeRecorder recorder = new EpisodeRecorder(seed);
      Optional<EvaluationReport> found =
          by.evaluation.evaluate(context.config().evaluation(), seed, recorder, goOn);
      if (found.isPresent()) {
        episodes.keep(weights.version(), recorder);
        evaluated(weights, found.get(), goOn);
      }
    }
    status.now(Activity.WAITING);
  }

  private Optional<EvaluationReport> measure(long from, BooleanSupplier goOn) {
    return judge().evaluation.evaluate(context.config().evaluation(), from, goOn);
  }

  private void evaluated(Weights weights, EvaluationReport report, BooleanSupplier goOn) {
    lastStep = weights.version();
    status.add(0, 1);
    context.reports().evaluations().evaluated(lastStep, report);
    boolean seemsBest = best.isBest(report.score());
    OptionalDouble score = confirmed(report, any -> seemsBest, () -> measure(secondSeed, goOn));
    if (score.isPresent()) {
      best.offer(weights, score.getAsDouble(), judge().measure);
    } else if (seemsBest) {
      unconfirmed = new Candidate(weights, report);
    }
  }

  /**
   * Measures the best checkpoint as everything is measured now, unless that is how it was.
   *
   * @return false when it was abandoned
   */
  private boolean measureBestAnew(BooleanSupplier goOn) {
    Map<String, String> measure = judge().measure;
    Optional<Checkpoint> otherwise = best.measuredOtherwise(measure);
    if (otherwise.isEmpty()) {
      return true;
    }
    Checkpoint checkpoint = otherwise.get();
    Weights weights = best.weights(checkpoint);
    judge().model.load(weights);
    Optional<EvaluationReport> first = measure(seed, goOn);
    OptionalDouble score =
        first.isEmpty()
            ? OptionalDouble.empty()
            : confirmed(first.get(), any -> true, () -> measure(secondSeed, goOn));
    if (score.isEmpty()) {
      return false;
    }
    best.remeasured(checkpoint, weights, score.getAsDouble(), measure);
    context.tell(
        String.format(
            Locale.ROOT,
            "the best checkpoint (step %d) is measured anew: score %.4f, was %.4f (%s)",
            checkpoint.manifest().step(),
            score.getAsDouble(),
            checkpoint.manifest().score(),
            difference(checkpoint.manifest().measure(), measure)));
    return true;
  }

  /** In what two measures differ, in words. */
  static String difference(Map<String, String> before, Map<String, String> now) {
    if (before.isEmpty()) {
      return "it does not say by what";
    }
    Map<String, String> both = new TreeMap<>(before);
    both.putAll(now);
    return both.keySet().stream()
        .filter(key -> !Objects.equals(before.get(key), now.get(key)))
        .map(
            key ->
                key + " " + now.getOrDefault(key, "-") + ", was " + before.getOrDefault(key, "-"))
        .collect(Collectors.joining("; "));
  }

  /**
   * The score that counts.
   *
   * @param first what was found
   * @param isBest whether a score would be the best so far
   * @param again measures once more; empty when it was abandoned
   * @return empty when the first score is not the best, or was sampled and could not be confirmed
   */
  static OptionalDouble confirmed(
      EvaluationReport first, DoublePredicate isBest, Supplier<Optional<EvaluationReport>> again) {
    if (!isBest.test(first.score())) {
      return OptionalDouble.empty();
    }
    if (first.isExact()) {
      return OptionalDouble.of(first.score());
    }
    Optional<EvaluationReport> second = again.get();
    return second.isPresent()
        ? OptionalDouble.of((first.score() + second.get().score()) / 2)
        : OptionalDouble.empty();
  }

  @Override
  public WorkerState state() {
    return status.state(context.newestStep());
  }

  @Override
  public GameWatch watch() {
    return watch;
  }

  @Override
  public String whileBlocked() {
    return "training goes on without evaluations until it returns; Ctrl-C ends the run";
  }

  @Override
  public void close() {
    status.now(Activity.ENDED);
    if (judge != null) {
      judge.agent.close();
      judge.stoppable.close();
    }
  }
}
