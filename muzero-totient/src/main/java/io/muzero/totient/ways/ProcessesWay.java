package io.muzero.totient.ways;

import io.muzero.totient.work.Crew;
import io.muzero.totient.work.Job;
import io.muzero.totient.work.Lap;
import io.muzero.totient.work.Progress;
import io.muzero.totient.work.Stopwatch;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A JVM a worker, started for the job: parts in, sums out.
 *
 * <p>Start-up is the JVMs' start. The work is done by code that each of them interprets first and
 * compiles itself. CPU time is all that the processes used, start included, and that of the threads
 * here that talk with them.
 */
final class ProcessesWay implements Way {
  private final Stopwatch stopwatch;
  private final List<String> command;

  /**
   * Processes.
   *
   * @param command what runs {@link WorkerMain}
   */
  ProcessesWay(Stopwatch stopwatch, List<String> command) {
    this.stopwatch = stopwatch;
    this.command = List.copyOf(command);
  }

  @Override
  public String name() {
    return WayName.PROCESSES.label();
  }

  /** A first run would not be any different: nothing is kept. */
  @Override
  public void rehearse(Job job) {}

  @Override
  public Lap run(Job job, Progress progress) throws InterruptedException {
    ConcurrentLinkedQueue<WorkerProcess> started = new ConcurrentLinkedQueue<>();
    try {
      Lap lap =
          new Crew(stopwatch, ThreadsWay.daemons("totient-process"))
              .run(
                  job,
                  worker -> {
                    WorkerProcess process = new WorkerProcess(worker, command);
                    started.add(process);
                    return process;
                  },
                  progress,
                  () -> started.forEach(WorkerProcess::kill));
      return lap.withMoreCpu(started.stream().mapToLong(WorkerProcess::cpuNanos).sum());
    } finally {
      started.forEach(WorkerProcess::close);
    }
  }
}
