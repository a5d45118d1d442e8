package io.muzero.match;

import io.muzero.environment.BrokenGameException;
import io.muzero.environment.Environment;
import io.muzero.environment.Episode;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Step;
import io.muzero.selfplay.Evaluation;
import io.muzero.selfplay.GameLength;
import io.muzero.selfplay.GameTrace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Games between two players, the first side and the second. They are played in pairs: an opening of
 * random moves, once from each seat, so that its luck cancels out.
 *
 * <p>Games are played side by side, so that an agent decides for all of them in one batch. They
 * begin in the order of their numbers, both games of a pair together: a few at first, and then as
 * many as are over. So a match that is stopped has whole pairs, and one that a sequential test ends
 * has played, beside those that begin first, at most twice the games it needed. The sequential test
 * looks at the pairs in the order of their numbers, not in that of their ends: short games would
 * come first, and they are won more often by one side. So it also ends at the same pair on every
 * machine.
 *
 * <p>Used once, by one thread.
 */
public final class Match {
  /** Pairs for each processor at the beginning: smaller batches waste much of a processor. */
  private static final int FIRST_PAIRS = 4;

  private final GameProvider game;
  private final GameOptions options;
  private final List<MatchPlayer> players;
  private final MatchPlan plan;
  private final Openings openings;
  private final int maxMoves;

  /** Pairs that go on at the beginning. */
  private final int firstPairs = FIRST_PAIRS * Runtime.getRuntime().availableProcessors();

  /** Games that are over, by number. */
  private final TreeMap<Integer, PlayedGame> over = new TreeMap<>();

  private int nextGame;

  /** Of the pair whose first game has begun last. */
  private List<Integer> opening = List.of();

  // What the sequential test has seen.
  private PairCounts tested = PairCounts.EMPTY;
  private final Set<List<Long>> seen = new HashSet<>();

  private @Nullable RuntimeException failure;

  /**
   * A match.
   *
   * @param game one of two players
   * @param players the first side and the second; their owner closes them
   */
  public Match(GameProvider game, GameOptions options, List<MatchPlayer> players, MatchPlan plan) {
    if (players.size() != 2) {
      throw new IllegalArgumentException("a match has 2 players, was given " + players.size());
    }
    this.game = game;
    this.options = options;
    this.players = List.copyOf(players);
    this.plan = plan;
    openings = new Openings(plan.openingMoves(), plan.seed());
    maxMoves = GameLength.most(game.create(options).spec());
  }

  /** A game that goes on. */
  private final class Going {
    final int number;

    /** The first side's seat. */
    final int seat;

    final int slot;
    final List<Integer> opening;
    final Episode episode;
    final GameTrace trace;
    boolean ended;

    /** 1 when the second side has given up, −1 when the first has, else 0. */
    int givenUp;

    Going(int number, int slot, List<Integer> opening, Evaluation.Spectator spectator) {
      this.number = number;
      this.slot = slot;
      this.opening = opening;
      seat = number % 2;
      Environment environment = start(number / 2);
      episode = Episode.owning(environment);
      trace = new GameTrace(seat, episode);
      spectator.saw(number, environment, -1, Step.going(0));
      opening.forEach(action -> play(action, spectator));
    }

    void play(int action, Evaluation.Spectator spectator) {
      Step step = episode.play(action);
      int moves = episode.moves().size();
      BrokenGameException.requireFinite(game.name(), step.reward(), moves, plan.seed());
      trace.add(action, step.reward(), episode);
      ended = step.ended() || moves == maxMoves;
      spectator.saw(number, episode.environment(), action, step);
    }

    /** Who is to move gives up. */
    void resign(Evaluation.Spectator spectator) {
      givenUp = side() == 0 ? -1 : 1;
      ended = true;
      trace.add(MatchPlayer.RESIGNS, 0, episode);
      spectator.over(number);
    }

    /** Whose turn it is: 0 the first side's, 1 the second's. */
    int side() {
      return episode.environment().playerToMove() == seat ? 0 : 1;
    }

    Turn turn() {
      return new Turn(number, slot, episode);
    }

    PlayedGame played() {
      List<Integer> moves = episode.moves().stream().map(Episode.Move::action).toList();
      int result = givenUp != 0 ? givenUp : (int) Math.signum(episode.score(seat));
      return new PlayedGame(number, seat, moves, opening.size(), result, trace.value());
    }
  }

  /** Both games of a pair start from the same state and have the same chance. */
  private Environment start(int pair) {
    Environment environment = game.create(options);
    environment.reset((plan.seed() + pair) & Long.MAX_VALUE);
    return environment;
  }

  /**
   * Plays.
   *
   * @param spectator sees all games, also those that do not count in the end
   * @param goOn asked now and then, by any thread; false ends the match, and the pairs that are
   *     over count, as they do when a player or the game fails
   * @throws RuntimeException what a player or the game failed by before a pair was over
   */
  public MatchReport play(Evaluation.Spectator spectator, BooleanSupplier goOn) {
    int slots =
        Math.min(
            2 * plan.pairs(),
            players.stream().mapToInt(MatchPlayer::mostGames).min().orElseThrow());
    @Nullable Going[] going = new Going[slots];
    boolean stopped = false;
    boolean decided = false;
    try {
      while (!stopped && !decided && fill(going, spectator)) {
        for (int side = 0; side < 2 && !stopped; side++) {
          stopped = !moved(going, side, spectator, goOn);
        }
        collect(going);
        decided = testDecides();
      }
    } catch (RuntimeException e) {
      if (wholePairs().isEmpty()) {
        throw e;
      }
      failure = e;
      stopped = true;
    }
    List<PlayedGame> counting = decided ? tested() : wholePairs();
    MatchReport.Ended ended =
        decided
            ? MatchReport.Ended.DECIDED
            : stopped ? MatchReport.Ended.STOPPED : MatchReport.Ended.COMPLETE;
    return new MatchReport(counting, MatchReport.count(counting), tested, ended, failure);
  }

  /** Puts games into free slots, as many as may go on now; false when none does. */
  private boolean fill(@Nullable Going[] going, Evaluation.Spectator spectator) {
    int most = Math.min(2 * plan.pairs(), over.size() + Math.max(2 * firstPairs, over.size()));
    for (int slot = 0; slot < going.length && nextGame < most; slot++) {
      if (going[slot] == null) {
        if (nextGame % 2 == 0) {
          opening = openings.of(nextGame / 2, start(nextGame / 2));
        }
        going[slot] = new Going(nextGame, slot, opening, spectator);
        nextGame++;
      }
    }
    return nextGame > over.size();
  }

  /** Takes the games that are over out of their slots. */
  private void collect(@Nullable Going[] going) {
    for (int slot = 0; slot < going.length; slot++) {
      Going done = going[slot];
      if (done != null && done.ended) {
        over.put(done.number, done.played());
        players.forEach(player -> player.over(done.number));
        going[slot] = null;
      }
    }
  }

  /** One side moves wherever it is its turn; false when the match was stopped instead. */
  private boolean moved(
      @Nullable Going[] going, int side, Evaluation.Spectator spectator, BooleanSupplier goOn) {
    if (!goOn.getAsBoolean()) {
      return false;
    }
    List<Going> deciding = new ArrayList<>();
    for (Going one : going) {
      if (one != null && !one.ended && one.side() == side) {
        deciding.add(one);
      }
    }
    if (deciding.isEmpty()) {
      return true;
    }
    int[] actions;
    try {
      actions = players.get(side).choose(deciding.stream().map(Going::turn).toList(), goOn);
    } catch (CancellationException e) {
      return false;
    }
    for (int i = 0; i < actions.length; i++) {
      if (actions[i] == MatchPlayer.RESIGNS) {
        deciding.get(i).resign(spectator);
      } else {
        deciding.get(i).play(actions[i], spectator);
      }
    }
    return true;
  }

  /** Shows the test the pairs that follow those it has seen, until it knows. */
  private boolean testDecides() {
    Sprt sprt = plan.sprt();
    if (sprt == null) {
      return false;
    }
    for (int first = 2 * tested.pairs();
        over.containsKey(first) && over.containsKey(first + 1);
        first += 2) {
      tested = MatchReport.plus(tested, List.of(overGame(first), overGame(first + 1)), seen);
      if (sprt.state(sprt.llr(tested)) != Sprt.State.UNDECIDED) {
        return true;
      }
    }
    return false;
  }

  private PlayedGame overGame(int number) {
    return Objects.requireNonNull(over.get(number));
  }

  private List<PlayedGame> tested() {
    return IntStream.range(0, 2 * tested.pairs()).mapToObj(this::overGame).toList();
  }

  private List<PlayedGame> wholePairs() {
    return over.values().stream().filter(one -> over.containsKey(one.number() ^ 1)).toList();
  }
}
