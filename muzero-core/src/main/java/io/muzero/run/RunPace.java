package io.muzero.run;

import io.muzero.blackboard.Counter;
import io.muzero.blackboard.Counters;
import io.muzero.config.RunConfig;
import io.muzero.training.LearnerStep;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a run is and how fast it goes. Except for {@link #isDone} and {@link #learned}, used by
 * one thread.
 */
final class RunPace {
  private static final double MINUTE = 60;

  private final RunContext context;
  private final RunConfig config;
  private final Counters counters;
  private final RunClock clock;
  private final long firstStep;

  private final long firstSimulations;

  /** Of the whole session, once its training is over; null before. */
  private @Nullable Rates overall;

  private double lastSeconds;
  private long lastStep;
  private long lastSimulations;

  /** The pace of a session that begins at this training step. */
  RunPace(RunContext context, long firstStep) {
    this.context = context;
    this.firstStep = firstStep;
    config = context.config().run();
    counters = context.board().counters();
    clock = context.reports().clock();
    lastSeconds = clock.session();
    lastStep = firstStep;
    firstSimulations = counters.get(Counter.SIMULATIONS);
    lastSimulations = firstSimulations;
  }

  /**
   * What is done in a second.
   *
   * @param simulations of self-play
   * @param steps of training
   */
  private record Rates(double simulations, double steps) {}

  /** Whether a bound is reached at this step. */
  boolean isDone(long step) {
    return (config.steps() > 0 && step >= config.steps()) || isTimeUp() || isGoodEnough();
  }

  /** Whether so many evaluations in a row found no wrong decision that the run is done. */
  boolean isGoodEnough() {
    return config.stopAt() > 0 && counters.get(Counter.FAULTLESS_EVALUATIONS) >= config.stopAt();
  }

  boolean isTimeUp() {
    return config.minutes() > 0 && clock.seconds() >= config.minutes() * MINUTE;
  }

  /**
   * The share of the run that is done with this step, within [0, 1]; 0 where nothing bounds it. In
   * a deterministic run steps alone count: minutes do not repeat.
   */
  double learned(long step) {
    double share = config.deterministic() ? ofSteps(step) : share(step);
    return Double.isNaN(share) ? 0 : share;
  }

  /** How far the run is; rates are since the last call. */
  Progress progress() {
    long step = step();
    long simulations = counters.get(Counter.SIMULATIONS);
    double now = clock.session();
    double elapsed = Math.max(1e-9, now - lastSeconds);
    Rates rates = new Rates((simulations - lastSimulations) / elapsed, (step - lastStep) / elapsed);
    lastSeconds = now;
    lastStep = step;
    lastSimulations = simulations;
    return progress(rates);
  }

  /**
   * Where the run is when its training is over; rates are those of the session up to the first
   * call, as what comes after it is not training.
   */
  Progress atEnd() {
    Rates rates = overall;
    if (rates == null) {
      double seconds = Math.max(1e-9, clock.session());
      rates =
          new Rates(
              (counters.get(Counter.SIMULATIONS) - firstSimulations) / seconds,
              (step() - firstStep) / seconds);
      overall = rates;
    }
    return progress(rates);
  }

  private long step() {
    LearnerStep newest = context.reports().metrics().lastStep();
    return newest == null ? firstStep : newest.step();
  }

  private Progress progress(Rates rates) {
    LearnerStep newest = context.reports().metrics().lastStep();
    long step = newest == null ? firstStep : newest.step();
    List<Evaluated> evaluations = context.reports().evaluations().all();
    return new Progress(
        step,
        counters.get(Counter.GAMES),
        context.buffer().size(),
        config.warmUp(),
        rates.simulations,
        rates.steps,
        newest,
        evaluations.isEmpty() ? null : evaluations.get(evaluations.size() - 1).report(),
        secondsLeft(step, clock.session()),
        clock.seconds(),
        config.steps(),
        share(step),
        (int) counters.get(Counter.FAULTLESS_EVALUATIONS),
        config.stopAt(),
        evaluations);
  }

  private double share(long step) {
    double ofSteps = ofSteps(step);
    if (config.minutes() == 0) {
      return ofSteps;
    }
    double ofTime = Math.min(1, clock.seconds() / (config.minutes() * MINUTE));
    return Double.isNaN(ofSteps) ? ofTime : Math.max(ofTime, ofSteps);
  }

  private double ofSteps(long step) {
    return config.steps() > 0 ? Math.min(1, (double) step / config.steps()) : Double.NaN;
  }

  private double secondsLeft(long step, double now) {
    double left = Double.POSITIVE_INFINITY;
    if (config.minutes() > 0) {
      left = config.minutes() * MINUTE - clock.seconds();
    }
    if (config.steps() > 0 && step > firstStep) {
      left = Math.min(left, (config.steps() - step) * now / (step - firstStep));
    }
    return left == Double.POSITIVE_INFINITY ? Double.NaN : Math.max(0, left);
  }
}
