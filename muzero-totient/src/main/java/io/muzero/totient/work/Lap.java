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

  /**
   * When a worker was done with its last piece, from the moment the work began; 0 if it had none.
   */
  public long doneNanos(int worker) {
    return spans.stream()
        .filter(span -> span.worker() == worker)
        .mapToLong(Span::endNanos)
        .max()
        .orElse(0);
  }

  /**
   * Time a worker had nothing left to do although the job was not done, at least 0.
   *
   * <p>Waiting for a core between two pieces is not idling.
   */
  public long idleNanos(int worker) {
    return Math.max(0, workNanos - doneNanos(worker));
  }

  /** When a worker began its first piece, from the moment the work began; 0 if it had none. */
  public long firstNanos(int worker) {
    return spans.stream()
        .filter(span -> span.worker() == worker)
        .mapToLong(Span::startNanos)
        .min()
        .orElse(0);
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
