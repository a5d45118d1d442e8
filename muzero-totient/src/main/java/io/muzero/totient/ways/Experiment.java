package io.muzero.totient.ways;

import io.muzero.totient.ways.Results.Machine;
import io.muzero.totient.ways.Results.Skipped;
import io.muzero.totient.work.Job;
import io.muzero.totient.work.Lap;
import io.muzero.totient.work.Progress;
import io.muzero.totient.work.Stopwatch;
import io.muzero.totient.work.WarmUp;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs every way on the same numbers and holds the sums against each other.
 *
 * <p>Serial runs first and always: it is what the others are measured against. A way's repeats
 * follow each other, after an unmeasured rehearsal.
 */
public final class Experiment {
  private final Job job;
  private final int repeats;
  private final Stopwatch stopwatch;
  private final Watcher watcher;

  /** Follows an experiment. */
  public interface Watcher {
    /**
     * A lap begins.
     *
     * @param numbers how many numbers it has
     * @return hears of its progress
     */
    Progress began(String way, int lap, int laps, long numbers);

    /** The lap that began last is over. */
    void ended();
  }

  /**
   * An experiment.
   *
   * @param repeats laps a way, at least 1
   */
  public Experiment(Job job, int repeats, Stopwatch stopwatch, Watcher watcher) {
    this.job = job;
    this.repeats = repeats;
    this.stopwatch = stopwatch;
    this.watcher = watcher;
  }

  /**
   * Runs it.
   *
   * @param ways which ways, in order; each is closed after its laps
   * @param serial whether the row of serial is wanted, too
   * @param also adds what is measured elsewhere
   * @throws LabException if a way fails or sums differ
   */
  public Results run(List<Way> ways, boolean serial, Contrast also) throws InterruptedException {
    Machine machine = Machine.here();
    List<Row> rows = new ArrayList<>();
    List<Skipped> skipped = new ArrayList<>();
    WarmUp.run(stopwatch);
    Row alone = measure(new SerialWay(stopwatch), Double.NaN);
    Row baseline = new Row(alone.way(), 1, alone.laps(), alone.wallSeconds());
    if (serial) {
      rows.add(baseline);
    }
    for (Way way : ways) {
      way.missing()
          .ifPresentOrElse(reason -> skipped.add(new Skipped(way.name(), reason)), () -> {});
      if (way.missing().isEmpty()) {
        try (way) {
          rows.add(measure(way, baseline.wallSeconds()));
        }
      }
    }
    also.measure(job, repeats, rows::add, skipped::add);
    for (Row row : rows) {
      check(row, baseline);
    }
    return new Results(job, machine, rows, skipped);
  }

  /** Rows that are measured by other means than ways. */
  @FunctionalInterface
  public interface Contrast {
    /** Adds none. */
    Contrast NONE = (job, repeats, rows, skipped) -> {};

    /** Measures a job so many times. */
    void measure(Job job, int repeats, Consumer<Row> rows, Consumer<Skipped> skipped)
        throws InterruptedException;
  }

  private Row measure(Way way, double baseline) throws InterruptedException {
    way.rehearse(job);
    List<Lap> laps = new ArrayList<>();
    for (int lap = 1; lap <= repeats; lap++) {
      Progress progress = watcher.began(way.name(), lap, repeats, job.numbers());
      laps.add(way.run(job, progress));
      watcher.ended();
    }
    return new Row(way.name(), way.workers(job), laps, baseline);
  }

  private static void check(Row row, Row baseline) {
    for (Lap lap : row.laps()) {
      if (lap.checksum() != baseline.checksum()) {
        throw new LabException(
            "the sums differ: serial gave "
                + baseline.checksum()
                + ", "
                + row.way()
                + " gave "
                + lap.checksum());
      }
    }
  }
}
