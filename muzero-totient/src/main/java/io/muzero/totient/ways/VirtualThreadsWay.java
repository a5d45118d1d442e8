package io.muzero.totient.ways;

import io.muzero.totient.work.Crew;
import io.muzero.totient.work.Job;
import io.muzero.totient.work.Lap;
import io.muzero.totient.work.Part;
import io.muzero.totient.work.Progress;
import io.muzero.totient.work.Stopwatch;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * A virtual thread a worker, where the JDK has them (21 and newer).
 *
 * <p>This project is compiled for Java 17, so they are reached by reflection. A virtual thread's
 * CPU time cannot be asked for: the row counts the whole process's, in steps of 10 ms.
 */
final class VirtualThreadsWay implements Way {
  private final Stopwatch stopwatch;
  private final @Nullable ThreadFactory factory;

  VirtualThreadsWay(Stopwatch stopwatch) {
    this.stopwatch = stopwatch;
    factory = factory();
  }

  private static @Nullable ThreadFactory factory() {
    try {
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      return (ThreadFactory)
          Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
    } catch (ReflectiveOperationException e) {
      // Before 19 the method is missing; 19 and 20 refuse it without --enable-preview.
      return null;
    }
  }

  @Override
  public String name() {
    return WayName.VIRTUAL.label();
  }

  @Override
  public Optional<String> missing() {
    return factory != null
        ? Optional.empty()
        : Optional.of(
            "virtual threads need Java 21 or newer, this is Java "
                + System.getProperty("java.version"));
  }

  @Override
  public Lap run(Job job, Progress progress) throws InterruptedException {
    if (factory == null) {
      throw new LabException(missing().orElseThrow());
    }
    long cpu = stopwatch.processCpuNanos();
    Lap lap =
        new Crew(stopwatch.withoutThreadCpu(), factory)
            .run(job, worker -> Part::sum, progress, () -> {});
    return lap.withMoreCpu(stopwatch.processCpuNanos() - cpu);
  }
}
