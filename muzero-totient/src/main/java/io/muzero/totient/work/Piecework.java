package io.muzero.totient.work;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Does pieces of one job, timed from when the work began. Thread-safe.
 *
 * @param stopwatch tells the time
 * @param progress hears of each piece
 * @param beganNanos when the work began, by the stopwatch
 */
public record Piecework(Stopwatch stopwatch, Progress progress, long beganNanos) {
  /**
   * A piece done.
   *
   * @param span when, and by whom
   * @param sum its Σφ
   * @param cpuNanos CPU time of the thread that did it
   */
  public record Done(Span span, long sum, long cpuNanos) {}

  /** Does one piece. */
  public Done perform(int worker, Piece piece, Summer summer) throws InterruptedException {
    long cpu = stopwatch.threadCpuNanos();
    long start = stopwatch.nanos();
    long sum = summer.sum(piece.part());
    long end = stopwatch.nanos();
    long numbers = piece.part().size();
    progress.done(numbers);
    return new Done(
        new Span(worker, start - beganNanos, end - beganNanos, numbers, piece.owner() != worker),
        sum,
        stopwatch.threadCpuNanos() - cpu);
  }

  /** Does one piece after the other until the dealer has none left, adding each to a list. */
  public void performAll(int worker, Dealer dealer, Summer summer, List<Done> into)
      throws InterruptedException {
    for (@Nullable Piece piece = dealer.next(worker); piece != null; piece = dealer.next(worker)) {
      into.add(perform(worker, piece, summer));
    }
  }

  /**
   * Ends the work now.
   *
   * @param startUpNanos what came before it
   * @throws ArithmeticException if the sum exceeds 2<sup>63</sup> − 1
   */
  public Lap end(long startUpNanos, List<Done> all) {
    long work = stopwatch.nanos() - beganNanos;
    long sum = 0;
    long cpu = 0;
    for (Done done : all) {
      sum = Math.addExact(sum, done.sum());
      cpu += done.cpuNanos();
    }
    return new Lap(startUpNanos, work, cpu, sum, all.stream().map(Done::span).toList());
  }
}
