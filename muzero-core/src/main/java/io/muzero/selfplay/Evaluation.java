package io.muzero.selfplay;

import io.muzero.environment.Action;
import io.muzero.environment.BrokenGameException;
import io.muzero.environment.Environment;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.Episode;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Player;
import io.muzero.environment.PolicyEvaluator;
import io.muzero.environment.Step;
import io.muzero.random.RandomStream;
import io.muzero.search.SearchConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Measures an agent's strength in the real game: matches against reference players, returns of
 * episodes, and, where the game is small and solved, every line ({@link ExhaustiveWalk}).
 *
 * <p>Games are played side by side so that the agent decides for all in one batch. Belongs to the
 * agent's thread.
 */
public final class Evaluation {
  /** States decided in a row before it is asked whether to go on. */
  private static final int STATES_AT_ONCE = 512;

  private final GameProvider game;
  private final GameOptions options;
  private final Agent agent;
  private final GameWatch watch;
  private final Optional<PolicyEvaluator> evaluator;
  private final EnvironmentSpec spec;

  /** Moves after which a game counts as over. */
  private final int maxMoves;

  /** As below, watched by nobody. */
  public Evaluation(GameProvider game, GameOptions options, Agent agent) {
    this(game, options, agent, new GameWatch(game.name(), System::nanoTime));
  }

  /**
   * Measures an agent.
   *
   * @param game the game
   * @param options its options
   * @param agent decides; outlives this
   * @param watch told when a thread is inside the game or a reference player
   */
  public Evaluation(GameProvider game, GameOptions options, Agent agent, GameWatch watch) {
    this.watch = watch;
    spec = watch.inside(() -> game.create(options).spec());
    maxMoves = GameLength.most(spec);
    this.game = game;
    this.options = options;
    this.agent = agent;
    evaluator =
        watch.inside(() -> game.policyEvaluator(options)).filter(any -> agent.stackedFrames() == 1);
  }

  /** Sees games as they are played. */
  @FunctionalInterface
  public interface Spectator {
    /** Sees nothing. */
    Spectator NONE = (number, state, action, step) -> {};

    /**
     * Sees a move.
     *
     * @param number the game's number, from 0
     * @param state the state after the move, not to be changed or kept
     * @param action what was played; −1 for the first state, before any move
     * @param step what it brought; the first state's is one of reward 0
     */
    void saw(int number, Environment state, int action, Step step);

    /** A game is over without a last move: who was to move has given up. */
    default void over(int number) {}
  }

  /** Hears how far a look at every state is. */
  @FunctionalInterface
  public interface Progress {
    /** Hears nothing. */
    Progress NONE = (decided, states) -> {};

    /**
     * Called now and then, on the evaluation's thread.
     *
     * @param decided states that the agent has decided
     * @param states all of them; 0 while their number is not known
     */
    void decided(int decided, int states);
  }

  /** An episode between the agent and somebody, or of the agent alone. */
  private final class MeasuredEpisode {
    final int number;
    final long seed;
    final Episode episode;
    final int seat;
    double score;
    int moves;
    boolean over;

    final GameTrace trace;

    MeasuredEpisode(int number, long seed, Episode episode, int seat) {
      this.number = number;
      this.seed = seed;
      this.episode = episode;
      this.seat = seat;
      trace = new GameTrace(seat, episode);
    }

    boolean agentMoves() {
      return episode.environment().playerToMove() == seat;
    }

    void play(Action action, Spectator spectator) {
      int player;
      Step step;
      watch.enter();
      try {
        player = episode.environment().playerToMove();
        step = episode.play(action.index());
        moves++;
        over = step.ended() || moves == maxMoves;
        requireSound(step);
      } finally {
        watch.leave();
      }
      score += player == seat ? step.reward() : -step.reward();
      trace.add(action.index(), step.reward(), episode);
      spectator.saw(number, episode.environment(), action.index(), step);
    }

    private void requireSound(Step step) {
      BrokenGameException.requireFinite(game.name(), step.reward(), moves, seed);
      BrokenGameException.requireFinite(game.name(), episode.observation(0), moves, seed);
      Environment state = episode.environment();
      if (!over && IntStream.range(0, state.spec().actionCount()).noneMatch(state::isLegal)) {
        throw BrokenGameException.noLegalAction(game.name(), state, moves, seed);
      }
    }
  }

  /**
   * Plays against a reference player, with the seats in turn: the agent moves first in every game
   * of even number.
   *
   * <p>Two deterministic players play the same two games again and again, however many are asked
   * for. So games may begin with random moves, the same for each two games in which the seats
   * change.
   *
   * @param opponent a name that {@link ReferencePlayer#named} knows
   * @param games how many, at least 1
   * @param openingMoves random moves that each game begins with, at least 0; fewer where further
   *     ones would end it
   * @param seed seeds the games, their openings and the opponent
   * @param spectator sees the games
   */
  public MatchResult match(
      String opponent, int games, int openingMoves, long seed, Spectator spectator) {
    return match(new Meeting(opponent, games, openingMoves, seed), spectator, () -> true);
  }

  private record Meeting(String opponent, int games, int openingMoves, long seed) {}

  /** As above, with {@code goOn} asked before each move; false gives up and throws. */
  private MatchResult match(Meeting meeting, Spectator spectator, BooleanSupplier goOn) {
    List<MeasuredEpisode> played;
    try (ReferencePlayer player = named(meeting.opponent, meeting.seed)) {
      played = begin(meeting.games, meeting.seed, 2, spectator);
      for (MeasuredEpisode one : played) {
        open(one, meeting.openingMoves, meeting.seed, spectator);
      }
      playOut(played, player, spectator, goOn);
    }
    int wins = 0;
    int losses = 0;
    for (MeasuredEpisode one : played) {
      wins += one.score > 0 ? 1 : 0;
      losses += one.score < 0 ? 1 : 0;
    }
    int distinct = (int) played.stream().mapToLong(one -> one.trace.value()).distinct().count();
    return new MatchResult(meeting.opponent, wins, meeting.games - wins - losses, losses, distinct);
  }

  /** Plays one game in which the agent has every seat. */
  public void alone(long seed, Spectator spectator) {
    MeasuredEpisode one = begin(1, seed, 1, spectator).get(0);
    while (!one.over) {
      int action = agent.search(List.of(one.episode))[0];
      one.play(Action.of(action), spectator);
    }
  }

  /**
   * Plays episodes of a one-player game.
   *
   * @param episodes how many, at least 1
   * @param seed seeds them
   * @param spectator sees them
   */
  public ReturnStatistics episodes(int episodes, long seed, Spectator spectator) {
    return episodes(episodes, seed, spectator, () -> true);
  }

  /** As above, with {@code goOn} asked before each move; false gives up and throws. */
  private ReturnStatistics episodes(
      int episodes, long seed, Spectator spectator, BooleanSupplier goOn) {
    List<MeasuredEpisode> played = begin(episodes, seed, 1, spectator);
    Player nobody =
        environment -> {
          throw new IllegalStateException("a one-player game has no opponent");
        };
    playOut(played, nobody, spectator, goOn);
    return ReturnStatistics.of(played.stream().mapToDouble(one -> one.score).toArray());
  }

  /**
   * Lets a reference player play episodes of a one-player game, for comparison.
   *
   * @param player a name that {@link ReferencePlayer#named} knows
   * @param episodes how many, at least 1
   * @param seed seeds them, as those of {@link #episodes}
   * @param spectator sees them, one after the other
   */
  public ReturnStatistics reference(String player, int episodes, long seed, Spectator spectator) {
    double[] returns = new double[episodes];
    try (ReferencePlayer chosen = named(player, seed)) {
      for (int i = 0; i < episodes; i++) {
        Environment environment = game.create(options);
        environment.reset(episodeSeed(seed, i));
        spectator.saw(i, environment, -1, Step.going(0));
        Step step;
        int moves = 0;
        do {
          Action action = chosen.choose(environment);
          step = environment.step(action);
          returns[i] += step.reward();
          spectator.saw(i, environment, action.index(), step);
        } while (!step.ended() && ++moves < maxMoves);
      }
    }
    return ReturnStatistics.of(returns);
  }

  /** A player of the game's own is the game's code too; an engine is none, and may start slowly. */
  private ReferencePlayer named(String player, long seed) {
    return ReferencePlayer.isEngine(player)
        ? ReferencePlayer.named(player, game, options, seed)
        : watch.inside(() -> ReferencePlayer.named(player, game, options, seed));
  }

  /** Episode i of a seed starts from this; Gymnasium's own seeds, counted on from the first. */
  static long episodeSeed(long seed, int i) {
    return (seed + i) & Long.MAX_VALUE;
  }

  private List<MeasuredEpisode> begin(int count, long seed, int seats, Spectator spectator) {
    List<MeasuredEpisode> played = new ArrayList<>(count);
    watch.enter();
    try {
      for (int i = 0; i < count; i++) {
        Environment environment = game.create(options);
        environment.reset(episodeSeed(seed, i));
        MeasuredEpisode one =
            new MeasuredEpisode(i, episodeSeed(seed, i), Episode.owning(environment), i % seats);
        spectator.saw(i, environment, -1, Step.going(0));
        played.add(one);
      }
    } finally {
      watch.leave();
    }
    return played;
  }

  /** Plays random moves ({@link RandomOpening}); those of a pair of games are the same. */
  private void open(MeasuredEpisode one, int moves, long seed, Spectator spectator) {
    Player random = new RandomPlayer(RandomStream.create(seed, "opening", one.number / 2));
    Environment environment = one.episode.environment();
    for (int action : watch.inside(() -> RandomOpening.draw(environment, moves, random))) {
      one.play(Action.of(action), spectator);
    }
  }

  private void playOut(
      List<MeasuredEpisode> played, Player opponent, Spectator spectator, BooleanSupplier goOn) {
    List<MeasuredEpisode> going = new ArrayList<>(played);
    while (!going.isEmpty()) {
      orGiveUp(goOn);
      List<MeasuredEpisode> deciding = going.stream().filter(MeasuredEpisode::agentMoves).toList();
      int[] actions = agent.search(deciding.stream().map(one -> one.episode).toList());
      for (int i = 0; i < actions.length; i++) {
        deciding.get(i).play(Action.of(actions[i]), spectator);
      }
      for (MeasuredEpisode one : going) {
        while (!one.over && !one.agentMoves()) {
          orGiveUp(goOn);
          Action action = watch.inside(() -> opponent.choose(one.episode.environment()));
          one.play(action, spectator);
        }
      }
      going.removeIf(one -> one.over);
    }
  }

  /**
   * Walks every line and every state of a solved game.
   *
   * @throws IllegalArgumentException when the game has no solver that can
   */
  public ExhaustiveReport exhaustive() {
    return exhaustive(Progress.NONE);
  }

  /**
   * As above, with somebody told how far it is: lines are played first, and nobody knows how many
   * there are; then the agent decides in each state.
   */
  public ExhaustiveReport exhaustive(Progress progress) {
    return new ExhaustiveWalk(game, options, agent, watch).walk(progress);
  }

  private static void orGiveUp(BooleanSupplier goOn) {
    if (!goOn.getAsBoolean()) {
      throw new CancellationException("the evaluation was abandoned");
    }
  }

  /**
   * Computes what the agent's policies are worth.
   *
   * @return empty when the game's states cannot be listed
   */
  public Optional<ExactReport> exact() {
    return exact(Progress.NONE);
  }

  /** As above, with somebody told how far it is. */
  public Optional<ExactReport> exact(Progress progress) {
    return evaluator.map(values -> exact(values, progress));
  }

  private ExactReport exact(PolicyEvaluator evaluator, Progress progress) {
    List<Episode> states =
        watch.inside(() -> evaluator.states().stream().map(Episode::new).toList());
    int all = states.size();
    int[] searched = decide(states, agent::search, progress);
    // Beside the search the raw policy takes no time.
    int[] unsearched = decide(states, agent::policy, (some, of) -> progress.decided(all, all));
    return new ExactReport(
        all,
        watch.inside(() -> evaluator.value(searched)),
        watch.inside(() -> evaluator.value(unsearched)),
        watch.inside(evaluator::optimum));
  }

  private static int[] decide(
      List<Episode> states, Function<List<Episode>, int[]> decider, Progress progress) {
    int[] actions = new int[states.size()];
    for (int from = 0; from < actions.length; from += STATES_AT_ONCE) {
      progress.decided(from, actions.length);
      int to = Math.min(from + STATES_AT_ONCE, actions.length);
      int[] some = decider.apply(states.subList(from, to));
      System.arraycopy(some, 0, actions, from, some.length);
    }
    return actions;
  }

  /** Whether {@link #exhaustive} is possible. */
  public boolean canWalk() {
    return watch
        .inside(() -> game.solver(options).filter(solver -> solver.canEnumerate()))
        .isPresent();
  }

  /**
   * Everything that the configuration asks for and the game allows.
   *
   * @param config which opponents and how many games
   * @param seed seeds games and opponents
   * @param goOn asked now and then; false abandons the evaluation, as does a model that throws a
   *     {@link CancellationException}
   * @return empty when it was abandoned
   */
  public Optional<EvaluationReport> evaluate(
      EvaluationConfig config, long seed, BooleanSupplier goOn) {
    return evaluate(config, seed, Spectator.NONE, goOn);
  }

  /** As above; {@code spectator} sees the episodes of a game for one. */
  public Optional<EvaluationReport> evaluate(
      EvaluationConfig config, long seed, Spectator spectator, BooleanSupplier goOn) {
    Progress orGiveUp = (decided, states) -> orGiveUp(goOn);
    try {
      if (spec.players() == 1) {
        return Optional.of(
            EvaluationReport.of(
                episodes(config.games(), seed, spectator, goOn), exact(orGiveUp).orElse(null)));
      }
      List<MatchResult> matches = new ArrayList<>();
      for (String opponent : opponents(config)) {
        matches.add(
            match(
                new Meeting(opponent, config.games(), config.openingMoves(), seed),
                Spectator.NONE,
                goOn));
      }
      return Optional.of(EvaluationReport.of(matches, canWalk() ? exhaustive(orGiveUp) : null));
    } catch (CancellationException e) {
      return Optional.empty();
    }
  }

  /**
   * What the score of {@link #evaluate} depends on beside the weights and chance, setting by
   * setting: scores of which it differs cannot be compared.
   *
   * @param config which opponents and how many games
   * @param search the agent's search
   * @param discount of one step, which the search counts with
   */
  public Map<String, String> measure(
      EvaluationConfig config, SearchConfig search, double discount) {
    Map<String, String> measure = new TreeMap<>();
    measure.put("environment", options.asMap().toString());
    boolean alone = spec.players() == 1;
    if (alone && evaluator.isPresent()) {
      measure.put("score", "exact value");
    } else if (alone) {
      measure.put("score", "mean return");
      measure.put("games", Integer.toString(config.games()));
    } else if (canWalk()) {
      measure.put("score", "wrong decisions");
    } else {
      measure.put("score", "matches");
      measure.put("opponents", opponents(config).toString());
      measure.put("games", Integer.toString(config.games()));
      measure.put("openingMoves", Integer.toString(config.openingMoves()));
    }
    measure.put("symmetries", Boolean.toString(config.symmetries()));
    measure.put("discount", Double.toString(discount));
    measure.putAll(search.deciding());
    return measure;
  }

  private List<String> opponents(EvaluationConfig config) {
    return config.opponents().isEmpty() ? game.opponents() : config.opponents();
  }
}
