package io.muzero.launcher;

import io.muzero.config.MuZeroConfig;
import io.muzero.config.ResolvedConfig;
import io.muzero.model.MuZeroModel;
import io.muzero.model.RecordingModel;
import io.muzero.network.DjlMuZeroModel;
import io.muzero.network.GpuMemory;
import io.muzero.network.NetworkProgram;
import io.muzero.network.Weights;
import io.muzero.replay.RandomBatch;
import io.muzero.replay.TrainingBatch;
import io.muzero.run.RunSetup;
import io.muzero.run.SearchedModel;
import io.muzero.search.SearchSize;
import io.muzero.selfplay.GameWatch;
import io.muzero.selfplay.PlayedGames;
import io.muzero.selfplay.SelfPlayPorts;
import io.muzero.selfplay.SelfPlaySettings;
import io.muzero.selfplay.SelfPlayWorker;
import io.muzero.settings.Size;
import io.muzero.training.Learner;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Measures how fast this machine plays and learns with a configuration: with the worker and the
 * learner of a run, whose games go nowhere.
 *
 * <p>Every figure is a rate over {@code seconds} of work after a warm-up, with an untrained
 * network: the work is the same whatever it has learned. All workers do the same thing at the same
 * time, each with a network of its own, as in training.
 */
final class Benchmark {
  private static final long NANOSECONDS = 1_000_000_000L;

  private final MuZeroConfig config;
  private final RunSetup setup;
  private final Weights weights;
  private final double seconds;
  private final LongSupplier nanoTime;

  /**
   * A benchmark of a configuration.
   *
   * @param seconds time for each figure, above 0
   * @param nanoTime the clock, as {@link System#nanoTime}
   */
  Benchmark(ResolvedConfig resolved, double seconds, LongSupplier nanoTime) {
    this.seconds = seconds;
    this.nanoTime = nanoTime;
    config = resolved.config();
    setup = new RunSetup(resolved);
    try (Learner learner = learner()) {
      weights = learner.weights();
    }
  }

  /**
   * What one setting reached, all workers together.
   *
   * @param workers threads
   * @param gamesPerWorker games a thread
   * @param selfPlay simulations a second in self-play: search, real environments and all
   * @param search simulations a second of the search alone, on unchanging positions
   * @param network evaluations a second of the same network calls without the search
   * @param searchOverNetwork time of the search divided by that of its network calls alone
   */
  record Speed(
      int workers,
      int gamesPerWorker,
      double selfPlay,
      double search,
      double network,
      double searchOverNetwork) {}

  private Learner learner() {
    return new Learner(
        config.network(),
        setup.shape(),
        config.learner(),
        setup.device(),
        setup.random("benchmark", 0));
  }

  /**
   * Bytes that self-play takes of a GPU's memory, estimated from above.
   *
   * @param workers threads
   * @param games games of each
   */
  long gpuBytes(int workers, int games) {
    NetworkProgram network = setup.network();
    SearchSize search =
        SearchSize.of(config.search(), games, setup.shape().actionCount(), network.keptSize());
    long player = GpuMemory.of(network).player(search.nodes(), search.calls());
    return Size.sum(GpuMemory.CONTEXT, Size.product(workers, player));
  }

  /** Training steps a second of a learner by itself, on batches of random targets. */
  double learnerStepsPerSecond() {
    int k = config.learner().unrollSteps();
    TrainingBatch batch =
        setup
            .stacker()
            .newBatch(config.learner().batchSize(), k, config.learner().consistencyWeight() > 0);
    RandomBatch.fill(batch, setup.random("benchmark", 1));
    try (Learner learner = learner()) {
      return rate(() -> learner.step(batch));
    }
  }

  /** Rounds a second of a task, after a warm-up of half the time. */
  private double rate(Runnable task) {
    repeat(task, seconds / 2);
    return repeat(task, seconds);
  }

  private double repeat(Runnable task, double duration) {
    long start = nanoTime.getAsLong();
    long end = start + (long) (duration * NANOSECONDS);
    long rounds = 0;
    long now;
    do {
      task.run();
      rounds++;
      now = nanoTime.getAsLong();
    } while (now < end);
    return rounds * (double) NANOSECONDS / (now - start);
  }

  /**
   * Measures self-play, search and network with a number of workers and games a worker.
   *
   * @throws RuntimeException what a worker failed by
   */
  Speed selfPlay(int workers, int gamesPerWorker) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(workers);
    try {
      CyclicBarrier together = new CyclicBarrier(workers);
      List<Callable<Speed>> tasks = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        int number = i;
        tasks.add(
            () -> {
              try {
                return worker(number, gamesPerWorker, together);
              } finally {
                together.reset(); // a worker that failed keeps no other waiting
              }
            });
      }
      double selfPlay = 0;
      double search = 0;
      double network = 0;
      double ratio = 0;
      for (Future<Speed> future : threads.invokeAll(tasks)) {
        Speed speed = speed(future);
        if (speed == null) {
          continue; // who failed is among the others
        }
        selfPlay += speed.selfPlay;
        search += speed.search;
        network += speed.network;
        ratio += speed.searchOverNetwork / workers;
      }
      return new Speed(workers, gamesPerWorker, selfPlay, search, network, ratio);
    } finally {
      threads.shutdownNow();
    }
  }

  /** What a worker measured; null when it stopped because another had failed. */
  private static @Nullable Speed speed(Future<Speed> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof BrokenBarrierException) {
        return null;
      }
      if (cause instanceof RuntimeException failed) {
        throw failed;
      }
      if (cause instanceof Error failed) {
        throw failed;
      }
      throw new IllegalStateException("a worker threw what none declares", e);
    }
  }

  private Speed worker(int number, int games, CyclicBarrier together) throws Exception {
    GameWatch watch = new GameWatch(config.game(), System::nanoTime);
    DjlMuZeroModel network = setup.model();
    try (MuZeroModel model = SearchedModel.of(setup, network, watch)) {
      network.load(weights);
      long simulations = (long) games * config.search().simulations();
      RecordingModel recording = new RecordingModel(model);
      try (SelfPlayWorker player = player(number, games, recording, watch)) {
        together.await();
        double moves = rate(player::move);
        together.await();
        double searches = rate(player::search);
        recording.record(player::search);
        together.await();
        double repeats = rate(recording::repeat);
        return new Speed(
            1,
            games,
            moves * simulations,
            searches * simulations,
            repeats * recording.evaluations(),
            repeats / searches);
      }
    }
  }

  /** A worker as a run has it; what it records goes nowhere, and its weights never change. */
  private SelfPlayWorker player(int number, int games, MuZeroModel model, GameWatch watch) {
    return new SelfPlayWorker(
        new PlayedGames(setup.environments(games), setup.stacker(), watch),
        model,
        new SelfPlaySettings(
            config.search(),
            config.selfPlay().withGames(games),
            config.replay(),
            config.learner().unrollSteps()),
        new SelfPlayPorts(() -> 0, (game, trajectory) -> {}, move -> {}),
        setup.random("benchmark games", number));
  }
}
