package io.muzero.selfplay;

import io.muzero.environment.Environment;
import io.muzero.model.MuZeroModel;
import io.muzero.model.RootStates;
import io.muzero.random.RandomStream;
import io.muzero.replay.ObservationStacker;
import io.muzero.replay.RootValue;
import io.muzero.replay.TrajectoryBuilder;
import io.muzero.search.BatchedSearch;
import io.muzero.search.SearchAlgorithm;
import io.muzero.search.SearchConfig;
import io.muzero.search.SearchResult;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.commons.rng.RestorableUniformRandomProvider;

/**
 * Plays B games in lock step: one batched search finds a move for each, the real environments make
 * it, and finished trajectories are handed out (MuZero, arXiv:1911.08265, section 3 and Appendix
 * D).
 *
 * <p>Used by one thread, that of its model. {@link #save} may be called by another while no move is
 * being made.
 */
public final class SelfPlayWorker implements AutoCloseable {
  private static final int FORMAT = 3;

  /** The format in which games do not count the moves that were chosen. */
  private static final int WITHOUT_CHOSEN_MOVES = 2;

  private final SearchConfig searchConfig;
  private final SelfPlayConfig config;
  private final RootValue rootValue;
  private final RestorableUniformRandomProvider random;
  private final GameWatch watch;
  private final BatchedSearch search;
  private final GameInProgress[] games;

  /** Share of random moves of each game. */
  private final double[] randomShares;

  private final int inputSize;
  private final int actionCount;
  private final float[] observations;
  private final boolean[] legal;

  /** As below, watched by nobody. */
  public SelfPlayWorker(
      Supplier<Environment> environments,
      ObservationStacker stacker,
      Supplier<TrajectoryBuilder> recorders,
      MuZeroModel model,
      SearchConfig searchConfig,
      SelfPlayConfig config,
      RootValue rootValue,
      RestorableUniformRandomProvider random) {
    this(
        environments,
        stacker,
        recorders,
        model,
        searchConfig,
        config,
        rootValue,
        random,
        new GameWatch("without a name", System::nanoTime));
  }

  /**
   * A worker whose games are at their first move.
   *
   * @param environments makes an environment for each game
   * @param stacker composes network inputs
   * @param recorders makes a recording for each game; it hands out the trajectories
   * @param model evaluates positions; outlives this worker
   * @param searchConfig the search
   * @param config games in lock step, temperature and openings
   * @param rootValue which value of a searched position is recorded
   * @param random draws seeds, noise and moves; owned by the worker from now on
   * @param watch told when the worker is inside the game
   */
  public SelfPlayWorker(
      Supplier<Environment> environments,
      ObservationStacker stacker,
      Supplier<TrajectoryBuilder> recorders,
      MuZeroModel model,
      SearchConfig searchConfig,
      SelfPlayConfig config,
      RootValue rootValue,
      RestorableUniformRandomProvider random,
      GameWatch watch) {
    this.watch = watch;
    this.searchConfig = searchConfig;
    this.config = config;
    this.rootValue = rootValue;
    this.random = random;
    int count = config.gamesPerWorker();
    search = new BatchedSearch(model, searchConfig, count);
    inputSize = stacker.inputSize();
    actionCount = stacker.actionCount();
    observations = new float[Math.multiplyExact(count, inputSize)];
    legal = new boolean[Math.multiplyExact(count, actionCount)];
    randomShares = IntStream.range(0, count).mapToDouble(config::randomShareOf).toArray();
    games = new GameInProgress[count];
    watch.enter();
    try {
      for (int i = 0; i < count; i++) {
        games[i] = new GameInProgress(watch.game(), environments.get(), stacker, recorders.get());
        games[i].begin(config, random);
        write(i);
      }
    } finally {
      watch.leave();
    }
    search.setRootStates(
        new RootStates() {
          @Override
          public Environment environment(int root) {
            return games[root].environment();
          }

          @Override
          public boolean isTruncated(int root) {
            return games[root].isTruncated();
          }
        });
  }

  private void write(int game) {
    games[game].write(observations, game * inputSize, legal, game * actionCount);
  }

  /**
   * Searches every game's position and plays a move in each. A game that its environment cut in the
   * last move has no move left: its last position is searched for the value alone, then the next
   * game begins.
   *
   * @param trainingStep training step of the model's weights
   */
  public SelfPlayMove move(long trainingStep) {
    SearchResult result = search.search(observations, legal, games.length, random);
    float[] values = RecordedValues.of(result, rootValue);
    int positions = 0;
    int ended = 0;
    for (int i = 0; i < games.length; i++) {
      GameInProgress game = games[i];
      boolean over;
      watch.enter();
      if (game.isTruncated()) {
        game.bootstrap(values[i]);
        over = true;
      } else {
        positions++;
        double temperature = config.temperatureAt(game.chosenMoves());
        boolean drawn = isDrawn(game, i);
        int action = drawn ? draw(game) : choose(result, i, temperature);
        boolean explored = drawn && action != ownChoice(result, i, temperature);
        over = game.play(action, drawn, explored, result, values[i], i, trainingStep);
      }
      if (over) {
        ended++;
        game.begin(config, random);
      }
      watch.leave();
      write(i);
    }
    return new SelfPlayMove(
        positions,
        ended,
        (long) games.length * searchConfig.simulations(),
        result.evaluations,
        result.networkCalls,
        search.callCapacity(),
        result.meanDepth,
        Arrays.copyOf(values, games.length));
  }

  /** Whether the next move is to be random. */
  private boolean isDrawn(GameInProgress game, int row) {
    return game.isOpening() || config.randomShare() > 0 && random.nextDouble() < randomShares[row];
  }

  private int draw(GameInProgress game) {
    return game.isOpening()
        ? game.openingAction(config.openingRepeat(), random)
        : game.anyLegalAction(random);
  }

  private int choose(SearchResult result, int row, double temperature) {
    return searchConfig.algorithm() == SearchAlgorithm.PUCT && temperature > 0
        ? Temperature.sample(
            result.visitCounts, row * actionCount, actionCount, temperature, random)
        : ownChoice(result, row, temperature);
  }

  /**
   * The search's own choice, to which nothing need be drawn: Gumbel's winner of sequential halving,
   * or at temperature 0 the likeliest action of the improved policy; PUCT's most visited action.
   */
  private int ownChoice(SearchResult result, int row, double temperature) {
    // The winner of sequential halving is a sample already: g was drawn at the root.
    return searchConfig.algorithm() == SearchAlgorithm.GUMBEL && temperature == 0
        ? likeliest(result.policy, row)
        : result.action[row];
  }

  private int likeliest(float[] policy, int row) {
    int best = 0;
    for (int a = 1; a < actionCount; a++) {
      if (policy[row * actionCount + a] > policy[row * actionCount + best]) {
        best = a;
      }
    }
    return best;
  }

  /** Writes generator and games, so that {@link #restore} goes on exactly here. */
  public void save(DataOutput out) throws IOException {
    out.writeInt(FORMAT);
    RandomStream.save(random, out);
    out.writeInt(games.length);
    for (GameInProgress game : games) {
      game.save(out);
    }
  }

  /**
   * Takes over what {@link #save} wrote. Where it did not yet count the moves that were chosen, all
   * after the opening count as such. When it had more games than this worker, those beyond are left
   * out; when fewer, the others stay at their first move.
   *
   * @throws IOException when the data is damaged or of another environment; the worker must not be
   *     used then
   */
  public void restore(DataInput in) throws IOException {
    int format = in.readInt();
    if (format != FORMAT && format != WITHOUT_CHOSEN_MOVES) {
      throw new IOException(
          "a worker has format "
              + format
              + ", this version reads "
              + WITHOUT_CHOSEN_MOVES
              + " and "
              + FORMAT);
    }
    RandomStream.restore(random, in);
    int saved = in.readInt();
    for (int i = 0; i < Math.min(saved, games.length); i++) {
      games[i].restore(in, format == FORMAT);
      write(i);
    }
  }

  /** Frees the search's memory, not the model. */
  @Override
  public void close() {
    search.close();
  }
}
