package io.muzero.run;

import io.muzero.config.MuZeroConfig;
import io.muzero.config.ResolvedConfig;
import io.muzero.environment.Environment;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.model.MuZeroModel;
import io.muzero.network.DeviceChoice;
import io.muzero.network.DjlMuZeroModel;
import io.muzero.network.NetworkShape;
import io.muzero.random.RandomStream;
import io.muzero.replay.ObservationStacker;
import io.muzero.replay.ReplayBuffer;
import io.muzero.replay.Trajectory;
import io.muzero.replay.TrajectoryBuilder;
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
    return new ReplayBuffer(
        spec, config.replay(), RandomStream.create(config.seed(), "sampling", 0));
  }

  /** A network for the thread that calls; owned by it. */
  DjlMuZeroModel model() {
    return new DjlMuZeroModel(config.network(), shape, config.signedDiscount(spec), device);
  }

  /** A worker whose trajectories go to {@code sink} and whose games are seen by {@code watch}. */
  SelfPlayWorker worker(
      int number, DjlMuZeroModel model, Consumer<Trajectory> sink, GameWatch watch) {
    return new SelfPlayWorker(
        this::environment,
        stacker,
        () -> new TrajectoryBuilder(stacker, config.replay(), config.learner().unrollSteps(), sink),
        model,
        config.search(),
        config.selfPlay(),
        RandomStream.create(config.seed(), "self-play", number),
        watch);
  }

  Reanalyser reanalyser(DjlMuZeroModel model, ReplayBuffer buffer) {
    return new Reanalyser(
        buffer,
        model,
        config.search(),
        config.reanalyse().batch(),
        RandomStream.create(config.seed(), "reanalyse", 0));
  }

  Agent agent(MuZeroModel model) {
    return new Agent(
        model,
        config.evaluation().trainingSearch(config.search()),
        config.evaluation().symmetries(),
        stacker,
        256);
  }

  Evaluation evaluation(Agent agent, GameWatch watch) {
    return new Evaluation(resolved.game(), config.gameOptions(), stacker, agent, watch);
  }
}
