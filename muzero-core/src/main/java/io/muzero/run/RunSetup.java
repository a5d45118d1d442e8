package io.muzero.run;

import io.muzero.config.MuZeroConfig;
import io.muzero.config.ResolvedConfig;
import io.muzero.environment.Environment;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Solver;
import io.muzero.environment.VectorEnvironment;
import io.muzero.network.DeviceChoice;
import io.muzero.network.DjlMuZeroModel;
import io.muzero.network.NetworkProgram;
import io.muzero.network.NetworkShape;
import io.muzero.random.RandomStream;
import io.muzero.replay.ObservationStacker;
import org.apache.commons.rng.RestorableUniformRandomProvider;

/**
 * What a run's configuration and game fix, wherever a part of the run works: games, networks and
 * streams of random numbers. Immutable and thread-safe.
 */
public final class RunSetup {
  private final ResolvedConfig resolved;
  private final MuZeroConfig config;
  private final EnvironmentSpec spec;
  private final ObservationStacker stacker;
  private final NetworkShape shape;
  private final DeviceChoice device;

  /** Numbers of four bytes in a copy of the game; 0 where nobody keeps copies. */
  private final int copySize;

  /** What this configuration fixes; makes one environment to look at. */
  public RunSetup(ResolvedConfig resolved) {
    this.resolved = resolved;
    config = resolved.config();
    spec = resolved.game().create(config.gameOptions()).spec();
    stacker = new ObservationStacker(spec, config.replay().stackedFrames());
    shape = NetworkShape.of(spec, stacker.inputSize()).searchedBy(config.search().usesRules());
    device = DeviceChoice.of(config.run().device());
    copySize = config.search().usesRules() ? SearchedModel.copySize(environment(), stacker) : 0;
  }

  /** Every setting. */
  public MuZeroConfig config() {
    return config;
  }

  /** What never changes about the game. */
  public EnvironmentSpec spec() {
    return spec;
  }

  /** Composes network inputs. */
  public ObservationStacker stacker() {
    return stacker;
  }

  GameProvider game() {
    return resolved.game();
  }

  /** What the network takes and says. */
  public NetworkShape shape() {
    return shape;
  }

  /** Where networks compute. */
  public DeviceChoice device() {
    return device;
  }

  /** Numbers of four bytes that a search keeps of each state: the network's, or the game's. */
  int stateSize() {
    return config.search().usesRules() ? copySize : network().keptSize();
  }

  /** The network's program. */
  public NetworkProgram network() {
    return new NetworkProgram(config.network(), shape);
  }

  /** A game of its own. */
  Environment environment() {
    return resolved.game().create(config.gameOptions());
  }

  /** Games that are played in lock step; owned by whoever calls. */
  public VectorEnvironment environments(int count) {
    return resolved.game().createVector(config.gameOptions(), count);
  }

  /** A network for the thread that calls; owned by it. */
  public DjlMuZeroModel model() {
    return new DjlMuZeroModel(config.network(), shape, config.signedDiscount(spec), device);
  }

  /** A stream of random numbers of this run, at its beginning. */
  public RestorableUniformRandomProvider random(String purpose, long number) {
    return RandomStream.create(config.seed(), purpose, number);
  }

  /** Whether an evaluation looks at every state of the game. */
  boolean seesEveryState() {
    return game().solver(config.gameOptions()).filter(Solver::canEnumerate).isPresent()
        || game().policyEvaluator(config.gameOptions()).isPresent();
  }
}
