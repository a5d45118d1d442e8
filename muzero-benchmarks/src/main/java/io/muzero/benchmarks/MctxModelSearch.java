package io.muzero.benchmarks;

import io.muzero.model.RecordingModel;
import io.muzero.network.DeviceChoice;
import io.muzero.random.RandomStream;
import io.muzero.search.BatchedSearch;
import io.muzero.search.SearchAlgorithm;
import io.muzero.search.SearchConfig;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Measures the search over the model that mctx was measured with: 128 roots a search, 9 actions,
 * one search and one model a thread, all threads at once.
 *
 * <p>Usage: {@code MctxModelSearch [threads [seconds]]}: 2 threads and 3 seconds a figure by
 * default. Prints a table: simulations a second with all threads, as a multiple of mctx's own
 * figure on the CPU, and per second of processor time, summed over the threads (the figure to
 * compare on a busy machine); evaluations a second of the same network calls without the search;
 * and the time of the search over that of its network calls.
 */
public final class MctxModelSearch {
  private static final int ROOTS = 128;
  private static final double NANOSECONDS = 1e9;

  private final int threads;
  private final double seconds;

  private MctxModelSearch(int threads, double seconds) {
    this.threads = threads;
    this.seconds = seconds;
  }

  /**
   * A search that mctx was measured with.
   *
   * @param config the search
   * @param reference simulations a second of mctx (JAX on the CPU, two cores)
   */
  private record Setting(SearchConfig config, double reference) {
    String name() {
      return config.algorithm() == SearchAlgorithm.GUMBEL ? "Gumbel" : "PUCT";
    }
  }

  /**
   * A rate.
   *
   * @param wall rounds a second
   * @param processor rounds a second of processor time: what a thread would reach if nothing else
   *     wanted its core
   */
  private record Rate(double wall, double processor) {
    Rate times(double factor) {
      return new Rate(wall * factor, processor * factor);
    }

    Rate plus(Rate other) {
      return new Rate(wall + other.wall, processor + other.processor);
    }
  }

  /**
   * What the threads reached.
   *
   * @param simulations simulations of the search
   * @param evaluations evaluations of its network calls alone
   * @param searchOverNetwork time of the search over that of its network calls alone, by processor
   *     time
   */
  private record Speed(Rate simulations, Rate evaluations, double searchOverNetwork) {}

  /** Runs the benchmark; see the class. */
  public static void main(String[] arguments) throws Exception {
    int threads = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2;
    double seconds = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 3;
    new MctxModelSearch(threads, seconds).run();
  }

  private void run() throws InterruptedException, ExecutionException {
    List<Setting> settings =
        List.of(
            new Setting(SearchConfig.gumbel(16), 540_000),
            new Setting(SearchConfig.gumbel(50), 134_000),
            new Setting(SearchConfig.puct(16), 86_000),
            new Setting(SearchConfig.puct(50), 27_000));
    print("%d threads, %d roots a search, %.0f s a figure%n", threads, ROOTS, seconds);
    print(
        "%-10s %12s %12s %12s %12s %14s%n",
        "search", "sims/s", "x mctx", "sims/cpu-s", "network/s", "search/network");
    for (Setting setting : settings) {
      Speed speed = measure(setting.config);
      print(
          "%-10s %,12.0f %12.2f %,12.0f %,12.0f %14.2f%n",
          setting.name() + " " + setting.config.simulations(),
          speed.simulations.wall,
          speed.simulations.wall / setting.reference,
          speed.simulations.processor,
          speed.evaluations.wall,
          speed.searchOverNetwork);
    }
  }

  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format, values);
  }

  private Speed measure(SearchConfig config) throws InterruptedException, ExecutionException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      CyclicBarrier together = new CyclicBarrier(threads);
      List<Callable<Speed>> tasks = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int number = i;
        tasks.add(
            () -> {
              try {
                return measure(config, number, together);
              } finally {
                together.reset(); // a thread that failed keeps no other waiting
              }
            });
      }
      Rate simulations = new Rate(0, 0);
      Rate evaluations = new Rate(0, 0);
      double ratio = 0;
      for (Future<Speed> future : pool.invokeAll(tasks)) {
        simulations = simulations.plus(future.get().simulations);
        evaluations = evaluations.plus(future.get().evaluations);
        ratio += future.get().searchOverNetwork / threads;
      }
      return new Speed(simulations, evaluations, ratio);
    } finally {
      pool.shutdownNow();
    }
  }

  /** What one thread does: searches, then the network calls of a search again and again. */
  private Speed measure(SearchConfig config, int thread, CyclicBarrier together) throws Exception {
    UniformRandomProvider random = RandomStream.create(1, "mctx model search", thread);
    float[] observations = new float[ROOTS * MctxModel.STATE];
    for (int i = 0; i < observations.length; i++) {
      observations[i] = random.nextFloat() * 2 - 1;
    }
    boolean[] legal = new boolean[ROOTS * MctxModel.ACTIONS];
    Arrays.fill(legal, true);
    try (MctxModel model = new MctxModel(DeviceChoice.CPU);
        BatchedSearch search = new BatchedSearch(model, config, ROOTS);
        RecordingModel recording = new RecordingModel(model);
        BatchedSearch recorded = new BatchedSearch(recording, config, ROOTS)) {
      recording.record(() -> recorded.search(observations, legal, ROOTS, random));
      together.await();
      Rate searches = rate(() -> search.search(observations, legal, ROOTS, random));
      together.await();
      Rate repeats = rate(recording::repeat);
      return new Speed(
          searches.times((double) ROOTS * config.simulations()),
          repeats.times(recording.evaluations()),
          repeats.processor / searches.processor);
    }
  }

  /** Rounds a second of a task, after a warm-up of half the time. */
  private Rate rate(Runnable task) {
    repeat(task, seconds / 2);
    return repeat(task, seconds);
  }

  private static Rate repeat(Runnable task, double duration) {
    ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    long cpuStart = clock.getCurrentThreadCpuTime();
    long start = System.nanoTime();
    long end = start + (long) (duration * NANOSECONDS);
    long rounds = 0;
    long now;
    do {
      task.run();
      rounds++;
      now = System.nanoTime();
    } while (now < end);
    long cpu = clock.getCurrentThreadCpuTime() - cpuStart;
    return new Rate(rounds * NANOSECONDS / (now - start), rounds * NANOSECONDS / cpu);
  }
}
