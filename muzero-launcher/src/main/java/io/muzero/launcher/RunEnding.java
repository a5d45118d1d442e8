package io.muzero.launcher;

import io.muzero.config.RunConfig;
import io.muzero.run.Evaluated;
import io.muzero.run.TrainingRun;
import io.muzero.storage.Checkpoint;
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
   * @param folder its folder
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
    List<Evaluated> evaluations = outcome.evaluations();
    if (!evaluations.isEmpty()) {
      lines.add("last:    " + told(evaluations.get(evaluations.size() - 1)));
    }
    Checkpoint best = outcome.best();
    if (best != null) {
      lines.add("best:    " + told(best, evaluations) + "; checkpoint " + best.folder());
    }
    String run = folder.toString();
    List<String> resume = new ArrayList<>(List.of("train", "--resume", run));
    resume.addAll(further(outcome, config));
    resume.addAll(resumed);
    lines.add("go on:   " + command(resume));
    lines.add("play:    " + command(List.of("play", "--checkpoint", run)));
    lines.add("measure: " + command(List.of("evaluate", "--checkpoint", run)));
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

  /** The best may be of an earlier session, of which only its score is known. */
  private static String told(Checkpoint best, List<Evaluated> evaluations) {
    long step = best.manifest().step();
    Optional<Evaluated> seen =
        evaluations.stream().filter(evaluated -> evaluated.step() == step).findFirst();
    return seen.isPresent()
        ? told(seen.get())
        : String.format(
            Locale.ROOT,
            "step %,d: %s (of an earlier session)",
            step,
            told(best.manifest().score(), evaluations));
  }

  /** A score as the evaluations of this session would tell it. */
  private static String told(double score, List<Evaluated> evaluations) {
    if (evaluations.stream().anyMatch(evaluated -> evaluated.report().exhaustive() != null)) {
      return String.format(Locale.ROOT, "wrong in %,d states", (long) Math.floor(-score));
    }
    boolean two = evaluations.stream().anyMatch(one -> !one.report().matches().isEmpty());
    return two
        ? String.format(Locale.ROOT, "scores %.1f %% on average", 100 * score)
        : String.format(Locale.ROOT, "score %.4f", score);
  }

  private static List<String> further(TrainingRun.Outcome outcome, RunConfig config) {
    return outcome.complete()
        ? new FurtherBounds(config.steps(), config.minutes())
            .options(outcome.step(), outcome.seconds(), outcome.goodEnough())
        : List.of();
  }
}
