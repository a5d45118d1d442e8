package io.muzero.run;

import io.muzero.config.MuZeroConfig;
import io.muzero.network.GpuMemory;
import io.muzero.network.NetworkProgram;
import io.muzero.network.NetworkShape;
import io.muzero.network.NetworkType;
import io.muzero.replay.TrainingBatch;
import io.muzero.replay.Trajectory;
import io.muzero.replay.TrajectoryBuilder;
import io.muzero.search.SearchSize;
import io.muzero.settings.InvalidSettingException;
import io.muzero.settings.Size;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.ToLongFunction;

/**
 * What a run takes of the memory, computed before it takes any: a run that cannot fit is refused
 * with the setting to change, where it would end in the middle otherwise.
 *
 * <p>Counts what grows with the game and the settings: the network and its copies, games and search
 * trees of the players, the learner's batch, the replay buffer when it is full. No number
 * overflows.
 */
final class RunSize {
  private static final int FLOAT = Float.BYTES;

  /** 32-bit numbers of the rows that a call of the model names for a state: three of 64 bits. */
  private static final int ROW_NUMBERS = 6;

  /** Share of Java's heap that may be planned for; what is made on the way needs the rest. */
  private static final double PLANNED_SHARE = 0.9;

  /** Positions counted of episodes of which nobody knows how long they last. */
  private static final int UNKNOWN_LENGTH = 200;

  /** Copies of what a stem makes of a picture: a layer's output, that behind relu, a gradient. */
  private static final int STEM_COPIES = 3;

  /** Copies of the weights in Java's heap: published, best, and snapshots with their moments. */
  private static final int HEAP_COPIES = 6;

  /** Copies that lie between Java and libtorch, beside one for each who searches. */
  private static final int STAGED_COPIES = 3;

  /** Expanded forms of the layers: the learner's, and one that a player makes anew. */
  private static final int EXPANDED_COPIES = GpuMemory.EXPANDED_COPIES + 1;

  /** Bytes by which a buffer finds a stored position. */
  private static final int INDEX_BYTES = Integer.BYTES;

  /** Bytes of a position's priority: a leaf of the tree of sums, and an inner node. */
  private static final int PRIORITY_BYTES = 2 * Double.BYTES;

  private final RunSetup setup;
  private final MuZeroConfig config;
  private final NetworkProgram network;
  private final boolean gpu;
  private final List<MemoryPart> parts = new ArrayList<>();

  private RunSize(RunSetup setup) {
    this.setup = setup;
    config = setup.config();
    network = setup.network();
    gpu = setup.device().isGpu();
  }

  /** The size of a run with this configuration. */
  static RunSize of(RunSetup setup) {
    RunSize size = new RunSize(setup);
    int workers = size.config.selfPlay().workers();
    boolean reanalyses = size.config.reanalyse().share() > 0;
    boolean gated = size.config.gating().isOn();
    size.addNetwork(workers + (reanalyses ? 2 : 1) + (gated ? 2 : 0));
    size.addLearner();
    size.addSelfPlay(workers);
    size.addEvaluation();
    if (gated) {
      size.addGating();
    }
    if (reanalyses) {
      size.addReanalysis();
    }
    size.addReplay();
    return size;
  }

  private void addSelfPlay(int workers) {
    SearchSize search = MatchSize.of(setup, config.search(), config.selfPlay().gamesPerWorker());
    addPlayers(
        new Players(
            String.format(
                Locale.ROOT,
                "self-play of %,d games by each of %,d workers",
                search.trees(),
                workers),
            "selfPlay.gamesPerWorker",
            search.trees(),
            "selfPlay.workers, search.simulations or search.maxConsideredActions",
            search,
            workers,
            recordings(),
            setup.shape().batchedSize()));
  }

  private void addEvaluation() {
    // Those who see every state have small trees.
    SearchSize search = MatchSize.evaluation(setup, MatchSize.gamesEvaluated(setup));
    addPlayers(
        new Players(
            String.format(Locale.ROOT, "evaluation of %,d games at once", search.trees()),
            config.evaluation().trainingSimulationsKey(),
            search.simulations(),
            "evaluation.games",
            search,
            1,
            0,
            setup.shape().inputSize()));
  }

  private void addGating() {
    SearchSize search = MatchSize.gating(setup, MatchSize.gatingBatch(setup));
    addPlayers(
        new Players(
            String.format(Locale.ROOT, "gating matches of %,d games at once", search.trees()),
            config.gating().simulationsKey(),
            search.simulations(),
            "gating.games",
            search,
            2,
            0,
            setup.shape().inputSize()));
  }

  private void addReanalysis() {
    SearchSize search = MatchSize.of(setup, config.search(), config.reanalyse().batch());
    addPlayers(
        new Players(
            String.format(Locale.ROOT, "reanalysis of %,d positions at once", search.trees()),
            "reanalyse.batch",
            search.trees(),
            "search.simulations",
            search,
            1,
            0,
            setup.shape().batchedSize()));
  }

  private void addNetwork(int players) {
    long parameters = network.layout().size();
    long copy = Size.product(parameters, FLOAT);
    long expanded = Size.product(Size.sum(parameters, network.tableSize()), FLOAT);
    boolean planes = config.network().type() != NetworkType.MLP;
    parts.add(
        new MemoryPart(
            String.format(Locale.ROOT, "a network of %,d parameters", parameters),
            planes ? "network.channels" : "network.headWidth",
            planes ? config.network().channels() : config.network().headWidth(),
            "network.headWidth, the network's other widths or selfPlay.workers",
            Size.product(copy, HEAP_COPIES),
            Size.product(copy, STAGED_COPIES + players),
            gpu
                ? 0
                : Size.sum(
                    Size.product(copy, GpuMemory.TRAINED_COPIES),
                    Size.product(expanded, players + EXPANDED_COPIES)),
            parameters,
            parameters));
  }

  private void addLearner() {
    int batch = config.learner().batchSize();
    int unroll = config.learner().unrollSteps();
    boolean next = config.learner().consistencyWeight() > 0;
    NetworkShape shape = network.shape();
    long numbers =
        TrainingBatch.numbers(batch, unroll, shape.batchedSize(), network.logits(), next);
    long states = Size.product(batch, unroll + 1L);
    boolean image = config.network().type() == NetworkType.IMAGE;
    long layers = network.layers().size() - (image ? network.representationLayers() : 0);
    long inputs = Size.product(batch, next ? unroll + 1L : 1);
    long activations =
        Size.sum(
            Size.product(states, network.logits(), GpuMemory.PASSES),
            Size.product(states, network.stateSize(), layers + GpuMemory.FURTHER_STATES),
            Size.product(inputs, picture(), STEM_COPIES));
    parts.add(
        new MemoryPart(
            String.format(
                Locale.ROOT,
                "a training batch of %,d positions and %,d unrolled steps",
                batch,
                unroll),
            "learner.batchSize",
            batch,
            "learner.unrollSteps",
            Size.product(numbers, FLOAT),
            Size.product(numbers, FLOAT),
            gpu ? 0 : Size.product(activations, FLOAT),
            numbers,
            numbers));
  }

  /** Numbers that a stem makes of a picture on the way to a state; 0 where there is no stem. */
  private long picture() {
    return config.network().type() == NetworkType.IMAGE ? network.encodingNumbers() : 0;
  }

  /**
   * Those who search.
   *
   * @param what what they do
   * @param key the setting that decides most of their memory
   * @param value its value
   * @param others what else makes it smaller
   * @param search the search of each
   * @param players how many
   * @param recorded bytes that each of their games takes beside its tree
   * @param input 32-bit numbers that an input takes on its way to the network
   */
  private record Players(
      String what,
      String key,
      long value,
      String others,
      SearchSize search,
      int players,
      long recorded,
      long input) {}

  private void addPlayers(Players of) {
    SearchSize search = of.search;
    NetworkShape shape = setup.shape();
    long inputs = Size.product(search.trees(), of.input);
    long rows = Size.product(search.calls(), ROW_NUMBERS);
    long staged = Size.sum(search.outputs(), rows, inputs);
    // The floats of inputs that come as bytes, and what a stem makes of them.
    long made = of.input < shape.inputSize() ? shape.inputSize() : 0;
    long pictures = Size.product(search.trees(), Size.sum(made, picture()));
    // Copies of the game lie in Java's heap; of the network's states those of one call are left.
    boolean rules = config.search().usesRules();
    long states =
        rules ? Size.product(search.calls(), network.keptSize(), FLOAT) : search.stateBytes();
    long heap =
        Size.sum(
            search.heapBytes(),
            rules ? search.stateBytes() : 0,
            Size.product(inputs, FLOAT),
            Size.product(search.trees(), shape.actionCount()),
            Size.product(search.trees(), of.recorded));
    long besides =
        gpu
            ? 0
            : Size.sum(
                states, Size.product(search.outputs(), FLOAT), Size.product(pictures, FLOAT));
    parts.add(
        new MemoryPart(
            of.what,
            of.key,
            of.value,
            of.others,
            Size.product(of.players, heap),
            Size.product(of.players, staged, FLOAT),
            Size.product(of.players, besides),
            Math.max(Math.max(search.edges(), inputs), of.recorded / FLOAT),
            staged));
  }

  /** Bytes of a game that is being recorded. */
  private long recordings() {
    int bound = setup.spec().maxSteps();
    long longest = bound > 0 ? bound : Long.MAX_VALUE;
    long kept =
        config.replay().monteCarlo()
            ? UNKNOWN_LENGTH
            : (long) config.replay().segmentLength()
                + config.replay().tdSteps()
                + config.learner().unrollSteps();
    long most = Math.max(TrajectoryBuilder.FIRST_CAPACITY, Math.min(longest, kept));
    long steps = Long.highestOneBit(most - 1) * 2;
    // Beside what is recorded: the state that its environment shows and the one that it is in, as
    // floats whatever the format, and the frames of its stack.
    long shown = Size.product(2, setup.spec().observationSize(), FLOAT);
    long position = Trajectory.positionBytes(setup.spec());
    return Size.sum(
        Size.product(Size.sum(steps, config.replay().stackedFrames()), position), shown);
  }

  private void addReplay() {
    long capacity = config.replay().capacity();
    long most = config.replay().capacityMiB() * Size.MEBIBYTE;
    long stored = Math.min(most, Size.product(capacity, storedBytes()));
    int priority = config.replay().prioritised() ? PRIORITY_BYTES : 0;
    long index = Size.product(capacity, INDEX_BYTES + priority);
    parts.add(
        new MemoryPart(
            "the full replay buffer",
            "replay.capacityMiB",
            config.replay().capacityMiB(),
            "replay.capacity",
            Size.sum(stored, index),
            0,
            0,
            capacity,
            0));
  }

  /**
   * Bytes of the buffer for a position: a segment of an episode also holds the positions before it
   * that its frames need and those after it that its targets do, which other segments hold too.
   */
  private long storedBytes() {
    long position = Trajectory.positionBytes(setup.spec());
    int stacked = config.replay().stackedFrames();
    long segment = config.replay().segmentLength();
    long after = (long) config.learner().unrollSteps() + config.replay().tdSteps();
    int bound = setup.spec().maxSteps();
    boolean whole = config.replay().monteCarlo() || bound > 0 && bound < segment + after;
    long held = whole ? segment : segment + after + (stacked == 1 ? 0 : stacked);
    return Size.product(position, held) / segment;
  }

  /**
   * Requires that it fits.
   *
   * @throws InvalidSettingException when an array would be too long, or the parts together exceed
   *     Java's heap, the memory shared with libtorch, or the machine
   */
  void requireFits(MemoryRoom memory) {
    for (MemoryPart part : parts) {
      part.requireIndexable();
    }
    require("Java's heap", MemoryPart::heap, (long) (PLANNED_SHARE * memory.heap()), "-Xmx");
    require(
        "the memory Java shares with libtorch",
        MemoryPart::direct,
        memory.direct(),
        "-XX:MaxDirectMemorySize");
    require("this machine", MemoryPart::all, memory.machine(), "");
  }

  /**
   * What a run of frames takes, in one line for the user; empty where the game shows no pictures
   * and the network sees none: there memory is small.
   */
  Optional<String> ofFrames() {
    boolean image = config.network().type() == NetworkType.IMAGE;
    if (!image && !setup.spec().isOfPictures()) {
      return Optional.empty();
    }
    long positions =
        Math.min(
            config.replay().capacity(),
            config.replay().capacityMiB() * Size.MEBIBYTE / storedBytes());
    StringJoiner list = new StringJoiner(", ");
    for (MemoryPart part : parts) {
      list.add(part.what() + " " + Size.mebibytes(part.all()));
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "memory: up to %s (%s); a frame is stored as %,d bytes, the buffer holds %,d positions",
            Size.mebibytes(Size.sum(parts.stream().mapToLong(MemoryPart::all).toArray())),
            list,
            (long) setup.spec().observationSize() * setup.spec().format().bytes(),
            positions));
  }

  private void require(String place, ToLongFunction<MemoryPart> bytes, long limit, String flag) {
    long all = Size.sum(parts.stream().mapToLong(bytes).toArray());
    if (all <= limit) {
      return;
    }
    MemoryPart greatest = parts.stream().max(Comparator.comparingLong(bytes)).orElseThrow();
    long own = bytes.applyAsLong(greatest);
    long room =
        limit - Size.sum(parts.stream().filter(p -> p != greatest).mapToLong(bytes).toArray());
    long fits = room <= 0 ? 0 : (long) ((double) room / own * greatest.value());
    throw new InvalidSettingException(
        greatest.key(),
        String.format(
            Locale.ROOT,
            "must be smaller%s: %s needs %s, the whole run %s, and %s has %s for it; or lower %s%s",
            fits > 0 ? ", about " + fits + " fits" : "",
            greatest.what(),
            Size.mebibytes(own),
            Size.mebibytes(all),
            place,
            Size.mebibytes(limit),
            greatest.others(),
            flag.isEmpty() ? "" : ", or give Java more with " + flag),
        greatest.value());
  }
}
