package io.muzero.launcher;

import io.muzero.run.Progress;
import io.muzero.run.RunListener;
import io.muzero.training.LearnerStep;
import java.util.Locale;

/**
 * Shows a run's progress: one line that changes on a terminal, a line now and then elsewhere.
 * Thread-safe.
 */
final class ProgressLines implements RunListener {
  /** Reports, which come once a second, for each line where there is no terminal. */
  private static final int REPORTS_A_LINE = 10;

  private final Screen screen;
  private int reports;

  ProgressLines(Screen screen) {
    this.screen = screen;
  }

  @Override
  public synchronized void progress(Progress progress) {
    if (screen.isLive() || reports++ % REPORTS_A_LINE == 0) {
      screen.status(line(progress));
    }
  }

  @Override
  public void message(String line) {
    screen.note(line);
  }

  static String line(Progress progress) {
    StringBuilder line = new StringBuilder();
    line.append(String.format(Locale.ROOT, "step %,d", progress.step()));
    line.append(String.format(Locale.ROOT, " | %,d games", progress.games()));
    line.append(String.format(Locale.ROOT, " | %,.0f sims/s", progress.simulationsPerSecond()));
    LearnerStep last = progress.last();
    if (last == null) {
      line.append(
          String.format(
              Locale.ROOT,
              " | filling the replay buffer %,d/%,d",
              progress.positions(),
              progress.warmUp()));
    } else {
      line.append(String.format(Locale.ROOT, " | %.1f steps/s", progress.stepsPerSecond()));
      line.append(
          String.format(
              Locale.ROOT,
              " | loss p %.3f v %.3f r %.3f",
              last.policyLoss(),
              last.valueLoss(),
              last.rewardLoss()));
    }
    if (progress.evaluation() != null) {
      line.append(" | ").append(progress.evaluation().summary());
    }
    if (!Double.isNaN(progress.secondsLeft())) {
      line.append(" | ").append(duration(progress.secondsLeft())).append(" left");
    }
    return line.toString();
  }

  /** For example {@code 1:02:03} or {@code 2:03}. */
  static String duration(double seconds) {
    long whole = Math.round(seconds);
    return whole >= 3600
        ? String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
  }
}
