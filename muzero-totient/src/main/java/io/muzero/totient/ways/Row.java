package io.muzero.totient.ways;

import io.muzero.totient.work.Lap;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A line of the table: a way's laps.
 *
 * @param way its name
 * @param workers how many shared the job
 * @param laps at least one, by wall time
 * @param baselineSeconds wall time that the speed-up is against
 */
public record Row(String way, int workers, List<Lap> laps, double baselineSeconds) {
  private static final double NANOS = 1e9;

  /** Sorts the laps. */
  public Row {
    if (laps.isEmpty()) {
      throw new IllegalArgumentException("a row needs at least one lap, " + way + " has none");
    }
    laps = laps.stream().sorted(Comparator.comparingLong(Lap::wallNanos)).toList();
  }

  /**
   * The lap of median wall time, of two the shorter: all of a row's figures are this one's, so that
   * they belong together.
   */
  public Lap median() {
    return laps.get((laps.size() - 1) / 2);
  }

  /** Median wall time. */
  public double wallSeconds() {
    return median().wallNanos() / NANOS;
  }

  /** Wall time without start-up, of the median lap. */
  public double workSeconds() {
    return median().workNanos() / NANOS;
  }

  /** Start-up of the median lap. */
  public double startUpSeconds() {
    return median().startUpNanos() / NANOS;
  }

  /** CPU time of the median lap. */
  public double cpuSeconds() {
    return median().cpuNanos() / NANOS;
  }

  /** Shortest wall time. */
  public double leastSeconds() {
    return laps.get(0).wallNanos() / NANOS;
  }

  /** Longest wall time. */
  public double mostSeconds() {
    return laps.get(laps.size() - 1).wallNanos() / NANOS;
  }

  /** How many times as fast as the baseline. */
  public double speedup() {
    return baselineSeconds / wallSeconds();
  }

  /** The same for the work alone. */
  public double speedupOfWork() {
    return baselineSeconds / workSeconds();
  }

  /** Start-up's share of the wall time, within 0 to 1. */
  public double startUpShare() {
    return startUpSeconds() / wallSeconds();
  }

  /** Σφ. */
  public long checksum() {
    return median().checksum();
  }

  /** Share of the work's time that a worker had nothing to do, within 0 to 1. */
  public double idleShare(int worker) {
    return (double) median().idleNanos(worker) / median().workNanos();
  }

  /**
   * How many workers had work left at the same time, mean over the work's time.
   *
   * @param most more than so many at once count as so many
   */
  public double parallelism(int most) {
    long[] done = IntStream.range(0, workers).mapToLong(median()::doneNanos).sorted().toArray();
    double sum = 0;
    long since = 0;
    for (int i = 0; i < workers; i++) {
      sum += (double) Math.min(workers - i, most) * (done[i] - since);
      since = done[i];
    }
    return sum / median().workNanos();
  }

  /** Latest beginning of a worker's first piece, as a share of the work's time. */
  public double latestStart() {
    return IntStream.range(0, workers).mapToLong(median()::firstNanos).max().orElse(0)
        / (double) median().workNanos();
  }

  /** Whether it is known who worked when. */
  public boolean hasSpans() {
    return !median().spans().isEmpty();
  }
}
