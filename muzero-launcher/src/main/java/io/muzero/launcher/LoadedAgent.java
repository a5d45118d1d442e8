package io.muzero.launcher;

import io.muzero.config.MuZeroConfig;
import io.muzero.config.NearestWord;
import io.muzero.config.ResolvedConfig;
import io.muzero.environment.Environment;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.GameProvider;
import io.muzero.files.FileFailure;
import io.muzero.network.DeviceChoice;
import io.muzero.network.DjlMuZeroModel;
import io.muzero.network.NetworkProgram;
import io.muzero.network.NetworkShape;
import io.muzero.network.Weights;
import io.muzero.protocol.GtpPlayer;
import io.muzero.replay.ObservationHistory;
import io.muzero.replay.ObservationStacker;
import io.muzero.search.SearchConfig;
import io.muzero.search.SearchResult;
import io.muzero.search.SearchSize;
import io.muzero.selfplay.Agent;
import io.muzero.selfplay.AgentTeam;
import io.muzero.selfplay.Decider;
import io.muzero.selfplay.Position;
import io.muzero.storage.Checkpoint;
import io.muzero.storage.CheckpointException;
import io.muzero.storage.CheckpointStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A checkpoint ready to play: its game, its network and its settings. Used by the thread that
 * opened it.
 */
final class LoadedAgent implements AutoCloseable {
  /** Bytes that the hidden states of the trees searched at once may take, the trees as much. */
  private static final long MOST_STATE_BYTES = 700L << 20;

  private final Checkpoint checkpoint;
  private final ResolvedConfig resolved;
  private final ObservationStacker stacker;
  private final Weights weights;
  private final DjlMuZeroModel model;

  private LoadedAgent(
      Checkpoint checkpoint, ResolvedConfig resolved, ObservationStacker stacker, Weights weights) {
    this.checkpoint = checkpoint;
    this.resolved = resolved;
    this.stacker = stacker;
    this.weights = weights;
    model = newModel();
  }

  /**
   * Loads a checkpoint's weights into the network that its run's configuration describes.
   *
   * @throws CheckpointException when the weights are of another network
   */
  static LoadedAgent open(Checkpoint checkpoint, ResolvedConfig resolved) {
    MuZeroConfig config = resolved.config();
    EnvironmentSpec spec = resolved.game().create(config.gameOptions()).spec();
    ObservationStacker stacker = new ObservationStacker(spec, config.replay().stackedFrames());
    NetworkShape shape = NetworkShape.of(spec, stacker.inputSize());
    Weights weights;
    try (InputStream in = checkpoint.read(CheckpointStore.WEIGHTS)) {
      weights = Weights.read(new NetworkProgram(config.network(), shape).layout(), in);
    } catch (IOException e) {
      throw new CheckpointException(
          "the checkpoint " + checkpoint.folder() + " cannot be used: " + FileFailure.reason(e), e);
    }
    return new LoadedAgent(checkpoint, resolved, stacker, weights);
  }

  private DjlMuZeroModel newModel() {
    EnvironmentSpec spec = environment().spec();
    DjlMuZeroModel made =
        new DjlMuZeroModel(
            config().network(),
            NetworkShape.of(spec, stacker.inputSize()),
            config().signedDiscount(spec),
            device());
    made.load(weights);
    return made;
  }

  private DeviceChoice device() {
    return DeviceChoice.of(config().run().device());
  }

  /** Where the weights come from. */
  Checkpoint checkpoint() {
    return checkpoint;
  }

  /** The run's settings, with what the command line changed. */
  MuZeroConfig config() {
    return resolved.config();
  }

  /** The game's provider. */
  GameProvider game() {
    return resolved.game();
  }

  /** Composes the network's inputs. */
  ObservationStacker stacker() {
    return stacker;
  }

  /** The network; stays this agent's. */
  DjlMuZeroModel model() {
    return model;
  }

  /** A new environment of the game. */
  Environment environment() {
    return resolved.game().create(resolved.config().gameOptions());
  }

  /** Simulations a move without exploration. */
  int simulations() {
    return search().simulations();
  }

  private SearchConfig search() {
    return config().evaluation().search(config().search());
  }

  /** Decides for one position at a time; the caller closes it. */
  Agent agent() {
    return agent(model, 1);
  }

  private Agent agent(DjlMuZeroModel model, int most) {
    return new Agent(model, search(), config().evaluation().symmetries(), stacker, most);
  }

  /**
   * Decides for many positions at once with all processors, or the GPU; the caller closes it.
   *
   * @param most positions in one batch; fewer when the search is so large that their trees, which
   *     stay in memory, would be too many
   */
  Decider team(int most) {
    int images = config().evaluation().symmetries() ? stacker.transformations() : 1;
    SearchSize tree = SearchSize.of(search(), 1, model.actionCount(), model.stateSize());
    int members =
        device().isGpu()
            ? 1
            : SearchSize.thatFit(
                Runtime.getRuntime().availableProcessors(), images, tree, MOST_STATE_BYTES);
    int maxBatch = SearchSize.thatFit(most, members, tree, MOST_STATE_BYTES);
    return new AgentTeam(
        agent(model, maxBatch),
        Collections.nCopies(members - 1, () -> new Member(newModel(), maxBatch)));
  }

  /** An agent that closes its own model. */
  private final class Member implements Decider {
    private final DjlMuZeroModel own;
    private final Agent agent;

    Member(DjlMuZeroModel own, int maxBatch) {
      this.own = own;
      agent = agent(own, maxBatch);
    }

    @Override
    public int[] search(List<Position> positions) {
      return agent.search(positions);
    }

    @Override
    public int[] policy(List<Position> positions) {
      return agent.policy(positions);
    }

    @Override
    public void close() {
      agent.close();
      own.close();
    }
  }

  /**
   * The name of a reference player that the game has, or of an engine.
   *
   * @throws UsageException when it has none of this name, or no engine can play it
   */
  String opponent(String named) {
    List<String> opponents = game().opponents();
    if (GtpPlayer.isNamed(named)) {
      GtpPlayer.requirePlayable(environment(), game().name());
    } else if (!opponents.contains(named)) {
      throw new UsageException(
          "--opponent must be one of "
              + String.join(", ", opponents)
              + ", was "
              + named
              + NearestWord.hint(named, opponents));
    }
    return named;
  }

  /** Looks at one state at a time, without noise; the caller closes it. */
  Thinker thinker() {
    return new Thinker();
  }

  @Override
  public void close() {
    model.close();
  }

  /** An advisor that searches with this agent's network. */
  final class Thinker implements Advisor, AutoCloseable {
    private final Agent agent = agent();

    private Thinker() {}

    @Override
    public Advice advise(Episode episode) {
      SearchResult result = agent.think(new Position(episode.state(), history(episode)));
      int actions = model.actionCount();
      return new Advice(
          result.action[0],
          result.policyValue[0],
          Arrays.copyOf(result.policy, actions),
          Arrays.copyOf(result.visitCounts, actions),
          Arrays.copyOf(result.qValues, actions));
    }

    private ObservationHistory history(Episode episode) {
      ObservationHistory history = stacker.newHistory();
      history.start(episode.states().get(0).observation(), 0);
      for (int i = 0; i < episode.actions().size(); i++) {
        history.add(episode.actions().get(i), episode.states().get(i + 1).observation(), 0);
      }
      return history;
    }

    @Override
    public void close() {
      agent.close();
    }
  }
}
