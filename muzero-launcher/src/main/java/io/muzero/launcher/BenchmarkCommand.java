package io.muzero.launcher;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import io.muzero.config.ResolvedConfig;
import io.muzero.launcher.Benchmark.Speed;
import io.muzero.launcher.doctor.Gpus;
import io.muzero.launcher.doctor.Machine;
import io.muzero.network.DeviceChoice;
import io.muzero.settings.Size;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code benchmark}: what this machine can do, and the settings it recommends. */
@Command(
    name = "benchmark",
    mixinStandardHelpOptions = true,
    description = {
      "Measures self-play, search, network and learner, and recommends settings for this machine.",
      "Without --workers and --batch it tries several numbers of each.",
      "On a GPU it tries larger ones, and batch sizes of the learner too."
    })
final class BenchmarkCommand implements Runnable {
  private static final String DEFAULT_GAME = "tictactoe";
  private static final long LOOK_MILLISECONDS = 500;
  private static final double MOST_LOAD = 0.15;
  private static final List<Integer> BATCHES = List.of(32, 128, 512);

  /** A GPU needs more than a CPU to be busy at all. */
  private static final List<Integer> GPU_BATCHES = List.of(128, 512, 1024, 2048, 4096);

  private static final List<Integer> GPU_LEARNER_BATCHES = List.of(256, 1024, 4096);

  /** Threads that share one GPU; more of them wait for it. */
  private static final int MOST_GPU_WORKERS = 8;

  private final Screen screen;

  @Mixin private ConfigOptions options;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Measure only this number of games per worker.")
  private @Nullable Integer batch;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "2",
      description = "Seconds for each figure (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  BenchmarkCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public void run() {
    if (!(seconds > 0 && seconds <= 3600)) {
      throw new UsageException("--seconds must be above 0 and at most 3600, was " + seconds);
    }
    if (batch != null && (batch < 1 || batch > 65536)) {
      throw new UsageException("--batch must be within [1, 65536], was " + batch);
    }
    if (options.game == null && options.files.isEmpty()) {
      options.game = DEFAULT_GAME;
    }
    ResolvedConfig resolved = options.resolve();
    options.machine.useLibtorch();
    busy(processorsBusy()).ifPresent(screen::note);
    boolean gpu = DeviceChoice.of(resolved.config().run().device()).isGpu();
    Benchmark benchmark = new Benchmark(resolved, seconds, System::nanoTime);
    List<Speed> speeds = measure(benchmark, resolved, gpu);
    List<LearnerSpeed> learners = learners(resolved, gpu);
    Speed best = speeds.stream().max(Comparator.comparing(Speed::selfPlay)).orElseThrow();
    if (json) {
      screen.print(object(resolved, speeds, best, learners).toString());
    } else {
      show(resolved, best, learners);
    }
  }

  /**
   * How fast a learner is by itself.
   *
   * @param batchSize positions in a batch
   * @param stepsPerSecond training steps a second
   */
  record LearnerSpeed(int batchSize, double stepsPerSecond) {
    double positionsPerSecond() {
      return batchSize * stepsPerSecond;
    }
  }

  /** The configuration's own batch size first. */
  private List<LearnerSpeed> learners(ResolvedConfig resolved, boolean gpu) {
    int own = resolved.config().learner().batchSize();
    List<LearnerSpeed> speeds = new ArrayList<>();
    for (int size : learnerBatches(own, gpu)) {
      ResolvedConfig sized =
          size == own ? resolved : options.resolveWith("learner.batchSize", size);
      double steps = new Benchmark(sized, seconds, System::nanoTime).learnerStepsPerSecond();
      speeds.add(new LearnerSpeed(size, steps));
    }
    return speeds;
  }

  /** The batch sizes to try: the configuration's own, and on a GPU larger ones. */
  static List<Integer> learnerBatches(int own, boolean gpu) {
    return gpu
        ? IntStream.concat(
                IntStream.of(own), GPU_LEARNER_BATCHES.stream().mapToInt(Integer::intValue))
            .distinct()
            .boxed()
            .toList()
        : List.of(own);
  }

  /** What others take of this machine's processors, within [0, 1]; NaN when it is not known. */
  private static double processorsBusy() {
    if (!(ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system)) {
      return Double.NaN;
    }
    system.getCpuLoad(); // the first call only begins the measurement
    try {
      Thread.sleep(LOOK_MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Double.NaN;
    }
    double load = system.getCpuLoad();
    return load < 0 ? Double.NaN : load;
  }

  /** A warning where others take so much that the figures say little. */
  static Optional<String> busy(double load) {
    return load > MOST_LOAD
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "this machine is busy: other programs take %.0f %% of its processors, so all figures are too low;"
                    + " measure again when they have ended",
                100 * load))
        : Optional.empty();
  }

  private List<Speed> measure(Benchmark benchmark, ResolvedConfig resolved, boolean gpu) {
    int processors = Runtime.getRuntime().availableProcessors();
    List<Integer> workers =
        options.workers != null
            ? List.of(resolved.config().selfPlay().workers())
            : workerCounts(gpu ? Math.min(MOST_GPU_WORKERS, processors) : processors);
    List<Integer> batches = batch != null ? List.of(batch) : gpu ? GPU_BATCHES : BATCHES;
    List<Speed> speeds = new ArrayList<>();
    if (!json) {
      screen.print(
          "workers  games each  self-play sims/s  search sims/s  network evals/s  search/network");
    }
    long room = gpu ? Gpus.freeBytes(Machine.here()).orElse(Long.MAX_VALUE) : Long.MAX_VALUE;
    try {
      for (int threads : workers) {
        for (int games : batches) {
          long needed = benchmark.gpuBytes(threads, games);
          if (needed > room && !speeds.isEmpty()) {
            screen.note(tooLarge(threads, games, needed, room));
            continue;
          }
          try {
            Speed speed = benchmark.selfPlay(threads, games);
            speeds.add(speed);
            if (!json) {
              screen.print(row(speed));
            }
          } catch (RunFailedException e) {
            // A GPU's memory may hold smaller batches, of which there are figures by now.
            if (speeds.isEmpty()) {
              throw e;
            }
            screen.note(
                threads + " workers with " + games + " games each: " + Diagnosis.oneLine(e));
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunFailedException("the benchmark was interrupted", e);
    }
    return speeds;
  }

  private static String tooLarge(int threads, int games, long needed, long room) {
    return threads
        + " workers with "
        + games
        + " games each are left out: they need about "
        + Size.mebibytes(needed)
        + " of the GPU's memory, "
        + Size.mebibytes(room)
        + " are free";
  }

  /** 1, 2, 4 … and the number of processors. */
  static List<Integer> workerCounts(int processors) {
    return IntStream.concat(
            IntStream.iterate(1, n -> n < processors, n -> 2 * n), IntStream.of(processors))
        .boxed()
        .toList();
  }

  private static String row(Speed speed) {
    return String.format(
        Locale.ROOT,
        "%7d  %10d  %16.0f  %13.0f  %15.0f  %14.2f",
        speed.workers(),
        speed.gamesPerWorker(),
        speed.selfPlay(),
        speed.search(),
        speed.network(),
        speed.searchOverNetwork());
  }

  private void show(ResolvedConfig resolved, Speed best, List<LearnerSpeed> learners) {
    for (LearnerSpeed learner : learners) {
      screen.print(
          String.format(
              Locale.ROOT,
              "learner  %.1f steps/s (batch %d, %d unroll steps)",
              learner.stepsPerSecond(),
              learner.batchSize(),
              resolved.config().learner().unrollSteps()));
    }
    screen.print(
        "recommended for "
            + resolved.config().game()
            + " with "
            + resolved.config().search().simulations()
            + " simulations: --set selfPlay.workers="
            + best.workers()
            + " --set selfPlay.gamesPerWorker="
            + best.gamesPerWorker());
  }

  private static ObjectNode object(
      ResolvedConfig resolved, List<Speed> speeds, Speed best, List<LearnerSpeed> learners) {
    ObjectNode object = Json.object();
    object.put("game", resolved.config().game());
    object.put("simulations", resolved.config().search().simulations());
    put(object, best);
    object.put("learnerStepsPerSecond", learners.get(0).stepsPerSecond());
    ArrayNode sizes = object.putArray("learners");
    for (LearnerSpeed learner : learners) {
      sizes
          .addObject()
          .put("batchSize", learner.batchSize())
          .put("stepsPerSecond", learner.stepsPerSecond())
          .put("positionsPerSecond", learner.positionsPerSecond());
    }
    ArrayNode all = object.putArray("measurements");
    speeds.forEach(speed -> put(all.addObject(), speed));
    return object;
  }

  private static void put(ObjectNode object, Speed speed) {
    object.put("selfPlaySimulationsPerSecond", speed.selfPlay());
    object.put("searchSimulationsPerSecond", speed.search());
    object.put("networkOnlyEvaluationsPerSecond", speed.network());
    object.put("searchOverNetwork", speed.searchOverNetwork());
    object.put("workers", speed.workers());
    object.put("gamesPerWorker", speed.gamesPerWorker());
  }
}
