package io.muzero.totient.ways;

import io.muzero.rayhome.ChildException;
import io.muzero.rayhome.LineProcess;
import io.muzero.rayhome.RayCluster;
import io.muzero.rayhome.RayDriverCommand;
import io.muzero.rayhome.RayInstallation;
import io.muzero.totient.ray.RayDriver;
import io.muzero.totient.work.Job;
import io.muzero.totient.work.Lap;
import io.muzero.totient.work.Progress;
import io.muzero.totient.work.Span;
import io.muzero.totient.work.Stopwatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tasks on a Ray cluster, handed out by a driver JVM of its own: Ray's natives and jars stay out of
 * this one.
 *
 * <p>Cold, each run starts the driver and has Ray start its worker JVMs: that is start-up. Warm,
 * both have been running, and compiling, before. CPU time is that of driver and worker JVMs,
 * without Ray's daemons; starting a local head is in no row.
 */
final class RayWay implements Way {
  private static final Duration START_LIMIT = Duration.ofSeconds(180);

  private final Stopwatch stopwatch;
  private final JavaCommand java;
  private final RayInstallation.Found found;
  private final @Nullable RayCluster cluster;
  private final boolean warm;
  private @Nullable LineProcess kept;

  /**
   * Tasks.
   *
   * @param found the installation, or why there is none
   * @param cluster where tasks run; null only if there is no installation
   * @param warm whether driver and workers are kept between runs and warmed up
   */
  RayWay(
      Stopwatch stopwatch,
      JavaCommand java,
      RayInstallation.Found found,
      @Nullable RayCluster cluster,
      boolean warm) {
    this.stopwatch = stopwatch;
    this.java = java;
    this.found = found;
    this.cluster = cluster;
    this.warm = warm;
  }

  @Override
  public String name() {
    return WayName.RAY.label() + (warm ? WayName.WARM : "");
  }

  @Override
  public Optional<String> missing() {
    return cluster == null ? Optional.of(found.reason()) : Optional.empty();
  }

  /** Has the cluster running; warm, the driver and the workers, too. */
  @Override
  public void rehearse(Job job) {
    cluster().address();
    if (warm) {
      LineProcess driver = start(job.workers());
      kept = driver;
      driver.say("warm");
      hear(driver, "warm");
      run(driver, job.upTo(Math.min(job.to(), 2000)), Progress.NONE);
    }
  }

  @Override
  public Lap run(Job job, Progress progress) {
    if (kept != null) {
      return run(kept, job, progress);
    }
    long called = stopwatch.nanos();
    LineProcess driver = start(job.workers());
    try {
      long startUp = stopwatch.nanos() - called;
      Lap lap = run(driver, job, progress).startedLater(startUp);
      driver.say("end");
      hear(driver, "ended");
      return lap;
    } finally {
      driver.close();
    }
  }

  private RayCluster cluster() {
    if (cluster == null) {
      throw new LabException(found.reason());
    }
    return cluster;
  }

  private LineProcess start(int workers) {
    List<String> line =
        new RayDriverCommand(java.java(), cluster().installation().runtime(), java.code())
            .line(
                cluster().address(),
                List.of(),
                RayDriver.class.getName(),
                Integer.toString(workers));
    LineProcess driver =
        new LineProcess("Ray driver", line, cluster().environment(), Duration.ofSeconds(10));
    try {
      hear(driver, "ready");
      return driver;
    } catch (ChildException e) {
      driver.kill();
      driver.close();
      throw e;
    }
  }

  private static Lap run(LineProcess driver, Job job, Progress progress) {
    driver.say("run " + job.to() + " " + job.deal().name());
    List<Span> spans = new ArrayList<>();
    while (true) {
      String line = driver.hear();
      if (!line.startsWith(RayDriver.MARK)) {
        continue;
      }
      String[] words = line.substring(RayDriver.MARK.length()).split(" ", -1);
      switch (words[0]) {
        case "done" -> progress.done(number(words, 1));
        case "span" ->
            spans.add(
                new Span(
                    (int) number(words, 1),
                    number(words, 2),
                    number(words, 3),
                    number(words, 4),
                    Boolean.parseBoolean(words[5])));
        case "lap" -> {
          return new Lap(
              number(words, 1), number(words, 2), number(words, 3), number(words, 4), spans);
        }
        default -> throw failed(driver, line);
      }
    }
  }

  private static long number(String[] words, int index) {
    return Long.parseLong(words[index]);
  }

  private static void hear(LineProcess driver, String answer) {
    String line = driver.await(RayDriver.MARK, true, START_LIMIT);
    if (!line.equals(RayDriver.MARK + answer)) {
      throw failed(driver, line);
    }
  }

  private static ChildException failed(LineProcess driver, String line) {
    return new ChildException(driver + ": " + line.substring(RayDriver.MARK.length()));
  }

  @Override
  public void close() {
    if (kept != null) {
      kept.close();
      kept = null;
    }
  }
}
