package io.muzero.launcher;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.run.Evaluated;
import io.muzero.run.Progress;
import io.muzero.run.RunEvent;
import io.muzero.run.RunListener;
import io.muzero.run.TrainingRun;
import io.muzero.selfplay.EvaluationReport;
import io.muzero.storage.Checkpoint;
import java.nio.file.Path;
import java.util.List;

/**
 * What {@code train --json} prints: one JSON object a line for each evaluation and one at the end
 * ({@code docs/sweeps.md} lists the fields). Thread-safe.
 */
final class RunJson implements RunListener {
  private final Screen screen;
  private final String game;
  private final Path folder;
  private final RunListener other;
  private volatile double seconds;

  /**
   * The lines of a run.
   *
   * @param screen whose standard output takes them
   * @param folder the run's folder
   * @param other is told all that this is told
   */
  RunJson(Screen screen, String game, Path folder, RunListener other) {
    this.screen = screen;
    this.game = game;
    this.folder = folder;
    this.other = other;
  }

  @Override
  public void progress(Progress progress) {
    seconds = progress.seconds();
    other.progress(progress);
  }

  @Override
  public void message(String line) {
    other.message(line);
  }

  @Override
  public void event(RunEvent event) {
    if (event instanceof RunEvent.EvaluationEnded ended) {
      screen.print(evaluation(ended.evaluated()).toString());
    }
    other.event(event);
  }

  private ObjectNode object(String event, long step, double trained) {
    ObjectNode object = Json.object();
    object.put("event", event);
    object.put("game", game);
    object.put("folder", folder.toString());
    object.put("step", step);
    object.put("seconds", trained);
    return object;
  }

  private ObjectNode evaluation(Evaluated evaluated) {
    ObjectNode object = object("evaluation", evaluated.step(), seconds);
    EvaluationReport report = evaluated.report();
    object.put("score", report.score());
    object.put("sampled", !report.isExact());
    report
        .matches()
        .forEach(match -> EvaluateCommand.put(object.withArray("matches").addObject(), match));
    if (report.returns() != null) {
      EvaluateCommand.put(object.putObject("returns"), report.returns());
    }
    if (report.exact() != null) {
      EvaluateCommand.put(object.putObject("exact"), report.exact());
    }
    if (report.exhaustive() != null) {
      EvaluateCommand.put(object.putObject("exhaustive"), report.exhaustive());
    }
    return object;
  }

  /** Prints what the run came to. */
  void end(TrainingRun.Outcome outcome) {
    ObjectNode object = object("end", outcome.step(), outcome.seconds());
    object.put("reason", reason(outcome));
    List<Evaluated> evaluations = outcome.evaluations();
    if (evaluations.isEmpty()) {
      object.putNull("score");
      object.putNull("scoreStep");
    } else {
      Evaluated last = evaluations.get(evaluations.size() - 1);
      object.put("score", last.report().score());
      object.put("scoreStep", last.step());
    }
    Checkpoint best = outcome.best();
    if (best == null) {
      object.putNull("bestScore");
      object.putNull("bestStep");
    } else {
      object.put("bestScore", best.manifest().score());
      object.put("bestStep", best.manifest().step());
    }
    object.put("checkpoint", outcome.checkpoint().toString());
    screen.print(object.toString());
  }

  /** Why the run ended: its bound, {@code run.stopAt}, or a stop from outside. */
  private static String reason(TrainingRun.Outcome outcome) {
    if (!outcome.complete()) {
      return "stopped";
    }
    return outcome.goodEnough() ? "stopAt" : "bound";
  }
}
