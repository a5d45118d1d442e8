package io.muzero.launcher;

import io.muzero.run.Evaluated;
import io.muzero.run.Progress;
import io.muzero.run.RunEvent;
import io.muzero.run.RunListener;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Shows a run's progress: a block that changes in place on a terminal; elsewhere a line a minute,
 * and one with each new evaluation and with the first training step. Thread-safe.
 */
final class ProgressLines implements RunListener {
  private static final double SECONDS_A_LINE = 60;

  private final Screen screen;
  private final RunBlock block;
  private double lastSeconds = Double.NEGATIVE_INFINITY;
  private long lastEvaluated = -1;
  private boolean trained;
  private RunEvent.@Nullable Actors actors;

  /**
   * Progress of a run.
   *
   * @param game the game's name
   */
  ProgressLines(Screen screen, String game) {
    this.screen = screen;
    block = new RunBlock(game, screen.isLive() && System.getenv("NO_COLOR") == null);
  }

  @Override
  public synchronized void progress(Progress progress) {
    if (screen.isLive()) {
      List<String> lines = new ArrayList<>(block.lines(progress, screen.columns()));
      if (actors != null) {
        lines.add(block.labelled("actors", ActorsLine.all(actors)));
      }
      screen.status(lines);
    } else if (isDue(progress)) {
      screen.status(
          RunBlock.line(progress) + (actors == null ? "" : " | " + ActorsLine.all(actors)));
    }
  }

  private boolean isDue(Progress progress) {
    List<Evaluated> evaluations = progress.evaluations();
    long evaluated = evaluations.isEmpty() ? -1 : evaluations.get(evaluations.size() - 1).step();
    boolean due =
        progress.seconds() - lastSeconds >= SECONDS_A_LINE
            || evaluated != lastEvaluated
            || (progress.last() != null && !trained);
    if (due) {
      lastSeconds = progress.seconds();
      lastEvaluated = evaluated;
      trained = progress.last() != null;
    }
    return due;
  }

  @Override
  public synchronized void event(RunEvent event) {
    if (event instanceof RunEvent.Actors now) {
      actors = now;
    }
  }

  @Override
  public void message(String line) {
    screen.note(line);
  }
}
