package io.muzero.totient.ways;

import io.muzero.totient.work.Job;
import io.muzero.totient.work.Lap;
import io.muzero.totient.work.Progress;
import java.util.Optional;

/** A way of sharing a job among workers. Used by one thread. */
public interface Way extends AutoCloseable {
  /** Its name in tables. */
  String name();

  /** How many workers it uses for a job. */
  default int workers(Job job) {
    return job.workers();
  }

  /** Why it cannot run here and what to do about that; empty if it can. */
  default Optional<String> missing() {
    return Optional.empty();
  }

  /**
   * Runs once without being measured, where that is fair: what a first run in this JVM pays for
   * (loading classes) belongs to no row.
   */
  default void rehearse(Job job) throws InterruptedException {
    run(job.upTo(Math.min(job.to(), 2000)), Progress.NONE);
  }

  /**
   * Does a job once.
   *
   * @throws LabException if a worker failed
   */
  Lap run(Job job, Progress progress) throws InterruptedException;

  /** Ends what it keeps between runs. */
  @Override
  default void close() {}
}
