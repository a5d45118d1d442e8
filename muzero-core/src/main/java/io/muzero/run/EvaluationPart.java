package io.muzero.run;

import io.muzero.config.MuZeroConfig;
import io.muzero.model.MuZeroModel;
import io.muzero.network.DjlMuZeroModel;
import io.muzero.network.Weights;
import io.muzero.random.RandomStream;
import io.muzero.selfplay.Agent;
import io.muzero.selfplay.Evaluation;
import io.muzero.selfplay.EvaluationConfig;
import io.muzero.selfplay.EvaluationReport;
import io.muzero.selfplay.GameWatch;
import io.muzero.storage.Checkpoint;
import io.muzero.storage.Counter;
import io.muzero.storage.SharedStorage;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.DoublePredicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Measures the newest weights now and then, kept to its share of a core's time, and hands the best
 * so far to the checkpoints. Made and used by one thread.
 *
 * <p>Every evaluation plays from the same beginnings: what tells two agents apart is then not which
 * got the easier ones. Still the greatest of many sampled scores owes much to luck, so whoever
 * seems the best is measured again from other beginnings, and the mean of both counts.
 *
 * <p>Scores are compared with those of the same measure only: a best checkpoint of an earlier
 * session that was measured otherwise is measured anew before the first comparison.
 */
final class EvaluationPart implements AutoCloseable {
  private static final long PAUSE_MILLISECONDS = 100;
  private static final int FIRST_LOOKS = 3;
  private static final int FIRST_STEPS = 40;
  private static final int FIRST_PART = 10;
  private static final double FIRST_SHARE = 0.5;
  private static final double QUICK_SECONDS = 3;

  private final MuZeroConfig config;
  private final SharedStorage storage;
  private final RunMetrics metrics;
  private final RunCheckpoints checkpoints;
  private final RunClock clock;
  private final Consumer<String> listener;
  private final DjlMuZeroModel model;
  private final MuZeroModel searched;
  private final StoppableModel stoppable;
  private final Agent agent;
  private final Evaluation evaluation;
  private final long seed;
  private final long secondSeed;
  private final Map<String, String> measure;
  private long lastStep;

  EvaluationPart(
      RunSetup setup,
      SharedStorage storage,
      RunMetrics metrics,
      RunCheckpoints checkpoints,
      RunClock clock,
      Consumer<String> listener,
      GameWatch watch) {
    config = setup.config();
    this.storage = storage;
    this.metrics = metrics;
    this.checkpoints = checkpoints;
    this.clock = clock;
    this.listener = listener;
    model = setup.model();
    searched = setup.searchModel(model);
    stoppable = new StoppableModel(searched);
    agent = setup.agent(stoppable);
    evaluation = setup.evaluation(agent, watch);
    UniformRandomProvider random = RandomStream.create(config.seed(), "evaluation", 0);
    seed = random.nextLong(Long.MAX_VALUE);
    secondSeed = random.nextLong(Long.MAX_VALUE);
    measure =
        evaluation.measure(
            config.evaluation(),
            config.evaluation().trainingSearch(config.search()),
            config.replay().discount());
    lastStep = storage.weights().version();
  }

  /** Evaluates until the end. */
  void run() throws InterruptedException {
    EvaluationConfig settings = config.evaluation();
    int looks = 0;
    double notBefore = 0;
    while (!storage.awaitEnd(PAUSE_MILLISECONDS)) {
      double start = clock.sitting();
      if (start >= notBefore
          && storage.weights().version() >= lastStep + stepsBetween(looks, settings)) {
        evaluate(storage.weights(), () -> !storage.ended());
        double taken = clock.sitting() - start;
        notBefore = start + taken / share(looks++, taken, settings);
      }
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

  /**
   * Evaluates weights.
   *
   * @param goOn asked now and then; false abandons the evaluation
   */
  void evaluate(Weights weights, BooleanSupplier goOn) {
    stoppable.goOnWhile(goOn);
    if (!measureBestAnew(goOn)) {
      return;
    }
    model.load(weights);
    Optional<EvaluationReport> report = evaluation.evaluate(config.evaluation(), seed, goOn);
    if (report.isPresent()) {
      lastStep = weights.version();
      metrics.evaluated(lastStep, report.get());
      confirmed(report.get(), checkpoints::isBest, () -> evaluateAgain(goOn))
          .ifPresent(score -> checkpoints.offerBest(weights, score, measure));
    }
  }

  private Optional<EvaluationReport> evaluateAgain(BooleanSupplier goOn) {
    return evaluation.evaluate(config.evaluation(), secondSeed, goOn);
  }

  /**
   * Measures the best checkpoint as everything is measured now, unless that is how it was.
   *
   * @return false when it was abandoned
   */
  private boolean measureBestAnew(BooleanSupplier goOn) {
    Optional<Checkpoint> otherwise = checkpoints.bestMeasuredOtherwise(measure);
    if (otherwise.isEmpty()) {
      return true;
    }
    Checkpoint best = otherwise.get();
    Weights weights = checkpoints.weights(best);
    model.load(weights);
    Optional<EvaluationReport> first = evaluation.evaluate(config.evaluation(), seed, goOn);
    OptionalDouble score =
        first.isEmpty()
            ? OptionalDouble.empty()
            : confirmed(first.get(), any -> true, () -> evaluateAgain(goOn));
    if (score.isEmpty()) {
      return false;
    }
    checkpoints.remeasured(best, weights, score.getAsDouble(), measure);
    listener.accept(
        String.format(
            Locale.ROOT,
            "the best checkpoint (step %d) is measured anew: score %.4f, was %.4f (%s)",
            best.manifest().step(),
            score.getAsDouble(),
            best.manifest().score(),
            difference(best.manifest().measure(), measure)));
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

  /**
   * In a deterministic run that may end by evaluations: makes up for one that a stop cut off, so
   * that a resumed run ends where an unstopped one does.
   */
  void makeUp(Weights weights) {
    long step = weights.version();
    if (config.run().stopAt() > 0
        && step > 0
        && step % config.evaluation().everySteps() == 0
        && storage.get(Counter.EVALUATED_STEP) != step) {
      evaluate(weights, () -> !storage.ended());
    }
  }

  /** Whether these weights are newer than the last that were evaluated. */
  boolean isDue(Weights last) {
    return last.version() > lastStep;
  }

  /** Evaluates the weights a run ends with, unless that is done; {@code goOn} as above. */
  void finish(Weights last, BooleanSupplier goOn) {
    if (isDue(last)) {
      evaluate(last, goOn);
    }
  }

  @Override
  public void close() {
    agent.close();
    searched.close();
  }
}
