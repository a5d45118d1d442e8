package io.muzero.agent;

import io.muzero.environment.Environment;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.Episode;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.model.MuZeroModel;
import io.muzero.replay.ObservationStacker;
import io.muzero.search.SearchConfig;
import io.muzero.search.SearchSize;
import io.muzero.settings.Size;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * What an agent decides with: the game, how inputs are composed, how states are searched, and
 * networks for as many threads as there are. Immutable and thread-safe.
 *
 * @param rules the game
 * @param stacker composes network inputs
 * @param searching how a state is searched
 * @param networks makes a network for the calling thread, owned by whoever asked
 * @param room how much memory and how many threads it may take
 */
record AgentSetup(
    Rules rules,
    ObservationStacker stacker,
    Searching searching,
    Supplier<MuZeroModel> networks,
    Room room) {
  /** States in one batch, beyond which a network gets no faster. */
  private static final int MOST_BATCH = 256;

  /**
   * Bytes that the hidden states of the trees searched at once may take, and the trees as much:
   * both together stay below 1.4 GiB, which a machine of 4 GiB has beside the rest.
   */
  private static final long MOST_STATE_BYTES = 700L << 20;

  /** As above for copies of the game, which share Java's heap with the trees. */
  private static final long MOST_COPY_BYTES = MOST_STATE_BYTES / 2;

  /**
   * A game.
   *
   * @param game makes environments
   * @param options its options
   */
  record Rules(GameProvider game, GameOptions options) {
    Environment newEnvironment() {
      return game.create(options);
    }
  }

  /**
   * How a state is searched.
   *
   * @param config the search of a decision
   * @param images symmetric images in which each state is searched, at least 1
   * @param key what says how many simulations it has: a setting, or the option for it
   */
  record Searching(SearchConfig config, int images, String key) {}

  /**
   * How much an agent may take.
   *
   * @param threads threads that decide at the same time, at least 1
   * @param stateSize numbers of four bytes in a hidden state, or in a copy of the game where the
   *     search steps copies
   */
  record Room(int threads, int stateSize) {}

  /** The game. */
  GameProvider game() {
    return rules.game();
  }

  /** The search of a decision. */
  SearchConfig search() {
    return searching.config();
  }

  /** Symmetric images in which each state is searched. */
  int images() {
    return searching.images();
  }

  /**
   * Threads that decide at the same time: fewer when their trees, which stay, would be too many.
   */
  int threads() {
    return SearchSize.thatFit(room.threads(), images(), size(1), mostBytes());
  }

  /** States, or images of them, that each thread searches in one batch. */
  int batch() {
    return SearchSize.thatFit(MOST_BATCH, threads(), size(1), mostBytes());
  }

  /** Bytes that the states of all trees may take, and the trees as much. */
  private long mostBytes() {
    return search().usesRules() ? MOST_COPY_BYTES : MOST_STATE_BYTES;
  }

  /** The size of so many trees of a decision. */
  private SearchSize size(int trees) {
    return SearchSize.of(search(), trees, stacker.actionCount(), room.stateSize());
  }

  /** Most simulations of one search, up to a number wanted, that fit into memory. */
  int simulationsThatFit(int wanted) {
    int fit = 0;
    int tooMany = wanted + 1;
    while (tooMany - fit > 1) {
      int middle = (fit + tooMany) >>> 1;
      if (greaterBytes(middle) <= mostBytes()) {
        fit = middle;
      } else {
        tooMany = middle;
      }
    }
    return fit;
  }

  /** Bytes of the trees of a search, or of their states if these are more. */
  private long greaterBytes(int simulations) {
    SearchSize trees = size(simulations, images());
    return Math.max(trees.stateBytes(), trees.treeBytes());
  }

  private SearchSize size(int simulations, int trees) {
    return SearchSize.of(
        search().withSimulations(simulations), trees, stacker.actionCount(), room.stateSize());
  }

  /** Bytes that a search takes while it is open, in Java's heap and beside it. */
  long bytesOf(SearchPlan plan) {
    SearchSize trees = size(plan.most(), images());
    return Size.sum(trees.heapBytes(), trees.stateBytes());
  }

  /**
   * Requires that a search fits into memory.
   *
   * @throws IllegalArgumentException when it does not
   */
  void requireFits(SearchPlan plan) {
    int most = simulationsThatFit(plan.most());
    if (plan.most() > most) {
      throw new IllegalArgumentException(
          "a search of this agent may have at most "
              + most
              + " simulations, for which there is memory; the plan's most was "
              + plan.most());
    }
  }

  /**
   * Requires an episode of this agent's game in which there is something to decide.
   *
   * @throws IllegalArgumentException otherwise
   */
  void requireDecidable(Episode episode) {
    requireSameGame(episode);
    if (episode.ended()) {
      throw new IllegalArgumentException("the episode has ended: there is nothing to decide");
    }
  }

  /**
   * Requires an episode of this agent's game.
   *
   * @throws IllegalArgumentException when its observations or actions are of another size
   */
  void requireSameGame(Episode episode) {
    EnvironmentSpec spec = episode.environment().spec();
    if (spec.observationSize() != stacker.frameSize()
        || spec.actionCount() != stacker.actionCount()) {
      throw new IllegalArgumentException(
          "this agent plays "
              + game().name()
              + " with "
              + stacker.frameSize()
              + " numbers in an observation and "
              + stacker.actionCount()
              + " actions, the environment has "
              + spec.observationSize()
              + " and "
              + spec.actionCount());
    }
  }

  /**
   * Requires that Java's heap has room for so many trees of a decision.
   *
   * @throws io.muzero.settings.InvalidSettingException when it has not; names what the user set
   */
  void requireRoom(int trees) {
    SearchSize size = size(trees);
    long heap = Runtime.getRuntime().maxMemory();
    String fit = String.format(Locale.ROOT, "about %,d fit", size.simulationsThatFit(heap));
    size.require(searching.key(), fit, heap);
  }

  /** What each action becomes in each image [T][A]. */
  int[][] imageActions() {
    int[][] actions = new int[images()][];
    Arrays.setAll(actions, stacker::transformedActions);
    return actions;
  }
}
