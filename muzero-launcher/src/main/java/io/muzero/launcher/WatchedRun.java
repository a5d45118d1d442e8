package io.muzero.launcher;

import io.muzero.run.Progress;
import io.muzero.run.RunEvent;
import io.muzero.run.RunListener;
import io.muzero.run.WorkerState;
import io.muzero.web.LiveRun;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A run of this process that the terminal and the page follow. Thread-safe. */
final class WatchedRun implements RunListener, LiveRun {
  private final RunListener terminal;
  private final Path folder;
  private volatile RunEvent.@Nullable Workers workers;
  private volatile RunEvent.@Nullable Actors actors;

  /**
   * A run that begins.
   *
   * @param terminal is told all that this is told
   * @param folder the run's folder, {@code …/<game>/<run>}
   */
  WatchedRun(RunListener terminal, Path folder) {
    this.terminal = terminal;
    this.folder = folder.toAbsolutePath().normalize();
  }

  @Override
  public void progress(Progress progress) {
    terminal.progress(progress);
  }

  @Override
  public void message(String line) {
    terminal.message(line);
  }

  @Override
  public void event(RunEvent event) {
    if (event instanceof RunEvent.Workers now) {
      workers = now;
    } else if (event instanceof RunEvent.Actors now) {
      actors = now;
    }
    terminal.event(event);
  }

  @Override
  public Optional<Map<String, String>> doing(String game, String run) {
    RunEvent.Workers now = workers;
    Path above = folder.getParent();
    if (now == null
        || above == null
        || !run.equals(String.valueOf(folder.getFileName()))
        || !game.equals(String.valueOf(above.getFileName()))) {
      return Optional.empty();
    }
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("newest weights", String.format(Locale.ROOT, "step %,d", now.step()));
    now.workers().forEach(worker -> lines.put(worker.name(), line(worker)));
    RunEvent.Actors elsewhere = actors;
    if (elsewhere != null) {
      lines.put("actors at " + elsewhere.place(), ActorsLine.all(elsewhere));
      elsewhere
          .actors()
          .forEach(actor -> lines.put("actor " + actor.number(), ActorsLine.one(actor)));
    }
    return Optional.of(lines);
  }

  private static String line(WorkerState worker) {
    StringBuilder line =
        new StringBuilder(worker.activity().name().toLowerCase(Locale.ROOT))
            .append(String.format(Locale.ROOT, " for %.0f s", worker.seconds()));
    if (worker.games() > 0) {
      line.append(String.format(Locale.ROOT, ", %,d games", worker.games()));
    }
    if (worker.moves() > 0) {
      line.append(String.format(Locale.ROOT, ", %,d positions", worker.moves()));
    }
    if (worker.weightsStep() >= 0) {
      line.append(String.format(Locale.ROOT, ", weights %,d steps old", worker.weightsBehind()));
    }
    return line.toString();
  }
}
