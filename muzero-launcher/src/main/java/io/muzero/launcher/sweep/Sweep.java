package io.muzero.launcher.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The loop of a sweep: gives free places to the runs that {@link Halving} names, takes down what
 * came of them, and writes the state with every change. Run by one thread; {@link #stop} may be
 * called by any.
 */
public final class Sweep {
  private static final long LOOK_MILLISECONDS = 500;
  private static final double NANOSECONDS = 1e9;

  private final SweepPlan plan;
  private final SweepFolder folder;
  private final Halving halving;
  private final Trainer trainer;
  private final SweepListener listener;
  private final LongSupplier nanoTime;
  private final long start;
  private final BlockingQueue<News> news = new LinkedBlockingQueue<>();
  private final Map<Job, Trainer.Running> running = new LinkedHashMap<>();

  /** Training steps that the results of this session took. */
  private long stepsDone;

  private volatile boolean stopped;

  /** What ended the sweep that says nothing of its candidates; null where nothing did. */
  private @Nullable String broken;

  /** Something that another thread says; {@code ended} is empty when there is only to be looked. */
  private record News(Optional<Job> job, Optional<Trainer.Ended> ended) {}

  /**
   * A sweep that begins, or goes on where its folder says.
   *
   * @param folder outlives the sweep
   * @param nanoTime as {@link System#nanoTime}
   */
  public Sweep(SweepFolder folder, Trainer trainer, SweepListener listener, LongSupplier nanoTime) {
    this.folder = folder;
    this.trainer = trainer;
    this.listener = listener;
    this.nanoTime = nanoTime;
    plan = folder.plan();
    halving = folder.halving(plan);
    start = nanoTime.getAsLong();
  }

  /**
   * Trains until nothing is left to be trained, or until {@link #stop}.
   *
   * @param parallel runs side by side, at least 1
   * @return whether nothing is left
   */
  public boolean run(int parallel) throws InterruptedException {
    try {
      while (true) {
        begin(parallel);
        listener.status(status());
        if (running.isEmpty()) {
          return halving.isDone();
        }
        News heard = news.poll(LOOK_MILLISECONDS, TimeUnit.MILLISECONDS);
        if (heard != null && heard.job.isPresent() && heard.ended.isPresent()) {
          take(heard.job.get(), heard.ended.get());
        }
        if (stopped) {
          running.values().forEach(Trainer.Running::stop);
        }
      }
    } finally {
      running.values().forEach(Trainer.Running::stop);
    }
  }

  private void begin(int parallel) {
    while (!stopped && running.size() < parallel) {
      Optional<Job> next = halving.next();
      if (next.isEmpty()) {
        break;
      }
      Job job = next.get();
      // Before it begins: what was chosen once is chosen again after a kill.
      folder.save(halving);
      running.put(
          job,
          trainer.start(job, ended -> news.add(new News(Optional.of(job), Optional.of(ended)))));
    }
  }

  private void take(Job job, Trainer.Ended ended) {
    running.remove(job);
    if (ended instanceof Trainer.Ended.With with) {
      halving.report(job, with.result());
      stepsDone += plan.steps(job.rung());
      folder.save(halving);
      halving.best().ifPresent(best -> folder.writeBest(best.candidate(), comment(best)));
      listener.ended(job, with.result());
    } else {
      halving.giveUp(job);
      if (ended instanceof Trainer.Ended.Broken by) {
        broken = broken == null ? by.line() : broken;
        stopped = true;
      }
    }
  }

  /** What ended the sweep that says nothing of its candidates, in one line; empty: nothing did. */
  public Optional<String> broken() {
    return Optional.ofNullable(broken);
  }

  /** What stands above the best configuration. */
  private List<String> comment(Halving.Standing best) {
    SeedInterval interval = Objects.requireNonNull(best.interval());
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "The best of %d candidates (%s), number %d: score %s at %d steps, %d seeds.",
            plan.candidates().size(),
            plan.method(),
            best.candidate() + 1,
            SweepTable.interval(interval),
            plan.rungs().get(best.rung()),
            plan.seeds().size()));
    lines.add("Train it by: train --config " + folder.path().resolve(SweepFolder.BEST));
    lines.add("");
    plan.candidates().get(best.candidate()).forEach((key, value) -> lines.add(key + ": " + value));
    return lines;
  }

  /** How far it is. */
  public SweepStatus status() {
    Map<Job, Long> steps = new LinkedHashMap<>();
    running.forEach((job, run) -> steps.put(job, run.step()));
    Map<Job, String> failures = new LinkedHashMap<>();
    Map<Job, Result> results = halving.results();
    results.forEach(
        (job, result) -> {
          if (result instanceof Result.Failed failed) {
            failures.put(job, failed.line());
          }
        });
    double seconds = (nanoTime.getAsLong() - start) / NANOSECONDS;
    int[] expected = halving.expected();
    int runs = 0;
    long left = 0;
    for (int rung = 0; rung < expected.length; rung++) {
      runs += expected[rung] * plan.seeds().size();
      left += (long) expected[rung] * plan.seeds().size() * plan.steps(rung);
    }
    for (Job job : results.keySet()) {
      left -= plan.steps(job.rung());
    }
    long done = stepsDone;
    for (Map.Entry<Job, Long> one : steps.entrySet()) {
      Job job = one.getKey();
      long before = job.rung() == 0 ? 0 : plan.rungs().get(job.rung() - 1);
      long within = Math.max(0, Math.min(plan.steps(job.rung()), one.getValue() - before));
      done += within;
      left -= within;
    }
    double secondsLeft = done > 0 ? Math.max(0, left) * seconds / done : Double.NaN;
    return new SweepStatus(
        plan, halving.standings(), steps, results.size(), runs, failures, seconds, secondsLeft);
  }

  /** Ends after the checkpoints of the runs that are being trained. */
  public void stop() {
    stopped = true;
    news.add(new News(Optional.empty(), Optional.empty()));
  }
}
