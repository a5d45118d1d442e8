package io.muzero.totient.ways;

import io.muzero.totient.work.Job;
import io.muzero.totient.work.Lap;
import io.muzero.totient.work.Part;
import io.muzero.totient.work.Piecework;
import io.muzero.totient.work.Piecework.Done;
import io.muzero.totient.work.Progress;
import io.muzero.totient.work.Stopwatch;
import java.util.ArrayList;
import java.util.List;

/** One number after the other on the calling thread. */
final class SerialWay implements Way {
  private final Stopwatch stopwatch;

  SerialWay(Stopwatch stopwatch) {
    this.stopwatch = stopwatch;
  }

  @Override
  public String name() {
    return WayName.SERIAL.label();
  }

  @Override
  public int workers(Job job) {
    return 1;
  }

  @Override
  public Lap run(Job job, Progress progress) throws InterruptedException {
    Piecework piecework = new Piecework(stopwatch, progress, stopwatch.nanos());
    List<Done> done = new ArrayList<>();
    Job alone = job.with(1);
    piecework.performAll(0, alone.deal().dealer(alone), Part::sum, done);
    return piecework.end(0, done);
  }
}
