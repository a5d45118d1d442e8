package io.muzero.launcher;

import io.muzero.launcher.sweep.Job;
import io.muzero.launcher.sweep.Result;
import io.muzero.launcher.sweep.SweepJson;
import io.muzero.launcher.sweep.SweepListener;
import io.muzero.launcher.sweep.SweepPlan;
import io.muzero.launcher.sweep.SweepStatus;
import io.muzero.launcher.sweep.SweepTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Shows a sweep: a table that changes in place on a terminal; elsewhere a line for each run that
 * ends, and one a minute. Used by one thread.
 */
final class SweepProgress implements SweepListener {
  private static final double SECONDS_A_LINE = 60;
  private static final int MOST_ROWS = 10;

  private final Screen screen;
  private final SweepPlan plan;
  private final boolean json;
  private double lastSeconds;

  /** {@code json}: whether runs that end are printed as JSON too. */
  SweepProgress(Screen screen, SweepPlan plan, boolean json) {
    this.screen = screen;
    this.plan = plan;
    this.json = json;
  }

  @Override
  public void status(SweepStatus status) {
    if (screen.isLive()) {
      List<String> lines = new ArrayList<>();
      lines.add(SweepTable.headline(status));
      lines.add(SweepTable.running(status));
      lines.addAll(SweepTable.rows(status, MOST_ROWS));
      screen.status(lines);
    } else if (status.seconds() - lastSeconds >= SECONDS_A_LINE) {
      lastSeconds = status.seconds();
      screen.status(SweepTable.headline(status));
    }
  }

  @Override
  public void ended(Job job, Result result) {
    if (json) {
      screen.print(SweepJson.run(plan, job, result).toString());
    }
    if (result instanceof Result.Failed failed) {
      screen.note("run " + job.run() + " failed: " + failed.line());
    } else if (result instanceof Result.Scored scored && !screen.isLive()) {
      screen.note(
          String.format(
              Locale.ROOT,
              "run %s: score %.4f at step %,d, %s",
              job.run(),
              scored.score(),
              scored.step(),
              SweepTable.settings(plan, job.candidate())));
    }
  }

  @Override
  public void message(String line) {
    screen.note(line);
  }
}
