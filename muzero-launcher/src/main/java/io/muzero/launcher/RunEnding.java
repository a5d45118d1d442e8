package io.muzero.launcher;

import io.muzero.config.RunConfig;
import io.muzero.launcher.runs.EarlierEvaluations;
import io.muzero.run.Evaluated;
import io.muzero.run.TrainingRun;
import io.muzero.storage.Checkpoint;
import io.muzero.storage.CheckpointException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a run came to, and the commands that go on from there, complete as they are printed. */
final class RunEnding {
  private final Program program;
  private final List<String> repeated;
  private final List<String> resumed;

  /**
   * An ending.
   *
   * @param program how this program was started
   * @param repeated options that every further command needs too, such as {@code --game-jar}
   */
  RunEnding(Program program, List<String> repeated) {
    this(program, repeated, List.of());
  }

  private RunEnding(Program program, List<String> repeated, List<String> resumed) {
    this.program = program;
    this.repeated = repeated;
    this.resumed = resumed;
  }

  /** The same, where a resumed run needs further options, such as {@code --ray}. */
  RunEnding resumedWith(List<String> options) {
    return new RunEnding(program, repeated, options);
  }

  /**
   * The lines to print.
   *
   * @param outcome what the run came to
   * @param config its bounds
   * @param folder its folder, whose curves tell of earlier sessions
   */
  List<String> lines(TrainingRun.Outcome outcome, RunConfig config, Path folder) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%s at step %,d after %s%s; checkpoint %s",
            outcome.complete() ? "done" : "stopped",
            outcome.step(),
            RunBlock.duration(outcome.seconds()),
            outcome.goodEnough()
                ? ", "
                    + config.stopAt()
                    + " evaluations in a row without a wrong decision (run.stopAt)"
                : "",
            outcome.checkpoint()));
    lines.addAll(results(outcome, folder));
    String run = folder.toString();
    List<String> resume = new ArrayList<>(List.of("train", "--resume", run));
    resume.addAll(further(outcome, config));
    resume.addAll(resumed);
    lines.add("go on:   " + command(resume));
    lines.add("play:    " + command(List.of("play", "--checkpoint", run)));
    lines.add("measure: " + command(List.of("evaluate", "--checkpoint", run)));
    return lines;
  }

  /** What the last evaluation and that of the best checkpoint found, of whatever session. */
  private static List<String> results(TrainingRun.Outcome outcome, Path folder) {
    List<String> lines = new ArrayList<>();
    List<Evaluated> own = outcome.evaluations();
    Checkpoint best = outcome.best();
    boolean bestIsOwn =
        best != null && own.stream().anyMatch(one -> one.step() == best.manifest().step());
    EarlierEvaluations earlier = EarlierEvaluations.NONE;
    if (own.isEmpty() || (best != null && !bestIsOwn)) {
      try {
        earlier = EarlierEvaluations.of(folder);
      } catch (CheckpointException e) {
        lines.add(String.valueOf(e.getMessage())); // the run itself went well
      }
    }
    if (!own.isEmpty()) {
      lines.add("last:    " + told(own.get(own.size() - 1)));
    } else if (earlier.last().isPresent()) {
      lines.add("last:    " + told(earlier, earlier.last().getAsLong()));
    }
    if (best != null) {
      lines.add("best:    " + told(best, own, earlier) + "; checkpoint " + best.folder());
    }
    return lines;
  }

  private String command(List<String> arguments) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(repeated);
    return program.command(all);
  }

  private static String told(Evaluated evaluated) {
    return String.format(
        Locale.ROOT, "step %,d: %s", evaluated.step(), Strength.of(evaluated.report()));
  }

  private static String told(EarlierEvaluations earlier, long step) {
    return String.format(
        Locale.ROOT,
        "step %,d: %s (of an earlier session)",
        step,
        earlier.at(step).orElse("not measured"));
  }

  /** The best may be of an earlier session; where its curves are gone, its score is known. */
  private static String told(Checkpoint best, List<Evaluated> own, EarlierEvaluations earlier) {
    long step = best.manifest().step();
    Optional<Evaluated> seen = own.stream().filter(one -> one.step() == step).findFirst();
    if (seen.isPresent()) {
      return told(seen.get());
    }
    if (earlier.at(step).isPresent()) {
      return told(earlier, step);
    }
    return String.format(
        Locale.ROOT,
        "step %,d: %s (of an earlier session)",
        step,
        told(best.manifest().score(), own));
  }

  /** A score as the evaluations of this session would tell it. */
  private static String told(double score, List<Evaluated> own) {
    if (own.stream().anyMatch(one -> one.report().exhaustive() != null)) {
      return String.format(Locale.ROOT, "wrong in %,d states", (long) Math.floor(-score));
    }
    boolean two = own.stream().anyMatch(one -> !one.report().matches().isEmpty());
    return two
        ? String.format(Locale.ROOT, "scores %.1f %% on average", 100 * score)
        : String.format(Locale.ROOT, "score %.4f, higher is better", score);
  }

  private static List<String> further(TrainingRun.Outcome outcome, RunConfig config) {
    return outcome.complete()
        ? new FurtherBounds(config.steps(), config.minutes())
            .options(outcome.step(), outcome.seconds(), outcome.goodEnough())
        : List.of();
  }
}
