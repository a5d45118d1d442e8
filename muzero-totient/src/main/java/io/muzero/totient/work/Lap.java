package io.muzero.totient.work;

import java.util.List;

/**
 * One run of a job in one way, measured.
 *
 * @param startUpNanos from the call until every worker was ready to begin
 * @param workNanos from there until the last sum was in
 * @param cpuNanos CPU time of all workers and of who hands out the work; what else it contains, the
 *     way says
 * @param checksum Σφ
 * @param spans who worked on what when, in no order; empty where the way cannot see it
 */
public record Lap(
    long startUpNanos, long workNanos, long cpuNanos, long checksum, List<Span> spans) {
  /** Copies the spans. */
  public Lap {
    spans = List.copyOf(spans);
  }

  /** Start-up and work. */
  public long wallNanos() {
    return startUpNanos + workNanos;
  }

  /** Time a worker had pieces in hand. */
  public long busyNanos(int worker) {
    return spans.stream()
        .filter(span -> span.worker() == worker)
        .mapToLong(span -> span.endNanos() - span.startNanos())
        .sum();
  }

  /** Time a worker had nothing to do although the job was not done, at least 0. */
  public long idleNanos(int worker) {
    return Math.max(0, workNanos - busyNanos(worker));
  }

  /** The same with more start-up before it. */
  public Lap startedLater(long nanos) {
    return new Lap(startUpNanos + nanos, workNanos, cpuNanos, checksum, spans);
  }

  /** The same with more CPU time. */
  public Lap withMoreCpu(long nanos) {
    return new Lap(startUpNanos, workNanos, cpuNanos + nanos, checksum, spans);
  }
}
