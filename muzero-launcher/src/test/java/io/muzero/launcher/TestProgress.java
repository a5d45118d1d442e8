package io.muzero.launcher;

import io.muzero.run.Evaluated;
import io.muzero.run.Progress;
import io.muzero.selfplay.EvaluationReport;
import io.muzero.selfplay.ExhaustiveReport;
import io.muzero.selfplay.MatchResult;
import io.muzero.training.LearnerStep;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Makes the progress of runs. */
final class TestProgress {
  private TestProgress() {}

  /** Evaluations of a solved game with so many wrong decisions each, every 100 steps. */
  static List<Evaluated> evaluations(int... wrong) {
    List<Evaluated> evaluations = new ArrayList<>();
    for (int i = 0; i < wrong.length; i++) {
      EvaluationReport report =
          new EvaluationReport(
              List.of(
                  new MatchResult("random", 370, 20, 10),
                  new MatchResult("expert", 0, 390, 10, 12)),
              null,
              new ExhaustiveReport(600, wrong[i] / 10, 4520, wrong[i], wrong[i]),
              null);
      evaluations.add(new Evaluated(100 * (i + 1), report));
    }
    return evaluations;
  }

  /**
   * A run in its {@code seconds}-th second, of 40,000 steps or until five faultless evaluations.
   */
  static Progress at(double seconds, long step, List<Evaluated> evaluations) {
    LearnerStep last =
        step == 0
            ? null
            : new LearnerStep(
                step,
                new LearnerStep.Descent(3, 1, 0.1),
                new LearnerStep.Losses(0.864, 1.07, 0.022, 0, OptionalDouble.empty()),
                new LearnerStep.Predictions(0, 0, 1, new float[0]));
    return new Progress(
        step,
        344_878,
        1200,
        2000,
        818_022,
        117.8,
        last,
        evaluations.isEmpty() ? null : evaluations.get(evaluations.size() - 1).report(),
        292,
        seconds,
        40_000,
        step / 40_000.0,
        0,
        5,
        evaluations);
  }
}
