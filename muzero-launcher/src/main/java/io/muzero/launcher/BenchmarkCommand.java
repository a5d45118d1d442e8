package io.muzero.launcher;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import io.muzero.config.ResolvedConfig;
import io.muzero.launcher.Benchmark.Speed;
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
      "Without --workers and --batch it tries several numbers of each."
    })
final class BenchmarkCommand implements Runnable {
  private static final String DEFAULT_GAME = "tictactoe";
  private static final long LOOK_MILLISECONDS = 500;
  private static final double MOST_LOAD = 0.15;
  private static final List<Integer> BATCHES = List.of(32, 128, 512);

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
    options.useLibtorch();
    busy(processorsBusy()).ifPresent(screen::note);
    Benchmark benchmark = new Benchmark(resolved, seconds, System::nanoTime);
    List<Speed> speeds = measure(benchmark, resolved);
    double learner = benchmark.learnerStepsPerSecond();
    Speed best = speeds.stream().max(Comparator.comparing(Speed::selfPlay)).orElseThrow();
    if (json) {
      screen.print(object(resolved, speeds, best, learner).toString());
    } else {
      show(resolved, best, learner);
    }
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

  private List<Speed> measure(Benchmark benchmark, ResolvedConfig resolved) {
    List<Integer> workers =
        options.workers != null
            ? List.of(resolved.config().selfPlay().workers())
            : workerCounts(Runtime.getRuntime().availableProcessors());
    List<Integer> batches = batch == null ? BATCHES : List.of(batch);
    List<Speed> speeds = new ArrayList<>();
    if (!json) {
      screen.print(
          "workers  games each  self-play sims/s  search sims/s  network evals/s  search/network");
    }
    try {
      for (int threads : workers) {
        for (int games : batches) {
          Speed speed = benchmark.selfPlay(threads, games);
          speeds.add(speed);
          if (!json) {
            screen.print(row(speed));
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunFailedException("the benchmark was interrupted", e);
    }
    return speeds;
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

  private void show(ResolvedConfig resolved, Speed best, double learner) {
    screen.print(
        String.format(
            Locale.ROOT,
            "learner  %.1f steps/s (batch %d, %d unroll steps)",
            learner,
            resolved.config().learner().batchSize(),
            resolved.config().learner().unrollSteps()));
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
      ResolvedConfig resolved, List<Speed> speeds, Speed best, double learner) {
    ObjectNode object = Json.object();
    object.put("game", resolved.config().game());
    object.put("simulations", resolved.config().search().simulations());
    put(object, best);
    object.put("learnerStepsPerSecond", learner);
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
