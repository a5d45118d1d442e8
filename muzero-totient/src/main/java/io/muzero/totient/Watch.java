package io.muzero.totient;

import io.muzero.totient.report.Figures;
import io.muzero.totient.ways.Experiment;
import io.muzero.totient.work.Progress;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Says how far a long lap is: after 2 s, then after twice as long each time, at most a minute.
 *
 * <p>Lines, not a moving bar: they are as good in a log as on a terminal.
 */
final class Watch implements Experiment.Watcher, AutoCloseable {
  private static final long FIRST_SECONDS = 2;
  private static final long MOST_SECONDS = 60;

  private final Consumer<String> lines;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
          });
  private @Nullable Lap lap;

  /** Says it there. */
  Watch(Consumer<String> lines) {
    this.lines = lines;
  }

  @Override
  public Progress began(String way, int number, int laps, long numbers) {
    ended();
    Lap begun = new Lap(way + (laps == 1 ? "" : " " + number + " of " + laps), numbers);
    lap = begun;
    begun.after(FIRST_SECONDS, 0);
    return begun.done::add;
  }

  @Override
  public void ended() {
    if (lap != null) {
      lap.end();
      lap = null;
    }
  }

  @Override
  public void close() {
    ended();
    clock.shutdownNow();
  }

  private final class Lap {
    private final String name;
    private final long numbers;
    private final LongAdder done = new LongAdder();
    private @Nullable ScheduledFuture<?> next;
    private boolean over;

    Lap(String name, long numbers) {
      this.name = name;
      this.numbers = numbers;
    }

    synchronized void after(long seconds, long before) {
      if (!over) {
        next = clock.schedule(() -> say(seconds, before + seconds), seconds, TimeUnit.SECONDS);
      }
    }

    private void say(long waited, long passed) {
      long sofar = done.sum();
      lines.accept(
          name
              + ": "
              + (sofar == 0
                  ? "starting or at the first piece"
                  : Figures.percent((double) sofar / numbers)
                      + " of "
                      + Figures.grouped(numbers)
                      + " numbers")
              + ", "
              + passed
              + " s");
      after(Math.min(MOST_SECONDS, 2 * waited), passed);
    }

    synchronized void end() {
      over = true;
      if (next != null) {
        next.cancel(false);
      }
    }
  }
}
