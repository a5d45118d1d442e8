package io.muzero.selfplay;

import io.muzero.environment.Environment;
import io.muzero.environment.VectorEnvironment;
import io.muzero.model.MuZeroModel;
import io.muzero.model.RootStates;
import io.muzero.random.RandomStream;
import io.muzero.replay.ObservationStacker;
import io.muzero.replay.TrajectoryBuilder;
import io.muzero.search.BatchedSearch;
import io.muzero.search.SearchResult;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.rng.RestorableUniformRandomProvider;
import org.jspecify.annotations.Nullable;

/**
 * Plays B games in lock step: one batched search finds a move for each, the real environments make
 * it, and finished trajectories are handed out (MuZero, arXiv:1911.08265, section 3 and Appendix
 * D). It plays when it is asked to, one move at a time, and knows of the run only its {@link
 * SelfPlayPorts}.
 *
 * <p>Used by one thread, that of its model. {@link #save} may be called by another while no move is
 * being made.
 */
public final class SelfPlayWorker implements AutoCloseable {
  private static final int FORMAT = 4;

  /** The oldest format that is read; those in between are in the order of the games' formats. */
  private static final int OLDEST = 2;

  /** Failures of the environments' process after which no saved game is tried again. */
  private static final int MOST_FAILURES = 3;

  private final SelfPlaySettings settings;
  private final SelfPlayConfig config;
  private final SelfPlayPorts ports;
  private final RestorableUniformRandomProvider random;
  private final VectorEnvironment environments;
  private final GameWatch watch;
  private final BatchedSearch search;
  private final RootStates roots = new Roots();
  private final SelfPlayEpisode[] games;
  private final SelfPlayEpisode.Calls calls;

  /** What is played in each game; null where its last position was searched for its value alone. */
  private final SelfPlayEpisode.@Nullable Move[] chosen;

  /** Share of random moves of each game. */
  private final double[] randomShares;

  private final int actionCount;
  private final RootInputs inputs;

  /**
   * A worker whose games are at their first move.
   *
   * @param played the games, as many as the settings say; the worker closes their environments
   * @param model evaluates positions; outlives this worker
   * @param settings how games are played and recorded
   * @param ports the run it plays for
   * @param random draws seeds, noise and moves; owned by the worker from now on
   */
  public SelfPlayWorker(
      PlayedGames played,
      MuZeroModel model,
      SelfPlaySettings settings,
      SelfPlayPorts ports,
      RestorableUniformRandomProvider random) {
    this.settings = settings;
    this.ports = ports;
    this.random = random;
    config = settings.selfPlay();
    environments = played.environments();
    watch = played.watch();
    int count = config.gamesPerWorker();
    if (environments.size() != count) {
      throw new IllegalArgumentException(
          "a worker of " + count + " games cannot play in " + environments.size());
    }
    ObservationStacker stacker = played.stacker();
    search = new BatchedSearch(model, settings.search(), count);
    actionCount = stacker.actionCount();
    inputs = new RootInputs(stacker, model, count);
    randomShares = IntStream.range(0, count).mapToDouble(config::randomShareOf).toArray();
    calls = new SelfPlayEpisode.Calls(count);
    chosen = new SelfPlayEpisode.Move[count];
    games = new SelfPlayEpisode[count];
    for (int i = 0; i < count; i++) {
      int game = i;
      games[i] =
          new SelfPlayEpisode(
              played,
              game,
              new TrajectoryBuilder(
                  stacker,
                  settings.replay(),
                  settings.unrollSteps(),
                  trajectory -> ports.trajectories().recorded(game, trajectory)));
    }
    boolean begun = false;
    try {
      inRanges(this::beginAll);
      begun = true;
    } finally {
      if (!begun) {
        close();
      }
    }
  }

  /** The worker's games as the roots of a search. */
  private final class Roots implements RootStates {
    @Override
    public Environment environment(int root) {
      return environments.environment(root);
    }

    @Override
    public boolean isTruncated(int root) {
      return games[root].isTruncated();
    }

    @Override
    public long imageSeed(int root) {
      return random.nextLong();
    }
  }

  private void beginAll(int from, int to) {
    for (int i = from; i < to; i++) {
      calls.seeds()[i] = games[i].draw(config, random);
    }
    begin(from, to);
  }

  /** Something to do for the games of a range. */
  @FunctionalInterface
  private interface Ranged {
    void run(int from, int to);
  }

  /** Does it for all games, as many at once as their environments want to be called for. */
  private void inRanges(Ranged work) {
    for (int from = 0; from < games.length; from += environments.stride()) {
      int to = Math.min(from + environments.stride(), games.length);
      watch.enter();
      try {
        work.run(from, to);
      } finally {
        watch.leave();
      }
    }
  }

  /** Begins the games of a range that have a seed. */
  private void begin(int from, int to) {
    environments.reset(from, to, calls.seeds());
    for (int i = from; i < to; i++) {
      if (calls.seeds()[i] != VectorEnvironment.NONE) {
        games[i].begin();
      }
      games[i].write(inputs);
    }
  }

  /**
   * Searches every game's position with the newest weights and plays a move in each. A game that
   * its environment cut in the last move has no move left: its last position is searched for the
   * value alone, then the next game begins.
   *
   * @return what it brought, as the ports were told
   */
  public SelfPlayMove move() {
    long trainingStep = ports.weights().takeNewest();
    SearchResult result = search();
    float[] values = RecordedValues.of(result, settings.replay().rootValue());
    SelfPlayEpisode.Searched searched = new SelfPlayEpisode.Searched(result, values, trainingStep);
    int[] counts = new int[2]; // positions, games ended
    inRanges(
        (from, to) -> {
          choose(from, to, result);
          environments.step(from, to, calls.actions());
          record(from, to, searched, counts);
          begin(from, to);
        });
    SelfPlayMove move =
        new SelfPlayMove(
            counts[0],
            counts[1],
            (long) games.length * settings.search().simulations(),
            result.evaluations,
            result.networkCalls,
            search.callCapacity(),
            result.meanDepth,
            Arrays.copyOf(values, games.length),
            trainingStep);
    ports.moves().moved(move);
    return move;
  }

  /**
   * Searches every game's position as {@link #move} does, and plays nothing: what of a move's time
   * is the search's.
   *
   * @return valid until the next search
   */
  public SearchResult search() {
    search.setRootStates(roots);
    return inputs.search(search, games.length, random);
  }

  private void choose(int from, int to, SearchResult result) {
    for (int i = from; i < to; i++) {
      chosen[i] = games[i].isTruncated() ? null : choose(i, result);
      calls.actions()[i] = chosen[i] == null ? VectorEnvironment.NONE : chosen[i].action();
    }
  }

  private SelfPlayEpisode.Move choose(int i, SearchResult result) {
    SelfPlayEpisode game = games[i];
    double temperature = config.temperatureAt(game.chosenMoves());
    boolean atRandom = isRandom(game, i);
    int action = atRandom ? randomAction(game) : choose(result, i, temperature);
    boolean explored = atRandom && action != ownChoice(result, i, temperature);
    return new SelfPlayEpisode.Move(action, atRandom, explored);
  }

  /** Records what was played, and draws a new game for each that has ended. */
  private void record(int from, int to, SelfPlayEpisode.Searched searched, int[] counts) {
    for (int i = from; i < to; i++) {
      SelfPlayEpisode.Move move = chosen[i];
      boolean over;
      if (move == null) {
        games[i].bootstrap(searched.values()[i]);
        over = true;
      } else {
        counts[0]++;
        over = games[i].moved(move, searched);
      }
      counts[1] += over ? 1 : 0;
      calls.seeds()[i] = over ? games[i].draw(config, random) : VectorEnvironment.NONE;
    }
  }

  /** Whether the next move is to be random. */
  private boolean isRandom(SelfPlayEpisode game, int row) {
    return game.isOpening() || config.randomShare() > 0 && random.nextDouble() < randomShares[row];
  }

  private int randomAction(SelfPlayEpisode game) {
    return game.isOpening()
        ? game.openingAction(config.openingRepeat(), random)
        : game.anyLegalAction(random);
  }

  private int choose(SearchResult result, int row, double temperature) {
    return settings.search().algorithm().policyIsVisits() && temperature > 0
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
    return !settings.search().algorithm().policyIsVisits() && temperature == 0
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
    for (SelfPlayEpisode game : games) {
      game.save(out);
    }
  }

  /**
   * Takes over what {@link #save} wrote. Where it did not yet count the moves that were chosen, all
   * after the opening count as such. When it had more games than this worker, those beyond are left
   * out; when fewer, the others stay at their first move. Games that are played again from their
   * seeds and actions and come out otherwise, or fail, begin anew: their environment does not
   * replay exactly, or has other rules now.
   *
   * @return games that began anew
   * @throws IOException when the data is damaged or of another environment; the worker must not be
   *     used then
   */
  public int restore(DataInput in) throws IOException {
    int format = in.readInt();
    if (format < OLDEST || format > FORMAT) {
      throw new IOException(
          "a worker has format " + format + ", this version reads " + OLDEST + " to " + FORMAT);
    }
    SelfPlayEpisode.Format saving = SelfPlayEpisode.Format.values()[format - OLDEST];
    RandomStream.restore(random, in);
    int saved = Math.min(in.readInt(), games.length);
    for (int i = 0; i < saved; i++) {
      games[i].read(in, saving);
    }
    boolean[] exact = playedAgain(saved);
    int anew = 0;
    for (int i = 0; i < games.length; i++) {
      if (!exact[i]) {
        anew += i < saved ? 1 : 0;
        beginAgain(i);
      }
      games[i].write(inputs);
    }
    return anew;
  }

  /** Begins a game anew that does not stand where it was saved; its recording begins anew too. */
  private void beginAgain(int i) {
    games[i].forget();
    calls.seeds()[i] = games[i].draw(config, random);
    watch.enter();
    try {
      begin(i, i + 1);
    } finally {
      watch.leave();
    }
  }

  /** Plays the first games again; which of all now stand where they were saved, or began. */
  private boolean[] playedAgain(int saved) {
    boolean[] exact = new boolean[games.length];
    Arrays.fill(exact, true);
    int playing = saved;
    int failures = 0;
    for (int i = 0; i < playing; i++) {
      exact[i] = exact[i] && playAgain(i);
      if (environments.revive()) {
        // The one that failed took all others with it.
        if (++failures == MOST_FAILURES) {
          Arrays.fill(exact, false);
        }
        playing = games.length;
        i = -1;
      }
    }
    return exact;
  }

  private boolean playAgain(int i) {
    return watch.inside(() -> games[i].playAgain(calls));
  }

  /** Frees the search's memory and lets go of the environments; the model stays its owner's. */
  @Override
  public void close() {
    search.close();
    environments.close();
  }
}
