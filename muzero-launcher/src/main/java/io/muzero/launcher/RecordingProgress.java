package io.muzero.launcher;

import io.muzero.environment.Environment;
import io.muzero.environment.Step;
import io.muzero.selfplay.Evaluation;

/** Progress of games that several threads play. Thread-safe. */
final class RecordingProgress implements Evaluation.Spectator {
  private final EvaluationProgress progress;

  /**
   * Progress that begins now.
   *
   * @param games how many are played
   * @param maxSteps moves of a game at most; 0 when there is no such bound
   */
  RecordingProgress(Screen screen, int games, int maxSteps) {
    progress =
        new EvaluationProgress(
            screen,
            new EvaluationProgress.Task("recording", games, maxSteps),
            Evaluation.Spectator.NONE,
            System::nanoTime);
  }

  @Override
  public synchronized void saw(int number, Environment state, int action, Step step) {
    progress.saw(number, state, action, step);
  }

  @Override
  public synchronized void over(int number) {
    progress.over(number);
  }

  /** Shows the progress if it is time. */
  synchronized void tick() {
    progress.tick();
  }

  /** Takes the line away. */
  synchronized void finish() {
    progress.finish();
  }
}
