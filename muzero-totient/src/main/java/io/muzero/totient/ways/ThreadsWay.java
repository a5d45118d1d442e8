package io.muzero.totient.ways;

import io.muzero.totient.work.Crew;
import io.muzero.totient.work.Job;
import io.muzero.totient.work.Lap;
import io.muzero.totient.work.Part;
import io.muzero.totient.work.Progress;
import io.muzero.totient.work.Stopwatch;
import java.util.concurrent.ThreadFactory;

/** A platform thread a worker, started for the job and gone after it. */
final class ThreadsWay implements Way {
  private final Crew crew;

  ThreadsWay(Stopwatch stopwatch) {
    crew = new Crew(stopwatch, daemons("totient"));
  }

  @Override
  public String name() {
    return WayName.THREADS.label();
  }

  @Override
  public Lap run(Job job, Progress progress) throws InterruptedException {
    return crew.run(job, worker -> Part::sum, progress, () -> {});
  }

  /** Threads that do not keep the JVM alive when the run has failed. */
  static ThreadFactory daemons(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }
}
