package io.muzero.totient.sharing;

import io.muzero.totient.number.Totient;
import io.muzero.totient.work.Crew;
import io.muzero.totient.work.Job;
import io.muzero.totient.work.Lap;
import io.muzero.totient.work.Part;
import io.muzero.totient.work.Progress;
import io.muzero.totient.work.Stopwatch;

/**
 * Σφ in one counter to which all threads add every φ(n), instead of one sum a thread.
 *
 * @param guard what guards the counter
 * @param total what it holds in the end
 * @param workNanos wall time without starting threads
 */
public record SharedSum(Guard guard, long total, long workNanos) {
  /** Adds up a job. */
  public static SharedSum of(Job job, Guard guard, Stopwatch stopwatch, Progress progress)
      throws InterruptedException {
    Counter counter = guard.counter();
    Lap lap =
        new Crew(stopwatch, SharedSum::daemon)
            .run(
                job,
                worker ->
                    part -> {
                      addAll(part, counter);
                      return 0;
                    },
                progress,
                () -> {});
    return new SharedSum(guard, counter.get(), lap.workNanos());
  }

  /** Of two laps the shorter time and the smaller total: the least disturbed, the most lost. */
  public SharedSum with(SharedSum other) {
    return new SharedSum(guard, Math.min(total, other.total), Math.min(workNanos, other.workNanos));
  }

  private static void addAll(Part part, Counter counter) {
    for (long n = part.first(); n < part.end(); n += part.step()) {
      counter.add(Totient.of(n));
    }
  }

  /** The same with a sum a thread, which are added in the end: nothing is shared on the way. */
  public static Lap apart(Job job, Stopwatch stopwatch, Progress progress)
      throws InterruptedException {
    return new Crew(stopwatch, SharedSum::daemon).run(job, worker -> Part::sum, progress, () -> {});
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "totient-sum");
    thread.setDaemon(true);
    return thread;
  }
}
