package io.muzero.agent;

import io.muzero.config.ConfigException;
import io.muzero.config.MuZeroConfig;
import io.muzero.environment.Environment;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.Episode;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.model.MuZeroModel;
import io.muzero.network.DeviceChoice;
import io.muzero.network.DjlMuZeroModel;
import io.muzero.network.NetworkProgram;
import io.muzero.network.NetworkShape;
import io.muzero.network.Weights;
import io.muzero.replay.ObservationStacker;
import io.muzero.rules.RulesModel;
import io.muzero.rules.SearchedGame;
import io.muzero.rules.StateSize;
import io.muzero.settings.InvalidSettingException;
import io.muzero.storage.CheckpointException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * A trained agent, ready to decide: the network of a checkpoint, the search, and the game that it
 * plays. It explores nothing, so it always decides alike.
 *
 * <pre>{@code
 * try (TrainedAgent agent = TrainedAgent.load(Path.of("checkpoints/tictactoe/latest"))) {
 *   Episode episode = agent.newEpisode(1);
 *   while (!episode.ended()) {
 *     episode.play(agent.decide(episode).action());
 *   }
 * }
 * }</pre>
 *
 * <p><b>Threads.</b> An agent may be used by any number of threads at the same time. It decides on
 * threads of its own, one for each processor at most, which it starts as they are needed; requests
 * wait in the order in which they come. Episodes and environments are not thread-safe: one that was
 * handed over must not be changed before the call returns.
 *
 * <p><b>Native memory.</b> Each of these threads holds a network and trees outside Java's heap,
 * which the garbage collector does not see. They belong to the agent, and {@link #close} frees
 * them; so it does with the {@linkplain SearchSession searches} that are still open. Nothing that
 * an agent returns, sessions aside, holds native memory: decisions and trees stay valid after it.
 */
public final class TrainedAgent implements AutoCloseable {
  /** How many times the simulations of a decision a search may go on to unless it is said. */
  private static final int THINK_ON = 8;

  private final AgentInfo info;
  private final AgentSetup setup;
  private final Exporter exporter;
  private final AgentThreads threads;

  /** Writes the agent's networks to a folder. */
  @FunctionalInterface
  interface Exporter {
    List<Path> to(Path folder) throws IOException;

    /** SHA-256 of the file of weights; empty where there is no file. */
    default String weightsChecksum() {
      return "";
    }
  }

  /** An agent that owns nothing yet. */
  TrainedAgent(AgentInfo info, AgentSetup setup, Exporter exporter) {
    this.info = info;
    this.setup = setup;
    this.exporter = exporter;
    threads = new AgentThreads(setup);
  }

  /**
   * Loads an agent; its game is found on the class path.
   *
   * @param path a checkpoint's folder, or a run's folder, also by the name {@code latest}: then it
   *     is the run's best checkpoint, or its newest when none is the best yet; or a file that
   *     {@code agent pack} has written
   * @return closed by the caller
   * @throws AgentException when there is no such agent, or it cannot be used
   */
  public static TrainedAgent load(Path path) {
    return load(path, LoadOptions.defaults());
  }

  /**
   * Loads an agent by what a person calls it; its game is found on the class path.
   *
   * @param named the name of an agent that comes with the program, as {@code connect4} ({@link
   *     ReadyAgents}), or a path as of {@link #load(Path)}
   * @return closed by the caller
   * @throws AgentException when there is no such agent, or it cannot be used
   */
  public static TrainedAgent load(String named) {
    return load(named, LoadOptions.defaults());
  }

  /** As {@link #load(String)}, with games and settings of one's own. */
  public static TrainedAgent load(String named, LoadOptions options) {
    return AgentFiles.find(named, options)
        .map(files -> open(files, options))
        .orElseThrow(() -> withoutCheckpoint(named));
  }

  private static AgentException withoutCheckpoint(Object run) {
    return new AgentException(new CheckpointException(run + " has no checkpoint yet"));
  }

  /** As {@link #load(Path)}, with games and settings of one's own. */
  public static TrainedAgent load(Path path, LoadOptions options) {
    return find(path, options).orElseThrow(() -> withoutCheckpoint(path));
  }

  /**
   * As {@link #load(Path, LoadOptions)}.
   *
   * @return empty when the path is a run's folder that has no checkpoint yet
   */
  public static Optional<TrainedAgent> find(Path path, LoadOptions options) {
    return AgentFiles.find(path, options).map(files -> open(files, options));
  }

  private static TrainedAgent open(AgentFiles files, LoadOptions options) {
    try {
      return opened(files, options);
    } catch (ConfigException | CheckpointException | InvalidSettingException e) {
      throw new AgentException(e);
    }
  }

  private static TrainedAgent opened(AgentFiles files, LoadOptions options) {
    AgentSetup setup = setup(files, options);
    MuZeroConfig config = files.resolved().config();
    AgentInfo info =
        new AgentInfo(
            config.game(),
            files.place(),
            files.step(),
            files.score(),
            setup.search().simulations(),
            setup.images(),
            config.evaluation().openingMoves(),
            config.replay().discount(),
            config.search().usesRules());
    TrainedAgent agent = new TrainedAgent(info, setup, new AgentExport(files, setup));
    boolean ready = false;
    try {
      // So that what does not work is found now.
      agent.threads.free().answer(Workplace::network);
      ready = true;
      return agent;
    } finally {
      if (!ready) {
        agent.close();
      }
    }
  }

  /**
   * The one place where inputs, network and search are put together for trained weights.
   *
   * @param files weights and configuration
   * @param options say how many threads decide, and what a user calls a setting
   */
  private static AgentSetup setup(AgentFiles files, LoadOptions options) {
    MuZeroConfig config = files.resolved().config();
    AgentSetup.Rules rules = new AgentSetup.Rules(files.resolved().game(), config.gameOptions());
    EnvironmentSpec spec = rules.newEnvironment().spec();
    ObservationStacker stacker = new ObservationStacker(spec, config.replay().stackedFrames());
    NetworkShape shape =
        NetworkShape.of(spec, stacker.inputSize()).searchedBy(config.search().usesRules());
    Weights weights = files.weights(shape);
    DeviceChoice device = DeviceChoice.of(config.run().device());
    Supplier<MuZeroModel> networks =
        () -> {
          DjlMuZeroModel made =
              new DjlMuZeroModel(config.network(), shape, config.signedDiscount(spec), device);
          made.load(weights);
          return RulesModel.choose(
              config.search(),
              made,
              new SearchedGame(config.game(), rules::newEnvironment),
              stacker,
              config.replay().discount());
        };
    int processors = device.isGpu() ? 1 : Runtime.getRuntime().availableProcessors();
    return new AgentSetup(
        rules,
        stacker,
        new AgentSetup.Searching(
            config.evaluation().search(config.search()),
            config.evaluation().symmetries() ? stacker.transformations() : 1,
            options.nameOf(config.evaluation().simulationsKey())),
        networks,
        new AgentSetup.Room(
            options.threads() == 0 ? processors : Math.min(options.threads(), processors),
            config.search().usesRules()
                ? StateSize.of(rules.newEnvironment(), stacker)
                : new NetworkProgram(config.network(), shape).keptSize()));
  }

  /** What this agent is. */
  public AgentInfo info() {
    return info;
  }

  /**
   * SHA-256 of the file of its weights in lower-case hexadecimal: what is measured of an agent is
   * of these weights.
   */
  public String weightsChecksum() {
    return exporter.weightsChecksum();
  }

  /**
   * What its decisions depend on beside its weights, setting by setting: how it searches, in how
   * many images, and the discount. Agents of the same weights for which this is equal decide alike.
   */
  public Map<String, String> deciding() {
    Map<String, String> deciding = new TreeMap<>(setup.search().deciding());
    deciding.put("images", Integer.toString(info.images()));
    deciding.put("discount", Double.toString(info.discount()));
    return deciding;
  }

  /** The game: its reference players, its solver where it has one. */
  public GameProvider game() {
    return setup.game();
  }

  /** The game's options with which it was trained. */
  public GameOptions gameOptions() {
    return setup.rules().options();
  }

  /** A new environment of the game, which must be reset first. */
  public Environment newEnvironment() {
    return setup.rules().newEnvironment();
  }

  /**
   * A new episode of the game.
   *
   * @param seed of its chance, at least 0
   */
  public Episode newEpisode(long seed) {
    Environment environment = newEnvironment();
    environment.reset(seed);
    return Episode.owning(environment);
  }

  /**
   * Frames that the network sees at once. With 1 a state alone decides; with more, so does what led
   * there, and an episode says more than its environment.
   */
  public int stackedFrames() {
    return setup.stacker().stackedFrames();
  }

  /**
   * Decides in an episode.
   *
   * @param episode of this agent's game; has not ended, and is left unchanged
   * @throws IllegalArgumentException when it is of another game, or has ended
   * @throws IllegalStateException when the agent has been closed
   */
  public Decision decide(Episode episode) {
    setup.requireDecidable(episode);
    return threads.free().answer(place -> place.decide(episode));
  }

  /**
   * Decides in the state of an environment, as if an episode began there: a network that sees
   * several frames sees the others empty.
   *
   * @param environment of this agent's game; has not ended, and is left unchanged
   * @throws IllegalArgumentException when it is of another game, or no action is legal
   */
  public Decision decide(Environment environment) {
    return decide(new Episode(environment));
  }

  /**
   * Decides in many episodes at once, with all processors: much faster than one by one.
   *
   * @param episodes as of {@link #decide(Episode)}
   * @return a decision for each, in their order
   */
  public List<Decision> decide(List<Episode> episodes) {
    episodes.forEach(setup::requireDecidable);
    return decisions(threads.share(episodes, Workplace::decide));
  }

  /**
   * As {@link #decide(List)}, the same decisions as fast, with somebody told how far it is, who may
   * end it. Any number of threads may call it at the same time; each stops its own decisions alone.
   *
   * @param goOn asked many times a second, before each call of the network, on threads of the
   *     agent, several at the same time; at false all decisions are given up, also those that are
   *     made already
   * @param progress told several times a second which share of the simulations is done, within [0,
   *     1], and at the end 1; it never falls; on the caller's thread; must not throw
   * @throws java.util.concurrent.CancellationException when they were given up: no thread of the
   *     agent reads the episodes any more, and the agent decides on as ever
   */
  public List<Decision> decide(
      List<Episode> episodes, BooleanSupplier goOn, DoubleConsumer progress) {
    episodes.forEach(setup::requireDecidable);
    LongAdder evaluated = new LongAdder();
    double all = Math.max(1.0, (double) episodes.size() * info.simulations() * setup.images());
    List<List<Decision>> parts =
        threads.share(
            episodes,
            (place, part) -> place.decide(part, goOn, evaluated::add),
            () -> progress.accept(evaluated.sum() / all));
    progress.accept(1);
    return decisions(parts);
  }

  private static List<Decision> decisions(List<List<Decision>> parts) {
    return parts.stream().flatMap(List::stream).toList();
  }

  /**
   * The actions of {@link #decide(List)} alone.
   *
   * @return the index of an action for each episode
   */
  public int[] choose(List<Episode> episodes) {
    return choose(episodes, () -> true, decided -> {});
  }

  /**
   * As {@link #choose(List)}, the same actions as fast, with somebody told how far it is, who may
   * end it.
   *
   * @param goOn asked many times a second, on any thread; at false the decisions are given up
   * @param progress told several times a second in how many episodes it is decided, and at the end
   *     that it is in all; on the caller's thread; must not throw
   * @throws java.util.concurrent.CancellationException when they were given up
   */
  public int[] choose(List<Episode> episodes, BooleanSupplier goOn, IntConsumer progress) {
    episodes.forEach(setup::requireDecidable);
    AtomicInteger decided = new AtomicInteger();
    List<int[]> parts =
        threads.share(
            episodes,
            (place, part) -> place.choose(part, goOn, decided::addAndGet),
            () -> progress.accept(decided.get()));
    progress.accept(episodes.size());
    return joined(parts);
  }

  /**
   * The legal action that the network alone holds likeliest in each of many episodes.
   *
   * @return the index of an action for each episode
   */
  public int[] chooseWithoutSearch(List<Episode> episodes) {
    episodes.forEach(setup::requireDecidable);
    return joined(threads.share(episodes, Workplace::chooseWithoutSearch));
  }

  private static int[] joined(List<int[]> parts) {
    return parts.stream().flatMapToInt(Arrays::stream).toArray();
  }

  /**
   * The plan of a search that decides as {@link #decide(Episode)} does, may go on to eight times
   * the simulations where there is memory for it, and is seen after each simulation.
   */
  public SearchPlan plan() {
    return plan(Math.min(SearchPlan.LIMIT, THINK_ON * info.simulations())).withSnapshotEvery(1);
  }

  /**
   * The plan of a search that decides as {@link #decide(Episode)} does and may go on to so many
   * simulations, or as many of them as there is memory for.
   *
   * @param most within [1, {@link SearchPlan#LIMIT}]
   */
  public SearchPlan plan(int most) {
    int simulations = info.simulations();
    return SearchPlan.of(simulations).upTo(Math.max(simulations, setup.simulationsThatFit(most)));
  }

  /**
   * The plan of a search of other simulations, or of as many of them as there is memory for.
   *
   * @param simulations that the search is laid out for, at least 1
   * @param most within [{@code simulations}, {@link SearchPlan#LIMIT}]
   */
  public SearchPlan plan(int simulations, int most) {
    int fit = Math.max(1, setup.simulationsThatFit(most));
    return SearchPlan.of(Math.min(simulations, fit)).upTo(fit);
  }

  /**
   * Bytes that a search of a plan takes until it is closed, in Java's heap and beside it; its
   * snapshots come on top.
   */
  public long bytesOf(SearchPlan plan) {
    return setup.bytesOf(plan);
  }

  /**
   * Begins a search that can be watched, stopped and continued.
   *
   * @param episode as of {@link #decide(Episode)}; may be changed after this call
   * @param plan how long it is to be
   * @return has no simulation yet; closed by the caller
   * @throws IllegalArgumentException when the episode is of another game or has ended, or so many
   *     simulations do not fit into memory
   */
  public SearchSession search(Episode episode, SearchPlan plan) {
    setup.requireDecidable(episode);
    setup.requireFits(plan);
    return SearchSession.begin(threads.free(), episode, plan);
  }

  /**
   * Unrolls the learned model along a line of actions, beside the real rules.
   *
   * @param episode where the line begins; of this agent's game, left unchanged
   * @param actions indices of actions; the model takes illegal ones too
   * @throws IllegalArgumentException when the episode is of another game, or an index is none of
   *     its actions
   */
  public ImaginedLine imagine(Episode episode, List<Integer> actions) {
    setup.requireSameGame(episode);
    int count = setup.stacker().actionCount();
    for (int action : actions) {
      if (action < 0 || action >= count) {
        throw new IllegalArgumentException(
            "an action must be within [0, " + (count - 1) + "], was " + action);
      }
    }
    List<Integer> line = List.copyOf(actions);
    return threads.free().answer(place -> place.imagine(episode, line));
  }

  /**
   * Writes the networks as ONNX files (opset 18, float32, free batch dimension), with inputs and
   * outputs to compare with, for programs that know nothing of this one; docs/export.md says what
   * they take and give.
   *
   * @param folder made when it is not there; files of the same names are replaced
   * @return the files that were written
   * @throws IOException when they cannot be written
   */
  public List<Path> export(Path folder) throws IOException {
    return exporter.to(folder);
  }

  /**
   * Waits for what has been asked, closes open searches, and frees native memory. Closing twice
   * does nothing.
   */
  @Override
  public void close() {
    threads.close();
  }
}
