package io.muzero.totient.ways;

import io.muzero.totient.work.Crew;
import io.muzero.totient.work.Job;
import io.muzero.totient.work.Lap;
import io.muzero.totient.work.Progress;
import io.muzero.totient.work.Stopwatch;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The same processes, kept between jobs and warmed up like the JVM that measures. */
final class WarmProcessesWay implements Way {
  private final Stopwatch stopwatch;
  private final List<String> command;
  private final ConcurrentLinkedQueue<WorkerProcess> kept = new ConcurrentLinkedQueue<>();
  private List<WorkerProcess> numbered = List.of();

  /**
   * Processes.
   *
   * @param command what runs {@link WorkerMain}
   */
  WarmProcessesWay(Stopwatch stopwatch, List<String> command) {
    this.stopwatch = stopwatch;
    this.command = List.copyOf(command);
  }

  @Override
  public String name() {
    return WayName.PROCESSES.label() + WayName.WARM;
  }

  /** Starts the processes, warms each up, and runs a small job. */
  @Override
  public void rehearse(Job job) throws InterruptedException {
    new Crew(stopwatch, ThreadsWay.daemons("totient-process"))
        .run(
            job.upTo(Math.min(job.to(), 2000)),
            worker -> {
              WorkerProcess process = new WorkerProcess(worker, command);
              kept.add(process);
              process.warmUp();
              return process;
            },
            Progress.NONE,
            this::killAll);
    numbered = List.copyOf(kept);
  }

  @Override
  public Lap run(Job job, Progress progress) throws InterruptedException {
    if (numbered.size() != job.workers()) {
      throw new IllegalStateException(
          numbered.size() + " processes are warm, the job needs " + job.workers());
    }
    long before = cpuNanos();
    Lap lap =
        new Crew(stopwatch, ThreadsWay.daemons("totient-process"))
            .run(job, numbered::get, progress, this::killAll);
    return lap.withMoreCpu(cpuNanos() - before);
  }

  private long cpuNanos() {
    return numbered.stream().mapToLong(WorkerProcess::cpuNanos).sum();
  }

  private void killAll() {
    kept.forEach(WorkerProcess::kill);
  }

  @Override
  public void close() {
    kept.forEach(WorkerProcess::close);
    kept.clear();
    numbered = List.of();
  }
}
