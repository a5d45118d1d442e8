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
            "step %,d: score %.4f (of an earlier session)",
            step,
            best.manifest().score());
  }

  /** What lets a run that reached its bounds go on: bounds twice as far. */
  private static List<String> further(TrainingRun.Outcome outcome, RunConfig config) {
    List<String> options = new ArrayList<>();
    if (!outcome.complete()) {
      return options;
    }
    if (outcome.goodEnough()) {
      options.addAll(List.of("--set", "run.stopAt=0"));
    }
    boolean steps = config.steps() > 0 && outcome.step() >= config.steps();
    boolean minutes = config.minutes() > 0 && outcome.seconds() >= 60 * config.minutes();
    if (steps || minutes) {
      // One that is named alone would lift the other.
      if (config.steps() > 0) {
        options.addAll(
            List.of("--steps", Long.toString(steps ? 2 * outcome.step() : config.steps())));
      }
      if (config.minutes() > 0) {
        options.addAll(
            List.of("--minutes", number(minutes ? outcome.seconds() / 30 : config.minutes())));
      }
    }
    return options;
  }

  /** Minutes, rounded up where they have a fraction. */
  private static String number(double minutes) {
    return Long.toString((long) Math.ceil(minutes));
  }
}
