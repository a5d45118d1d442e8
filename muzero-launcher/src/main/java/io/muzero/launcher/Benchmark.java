package io.muzero.launcher;

import io.muzero.config.MuZeroConfig;
import io.muzero.config.ResolvedConfig;
import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.model.MuZeroModel;
import io.muzero.model.RecordingModel;
import io.muzero.network.DeviceChoice;
import io.muzero.network.DjlMuZeroModel;
import io.muzero.network.GpuMemory;
import io.muzero.network.NetworkProgram;
import io.muzero.network.NetworkShape;
import io.muzero.network.Weights;
import io.muzero.random.RandomStream;
import io.muzero.replay.ObservationHistory;
import io.muzero.replay.ObservationStacker;
import io.muzero.replay.RandomBatch;
import io.muzero.replay.TrainingBatch;
import io.muzero.rules.RulesModel;
import io.muzero.rules.SearchedGame;
import io.muzero.search.BatchedSearch;
import io.muzero.search.SearchResult;
import io.muzero.search.SearchSize;
import io.muzero.settings.Size;
import io.muzero.training.Learner;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Measures how fast this machine plays and learns with a configuration.
 *
 * <p>Every figure is a rate over {@code seconds} of work after a warm-up, with an untrained
 * network: the work is the same whatever it has learned. All workers do the same thing at the same
 * time, each with a network of its own, as in training.
 */
final class Benchmark {
  private static final long NANOSECONDS = 1_000_000_000L;

  private final MuZeroConfig config;
  private final ResolvedConfig resolved;
  private final EnvironmentSpec spec;
  private final ObservationStacker stacker;
  private final NetworkShape shape;
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
    this.resolved = resolved;
    this.seconds = seconds;
    this.nanoTime = nanoTime;
    config = resolved.config();
    spec = environment().spec();
    stacker = new ObservationStacker(spec, config.replay().stackedFrames());
    shape = NetworkShape.of(spec, stacker.inputSize()).searchedBy(config.search().usesRules());
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

  private Environment environment() {
    return resolved.game().create(config.gameOptions());
  }

  private DeviceChoice device() {
    return DeviceChoice.of(config.run().device());
  }

  private Learner learner() {
    return new Learner(
        config.network(),
        shape,
        config.learner(),
        device(),
        RandomStream.create(config.seed(), "benchmark", 0));
  }

  /**
   * Bytes that self-play takes of a GPU's memory, estimated from above.
   *
   * @param workers threads
   * @param games games of each
   */
  long gpuBytes(int workers, int games) {
    NetworkProgram network = new NetworkProgram(config.network(), shape);
    SearchSize search =
        SearchSize.of(config.search(), games, shape.actionCount(), network.keptSize());
    long player = GpuMemory.of(network).player(search.nodes(), search.calls());
    return Size.sum(GpuMemory.CONTEXT, Size.product(workers, player));
  }

  /** Training steps a second of a learner by itself, on batches of random targets. */
  double learnerStepsPerSecond() {
    int k = config.learner().unrollSteps();
    TrainingBatch batch =
        stacker.newBatch(config.learner().batchSize(), k, config.learner().consistencyWeight() > 0);
    RandomBatch.fill(batch, RandomStream.create(config.seed(), "benchmark", 1));
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
   * @throws RunFailedException when a worker fails
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
        Speed speed = future.get();
        selfPlay += speed.selfPlay;
        search += speed.search;
        network += speed.network;
        ratio += speed.searchOverNetwork / workers;
      }
      return new Speed(workers, gamesPerWorker, selfPlay, search, network, ratio);
    } catch (ExecutionException e) {
      throw new RunFailedException("the benchmark failed: " + e.getMessage(), e);
    } finally {
      threads.shutdownNow();
    }
  }

  private Speed worker(int number, int games, CyclicBarrier together) throws Exception {
    DjlMuZeroModel network =
        new DjlMuZeroModel(config.network(), shape, config.signedDiscount(spec), device());
    try (MuZeroModel model =
        RulesModel.choose(
            config.search(),
            network,
            new SearchedGame(config.game(), this::environment),
            stacker,
            config.replay().discount())) {
      network.load(weights);
      long simulations = (long) games * config.search().simulations();
      try (Games play = new Games(model, games, number)) {
        together.await();
        double moves = rate(play::move);
        together.await();
        double searches = rate(play::search);
        RecordingModel recording = new RecordingModel(model);
        double repeats;
        try (Games recorded = new Games(recording, games, number)) {
          recorded.search();
          together.await();
          repeats = rate(recording::repeat);
        }
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

  /** A worker's games in lock step. */
  private final class Games implements AutoCloseable {
    private final BatchedSearch search;
    private final Environment[] environments;
    private final ObservationHistory[] histories;
    private final float[] observations;
    private final boolean[] legal;
    private final float[] frame = new float[spec.observationSize()];
    private final UniformRandomProvider random;

    Games(MuZeroModel model, int count, int worker) {
      random = RandomStream.create(config.seed(), "benchmark games", worker);
      Environment[] games = new Environment[count];
      environments = games;
      search = new BatchedSearch(model, config.search(), count);
      search.setRootStates(root -> games[root]);
      histories = new ObservationHistory[count];
      observations = new float[count * stacker.inputSize()];
      legal = new boolean[count * shape.actionCount()];
      for (int i = 0; i < count; i++) {
        environments[i] = environment();
        environments[i].reset(random.nextLong(Long.MAX_VALUE));
        histories[i] = stacker.newHistory();
        start(i);
        // Games at different moves, as in the middle of a run.
        for (int moves = random.nextInt(5); moves > 0; moves--) {
          observe(i);
          play(i, anyLegal(i));
        }
        observe(i);
      }
    }

    private void start(int i) {
      environments[i].observe(frame, 0);
      histories[i].start(frame, 0);
    }

    private int anyLegal(int i) {
      int action;
      do {
        action = random.nextInt(shape.actionCount());
      } while (!environments[i].isLegal(action));
      return action;
    }

    private void observe(int i) {
      histories[i].write(observations, i * stacker.inputSize());
      for (int a = 0; a < shape.actionCount(); a++) {
        legal[i * shape.actionCount() + a] = environments[i].isLegal(a);
      }
    }

    private void play(int i, int action) {
      if (environments[i].step(Action.of(action)).ended()) {
        environments[i].reset();
        start(i);
      } else {
        environments[i].observe(frame, 0);
        histories[i].add(action, frame, 0);
      }
    }

    /** Searches the positions as they are. */
    SearchResult search() {
      return search.search(observations, legal, environments.length, random);
    }

    /** Searches and plays one move in every game. */
    void move() {
      SearchResult result = search();
      for (int i = 0; i < environments.length; i++) {
        play(i, result.action[i]);
        observe(i);
      }
    }

    @Override
    public void close() {
      search.close();
    }
  }
}
