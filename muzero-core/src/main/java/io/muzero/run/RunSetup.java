package io.muzero.run;

import io.muzero.config.MuZeroConfig;
import io.muzero.config.ResolvedConfig;
import io.muzero.environment.Environment;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Solver;
import io.muzero.model.MuZeroModel;
import io.muzero.network.DeviceChoice;
import io.muzero.network.DjlMuZeroModel;
import io.muzero.network.NetworkProgram;
import io.muzero.network.NetworkShape;
import io.muzero.network.SupportConfig;
import io.muzero.random.RandomStream;
import io.muzero.replay.ObservationStacker;
import io.muzero.replay.ReplayBuffer;
import io.muzero.replay.Trajectory;
import io.muzero.replay.TrajectoryBuilder;
import io.muzero.rules.RulesModel;
import io.muzero.search.SearchConfig;
import io.muzero.search.SearchSize;
import io.muzero.selfplay.Agent;
import io.muzero.selfplay.Evaluation;
import io.muzero.selfplay.GameWatch;
import io.muzero.selfplay.Reanalyser;
import io.muzero.selfplay.SelfPlayWorker;
import io.muzero.training.Learner;
import java.util.function.Consumer;

/**
 * Makes a run's parts from its configuration, each with its own stream of random numbers. Immutable
 * and thread-safe.
 */
final class RunSetup {
  /** Most positions of an evaluation that are searched at once. */
  private static final int MOST_EVALUATED = 256;

  /** Bytes that an evaluation's trees may take, and their hidden states as much: 256 MiB. */
  private static final long MOST_EVALUATION_BYTES = 256L << 20;

  private final ResolvedConfig resolved;
  private final MuZeroConfig config;
  private final EnvironmentSpec spec;
  private final ObservationStacker stacker;
  private final NetworkShape shape;
  private final DeviceChoice device;

  RunSetup(ResolvedConfig resolved) {
    this.resolved = resolved;
    config = resolved.config();
    spec = environment().spec();
    stacker = new ObservationStacker(spec, config.replay().stackedFrames());
    shape = NetworkShape.of(spec, stacker.inputSize());
    device = DeviceChoice.of(config.run().device());
  }

  MuZeroConfig config() {
    return config;
  }

  EnvironmentSpec spec() {
    return spec;
  }

  private Environment environment() {
    return resolved.game().create(config.gameOptions());
  }

  Learner learner() {
    return new Learner(
        config.network(),
        shape,
        config.learner(),
        device,
        RandomStream.create(config.seed(), "weights", 0));
  }

  ReplayBuffer buffer() {
    SupportConfig values = config.network().valueSupport();
    return new ReplayBuffer(
        spec,
        config.replay(),
        values.least(),
        values.greatest(),
        RandomStream.create(config.seed(), "sampling", 0));
  }

  /** A network for the thread that calls; owned by it. */
  DjlMuZeroModel model() {
    return new DjlMuZeroModel(config.network(), shape, config.signedDiscount(spec), device);
  }

  /** What a search asks: the network, or the real rules with it; closing it closes the network. */
  MuZeroModel searchModel(DjlMuZeroModel network) {
    return RulesModel.choose(
        config.search().model(), network, this::environment, stacker, config.replay().discount());
  }

  /** A worker whose trajectories go to {@code sink} and whose games are seen by {@code watch}. */
  SelfPlayWorker worker(int number, MuZeroModel model, Consumer<Trajectory> sink, GameWatch watch) {
    return new SelfPlayWorker(
        this::environment,
        stacker,
        () -> new TrajectoryBuilder(stacker, config.replay(), config.learner().unrollSteps(), sink),
        model,
        config.search(),
        config.selfPlay(),
        config.replay().rootValue(),
        RandomStream.create(config.seed(), "self-play", number),
        watch);
  }

  Reanalyser reanalyser(MuZeroModel model, ReplayBuffer buffer) {
    Reanalyser reanalyser =
        new Reanalyser(
            buffer,
            model,
            config.search(),
            config.replay().rootValue(),
            config.reanalyse().batch(),
            RandomStream.create(config.seed(), "reanalyse", 0));
    if (config.search().usesRules()) {
      reanalyser.replayBy(this::environment);
    }
    return reanalyser;
  }

  SupportWatch supportWatch(Consumer<String> listener) {
    return new SupportWatch(config, spec, stacker, listener);
  }

  Agent agent(MuZeroModel model) {
    return new Agent(
        model,
        config.evaluation().trainingSearch(config.search()),
        config.evaluation().symmetries(),
        stacker,
        evaluationBatch());
  }

  /**
   * Positions that an evaluation searches at once: as many as it plays games or, where it looks at
   * every state, enough to keep the network busy, as far as their trees fit beside training.
   */
  int evaluationBatch() {
    return seesEveryState() ? thatFit(MOST_EVALUATED) : gamesEvaluated();
  }

  /** Positions that an evaluation's games have to be searched at once. */
  private int gamesEvaluated() {
    int images = config.evaluation().symmetries() ? stacker.transformations() : 1;
    return thatFit((long) config.evaluation().games() * images);
  }

  private int thatFit(long wanted) {
    return SearchSize.thatFit(
        (int) Math.min(MOST_EVALUATED, wanted), 1, evaluationSize(1), MOST_EVALUATION_BYTES);
  }

  private boolean seesEveryState() {
    GameProvider game = resolved.game();
    return game.solver(config.gameOptions()).filter(Solver::canEnumerate).isPresent()
        || game.policyEvaluator(config.gameOptions()).isPresent();
  }

  /** The size of an evaluation's search of that many positions. */
  private SearchSize evaluationSize(int batch) {
    return searchSize(config.evaluation().trainingSearch(config.search()), batch);
  }

  private SearchSize searchSize(SearchConfig search, int batch) {
    int stateSize = new NetworkProgram(config.network(), shape).stateSize();
    return SearchSize.of(search, batch, shape.actionCount(), stateSize);
  }

  /**
   * Requires that a run fits into the memory there is.
   *
   * @throws io.muzero.settings.InvalidSettingException when it does not, with what to change
   */
  void requireFits(RunSize.Memory memory) {
    new RunSize(
            config,
            spec,
            new NetworkProgram(config.network(), shape),
            searchSize(config.search(), config.selfPlay().gamesPerWorker()),
            evaluationSize(gamesEvaluated()), // those who see every state have small trees
            searchSize(config.search(), config.reanalyse().batch()),
            device.isGpu())
        .requireFits(memory);
  }

  Evaluation evaluation(Agent agent, GameWatch watch) {
    return new Evaluation(resolved.game(), config.gameOptions(), stacker, agent, watch);
  }
}
