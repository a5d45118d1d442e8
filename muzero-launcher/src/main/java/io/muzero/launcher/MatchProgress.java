package io.muzero.launcher;

import io.muzero.environment.Environment;
import io.muzero.environment.Step;
import io.muzero.selfplay.Evaluation;

/** Progress of several matches as one: their games are numbered on. Used by one thread. */
final class MatchProgress implements Evaluation.Spectator {
  private final EvaluationProgress progress;
  private int before;

  /**
   * Progress that begins now.
   *
   * @param what is measured
   * @param games of all matches
   * @param maxSteps moves of a game at most; 0 when there is no such bound
   */
  MatchProgress(Screen screen, String what, int games, int maxSteps) {
    progress =
        new EvaluationProgress(
            screen,
            new EvaluationProgress.Task("evaluating, " + what, games, maxSteps),
            Evaluation.Spectator.NONE,
            System::nanoTime);
  }

  /** A match of so many games is over, or was known. */
  void next(int games) {
    before += games;
  }

  @Override
  public void saw(int number, Environment state, int action, Step step) {
    progress.saw(before + number, state, action, step);
  }

  @Override
  public void over(int number) {
    progress.over(before + number);
  }

  /** Takes the line away. */
  void finish() {
    progress.finish();
  }
}
