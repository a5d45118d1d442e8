package io.muzero.selfplay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.muzero.environment.Action;
import io.muzero.environment.AlteredPile;
import io.muzero.environment.AlteredWalk;
import io.muzero.environment.Environment;
import io.muzero.environment.Episode;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Pile;
import io.muzero.environment.Step;
import io.muzero.environment.Walk;
import io.muzero.replay.ObservationStacker;
import io.muzero.search.SearchAlgorithm;
import io.muzero.search.SearchConfig;
import io.muzero.search.SearchModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluationTest {
  private static final SearchConfig SEARCH = SearchConfig.gumbel(8);

  private static Evaluation pile(int stones) {
    GameOptions options = new GameOptions(Map.of("stones", stones));
    ObservationStacker stacker = new ObservationStacker(Pile.GAME.create(options).spec(), 1);
    return new Evaluation(
        Pile.GAME, options, new SearchAgent(new PileModel(stones), SEARCH, false, stacker, 16));
  }

  private static ObservationStacker walkStacker() {
    return new ObservationStacker(Walk.GAME.create(GameOptions.NONE).spec(), 2);
  }

  private static SearchAgent walker(ObservationStacker stacker) {
    return new SearchAgent(
        new HashedModel(stacker.inputSize(), 3, 0.99, 3), SEARCH, false, stacker, 4);
  }

  private static Evaluation walk() {
    return new Evaluation(Walk.GAME, GameOptions.NONE, walker(walkStacker()));
  }

  /** A game without a solver, whose opponents count. */
  private static final class Unsolved implements GameProvider {
    @Override
    public String name() {
      return "unsolved";
    }

    @Override
    public String description() {
      return Pile.GAME.description();
    }

    @Override
    public Environment create(GameOptions options) {
      return Pile.GAME.create(options);
    }

    @Override
    public Optional<String> configuration() {
      return Optional.empty();
    }

    @Override
    public List<String> opponents() {
      return List.of("random", "expert");
    }
  }

  private static Map<String, String> measure(GameProvider game, EvaluationConfig config) {
    return measure(game, config, SearchConfig.gumbel(20));
  }

  private static Map<String, String> measure(
      GameProvider game, EvaluationConfig config, SearchConfig search) {
    GameOptions options =
        game == Walk.GAME ? GameOptions.NONE : new GameOptions(Map.of("stones", 9));
    Agent nobody =
        new Agent() {
          @Override
          public int[] search(List<Episode> episodes) {
            throw new AssertionError("nothing is to be decided");
          }

          @Override
          public int[] policy(List<Episode> episodes) {
            throw new AssertionError("nothing is to be decided");
          }

          @Override
          public int stackedFrames() {
            return 1;
          }

          @Override
          public void close() {}
        };
    return new Evaluation(game, options, nobody).measure(config, search, 0.5);
  }

  @Test
  void measure_namesWhatTheScoreDependsOn() {
    EvaluationConfig config = new EvaluationConfig(10, List.of(), 3, 0, 0, 0, true, 0.5, 1);
    assertThat(measure(new Unsolved(), config))
        .containsEntry("score", "matches")
        .containsEntry("opponents", "[random, expert]")
        .containsEntry("games", "10")
        .containsEntry("openingMoves", "3")
        .containsEntry("symmetries", "true")
        .containsEntry("simulations", "20")
        .containsEntry("valueScale", "0.1")
        .containsEntry("environment", "{stones=9}");
    EvaluationConfig one = new EvaluationConfig(10, List.of("random"), 3, 0, 0, 0, true, 0.5, 1);
    assertThat(measure(new Unsolved(), one)).containsEntry("opponents", "[random]");
    // All lines are played, and all states decided: who else was met makes no difference.
    assertThat(measure(Pile.GAME, one))
        .isEqualTo(measure(Pile.GAME, config))
        .containsEntry("score", "wrong decisions")
        .doesNotContainKeys("opponents", "games");
    assertThat(measure(Walk.GAME, config))
        .containsEntry("score", "mean return")
        .containsEntry("games", "10")
        .doesNotContainKey("opponents");
    // The measure of a run by the rules was these keys before its images counted.
    Map<String, String> plain = measure(Pile.GAME, config, byRules(false));
    assertThat(plain).containsEntry("model", "rules").doesNotContainKey("leafImages");
    Map<String, String> images = measure(Pile.GAME, config, byRules(true));
    assertThat(images).containsEntry("leafImages", "true").containsAllEntriesOf(plain);
  }

  private static SearchConfig byRules(boolean leafImages) {
    return new SearchConfig(
        SearchModel.RULES,
        SearchAlgorithm.PUCT,
        20,
        0,
        16,
        1,
        0.1,
        50,
        true,
        true,
        1.25,
        19652,
        0.3,
        0.25,
        leafImages);
  }

  @Test
  void match_perfectAgainstPerfect_isWonByWhoMovesFirst() {
    // 7 stones are won for whoever begins, 6 for whoever does not; the agent begins the even games.
    assertThat(pile(7).match("perfect", 11, 0, 1, Evaluation.Spectator.NONE))
        .isEqualTo(new MatchResult("perfect", 6, 0, 5, 2));
    assertThat(pile(6).match("perfect", 11, 0, 1, Evaluation.Spectator.NONE))
        .isEqualTo(new MatchResult("perfect", 5, 0, 6, 2));
  }

  @Test
  void match_carelessOpponent_losesFromBothSeats() {
    // Taking one at a time from 8 runs into 3 as the second player and, beginning, gives 7 away.
    assertThat(pile(8).match("careless", 10, 0, 1, Evaluation.Spectator.NONE))
        .isEqualTo(new MatchResult("careless", 10, 0, 0, 2));
  }

  @Test
  void match_spectator_seesEveryMoveOfEveryGame() {
    List<List<Integer>> actions = new ArrayList<>();
    List<Integer> winners = new ArrayList<>();
    pile(7)
        .match(
            "careless",
            4,
            0,
            1,
            (number, state, action, step) -> {
              int left = ((Pile) state).left();
              if (action < 0) {
                assertThat(left).isEqualTo(7);
                assertThat(step).isEqualTo(Step.going(0));
                assertThat(number).isEqualTo(actions.size());
                actions.add(new ArrayList<>());
              } else {
                actions.get(number).add(action);
                if (step.ended()) {
                  winners.add(actions.get(number).size() % 2);
                }
              }
              assertThat(left)
                  .isEqualTo(7 - actions.get(number).stream().mapToInt(a -> a + 1).sum());
            });
    // The agent first: 7-1, 6-1, 5-2, 3-1, 2-2. The agent second: 7-1, 6-1, 5-1, 4-1, 3-1, 2-2.
    assertThat(actions)
        .containsExactly(
            List.of(0, 0, 1, 0, 1),
            List.of(0, 0, 0, 0, 0, 1),
            List.of(0, 0, 1, 0, 1),
            List.of(0, 0, 0, 0, 0, 1));
    assertThat(winners).containsExactlyInAnyOrder(1, 0, 1, 0);
  }

  @Test
  void match_randomOpponent_isTheSameForASeedAndOtherForAnother() {
    List<Integer> first = new ArrayList<>();
    List<Integer> again = new ArrayList<>();
    List<Integer> other = new ArrayList<>();
    pile(20).match("random", 6, 0, 1, (number, state, action, step) -> first.add(action));
    pile(20).match("random", 6, 0, 1, (number, state, action, step) -> again.add(action));
    pile(20).match("random", 6, 0, 2, (number, state, action, step) -> other.add(action));
    assertThat(again).isEqualTo(first);
    assertThat(other).isNotEqualTo(first);
  }

  @Test
  void match_openings_areTheSameForBothSeatsAndOtherForTheNextPair() {
    List<List<Integer>> actions = new ArrayList<>();
    MatchResult result =
        pile(30)
            .match(
                "perfect",
                40,
                3,
                1,
                (number, state, action, step) -> {
                  if (action < 0) {
                    actions.add(new ArrayList<>());
                  } else {
                    actions.get(number).add(action);
                  }
                });
    List<List<Integer>> openings = actions.stream().map(moves -> moves.subList(0, 3)).toList();
    for (int pair = 0; pair < 20; pair++) {
      assertThat(openings.get(2 * pair + 1)).isEqualTo(openings.get(2 * pair));
    }
    assertThat(openings.stream().distinct().count()).as("of 8 openings").isEqualTo(8);
    // Between perfect players the opening decides: who is lost after it loses from both seats once.
    assertThat(result).isEqualTo(new MatchResult("perfect", 20, 0, 20, 16));
    // Three random moves leave 24 to 27 stones, and multiples of 3 are lost for who moves.
    for (List<Integer> moves : actions) {
      int left = 30 - 3 - moves.subList(0, 3).stream().mapToInt(a -> a).sum();
      assertThat(moves.size() % 2).isEqualTo(left % 3 == 0 ? 1 : 0);
    }
  }

  @Test
  void match_openingThatWouldEndTheGame_stopsBefore() {
    List<Integer> left = new ArrayList<>();
    pile(4)
        .match(
            "perfect", 6, 50, 1, (number, state, action, step) -> left.add(((Pile) state).left()));
    // Every opening gets down to one stone and leaves it; only then are the games played on.
    assertThat(left.subList(left.size() - 6, left.size())).containsOnly(0);
    assertThat(left.subList(0, left.size() - 6)).doesNotContain(0);
  }

  @Test
  void alone_agentInBothSeats_playsOneWholeGame() {
    List<Integer> actions = new ArrayList<>();
    pile(7).alone(1, (number, state, action, step) -> actions.add(action));
    assertThat(actions).containsExactly(-1, 0, 0, 1, 0, 1);
  }

  @Test
  void episodes_ofASeed_areThoseOfTheFollowingSeedsPlayedAlone() {
    ObservationStacker stacker = walkStacker();
    double[] returns = new double[9];
    try (SearchAgent agent = walker(stacker)) {
      for (int i = 0; i < returns.length; i++) {
        Environment environment = Walk.GAME.create(GameOptions.NONE);
        environment.reset(70 + i);
        Episode episode = new Episode(environment);
        Step step;
        do {
          step = episode.play(agent.search(List.of(episode))[0]);
          returns[i] += step.reward();
        } while (!step.ended());
      }
    }
    ReturnStatistics expected = ReturnStatistics.of(returns);
    assertThat(expected.sd()).as("episodes that differ").isPositive();
    assertThat(walk().episodes(9, 70, Evaluation.Spectator.NONE)).isEqualTo(expected);
  }

  /** Copies of a game whose chance is not that of its seed go on otherwise, so none is played. */
  @Test
  void episodes_ofAnEnvironmentWhoseCopiesCannotBePlayed_areThoseOfOneWhoseCopiesCan() {
    GameProvider copyless =
        AlteredWalk.game(
            () ->
                new AlteredWalk() {
                  @Override
                  public Environment copy() {
                    return new AlteredWalk() {
                      @Override
                      public Step step(Action action) {
                        throw new AssertionError("a copy is played");
                      }
                    };
                  }
                });
    for (int frames = 1; frames <= 4; frames++) {
      ObservationStacker stacker =
          new ObservationStacker(Walk.GAME.create(GameOptions.NONE).spec(), frames);
      ReturnStatistics expected =
          new Evaluation(Walk.GAME, GameOptions.NONE, walker(stacker))
              .episodes(9, 70, Evaluation.Spectator.NONE);
      assertThat(
              new Evaluation(copyless, GameOptions.NONE, walker(stacker))
                  .episodes(9, 70, Evaluation.Spectator.NONE))
          .isEqualTo(expected);
    }
  }

  @Test
  void reference_randomPlayer_playsTheSameEpisodesEachTime() {
    int[] ended = new int[40];
    ReturnStatistics random =
        walk()
            .reference(
                "random",
                40,
                5,
                (number, state, action, step) -> ended[number] += step.ended() ? 1 : 0);
    assertThat(ended).as("episodes seen to end").containsOnly(1);
    assertThat(random.episodes()).isEqualTo(40);
    assertThat(random.min()).isGreaterThanOrEqualTo(0);
    assertThat(random.max()).isLessThanOrEqualTo(12 * 0.25 + 1);
    assertThat(walk().reference("random", 40, 5, Evaluation.Spectator.NONE)).isEqualTo(random);
    assertThatThrownBy(() -> walk().reference("perfect", 1, 5, Evaluation.Spectator.NONE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void returnStatistics_knownReturns_areTheTextbooks() {
    ReturnStatistics statistics = ReturnStatistics.of(new double[] {2, 4, 4, 4, 5, 5, 7, 9});
    assertThat(statistics.mean()).isEqualTo(5);
    assertThat(statistics.sd()).isCloseTo(Math.sqrt(32 / 7.0), within(1e-12));
    assertThat(statistics.min()).isEqualTo(2);
    assertThat(statistics.max()).isEqualTo(9);
    assertThat(ReturnStatistics.of(new double[] {3}).sd()).isZero();
  }

  private static EvaluationConfig config(List<String> opponents) {
    return new EvaluationConfig(6, opponents, 0, 0, 0, 0, false, 0.5, 10);
  }

  @Test
  void evaluate_twoPlayers_meetsAllOpponentsOrThoseNamedAndWalks() {
    EvaluationReport all = pile(7).evaluate(config(List.of()), 1, () -> true).orElseThrow();
    assertThat(all.matches().stream().map(MatchResult::opponent))
        .containsExactly("random", "careless", "perfect");
    assertThat(all.exhaustive()).isEqualTo(pile(7).exhaustive());
    assertThat(all.returns()).isNull();
    EvaluationReport one =
        pile(7).evaluate(config(List.of("careless")), 1, () -> true).orElseThrow();
    assertThat(one.matches()).containsExactly(new MatchResult("careless", 6, 0, 0, 2));
  }

  @Test
  void evaluate_onePlayer_playsEpisodes() {
    EvaluationReport report = walk().evaluate(config(List.of()), 70, () -> true).orElseThrow();
    assertThat(report.returns()).isEqualTo(walk().episodes(6, 70, Evaluation.Spectator.NONE));
    assertThat(report.matches()).isEmpty();
    assertThat(report.exhaustive()).isNull();
  }

  @Test
  void evaluate_endComesDuringTheWalk_isAbandoned() {
    AtomicInteger asked = new AtomicInteger();
    EvaluationConfig careless = config(List.of("careless"));
    assertThat(pile(7).evaluate(careless, 1, () -> asked.incrementAndGet() > 0)).isPresent();
    int all = asked.get();
    for (int left = all - 4; left < all; left++) {
      AtomicInteger more = new AtomicInteger(left);
      assertThat(pile(7).evaluate(careless, 1, () -> more.getAndDecrement() > 0)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void evaluate_endComes_isAbandoned(int moves) {
    for (Evaluation evaluation : List.of(pile(7), walk())) {
      AtomicInteger left = new AtomicInteger(moves);
      assertThat(evaluation.evaluate(config(List.of()), 1, () -> left.getAndDecrement() > 0))
          .isEmpty();
    }
  }

  @Test
  void everything_thatTheGameDoes_isWatched() {
    AtomicLong time = new AtomicLong();
    GameWatch watch = new GameWatch("altered", time::incrementAndGet);
    Set<String> called = new TreeSet<>();
    Set<String> unwatched = new TreeSet<>();
    GameProvider game =
        AlteredPile.game(
            new AlteredPile.Fault() {
              @Override
              public void called(String method, boolean copied) {
                called.add(method);
                if (watch.secondsInside() == 0) {
                  unwatched.add(method);
                }
              }
            });
    ObservationStacker stacker =
        new ObservationStacker(Pile.GAME.create(GameOptions.NONE).spec(), 1);
    EvaluationConfig config = new EvaluationConfig(6, List.of(), 3, 0, 0, 0, false, 0.5, 10);
    try (SearchAgent agent = new SearchAgent(new PileModel(7), SEARCH, false, stacker, 16)) {
      Evaluation evaluation = new Evaluation(game, GameOptions.NONE, agent, watch);
      evaluation.measure(config, SEARCH, 1);
      assertThat(evaluation.evaluate(config, 1, () -> true).orElseThrow().exhaustive()).isNotNull();
      assertThat(evaluation.exact()).isPresent();
    }
    assertThat(called)
        .contains("create", "reset", "step", "opponent", "solver", "actionValues")
        .contains("policyEvaluator", "value", "optimum");
    // What the agent looks at has been looked at before, under the watch.
    assertThat(unwatched).isSubsetOf("copy", "isLegal", "observe");
    assertThat(watch.secondsInside()).isZero();
  }

  /** Who is told that the game holds the evaluation up must not be told so for ever. */
  @ParameterizedTest
  @ValueSource(strings = {"reset", "step"})
  void everything_thatFailsInTheGame_leavesIt(String method) {
    AtomicLong time = new AtomicLong();
    GameWatch watch = new GameWatch("altered", time::incrementAndGet);
    GameProvider game = AlteredPile.game(new FailingIn(method));
    ObservationStacker stacker =
        new ObservationStacker(Pile.GAME.create(GameOptions.NONE).spec(), 1);
    try (SearchAgent agent = new SearchAgent(new PileModel(7), SEARCH, false, stacker, 16)) {
      Evaluation evaluation = new Evaluation(game, GameOptions.NONE, agent, watch);
      for (Runnable work :
          List.<Runnable>of(
              () -> evaluation.match("careless", 2, 0, 1, (number, state, action, step) -> {}),
              evaluation::exhaustive)) {
        assertThatThrownBy(work::run).hasMessage(method + " fails");
        assertThat(watch.secondsInside()).isZero();
      }
    }
  }

  @Test
  void exhaustive_smallPile_isWhatAPersonCounts() {
    // The agent is perfect and takes one stone when lost. Beginning with 7 it takes one, and meets
    // 4 lines of replies, none lost. Second, it meets 6 lines, and loses the one that takes two
    // and two. 12 states have a move to make (both players, 1 to 6; the first alone, 7), less one
    // that nobody reaches: the first player with 6 stones. In those with 2 or 5 taking one is bad.
    assertThat(pile(7).exhaustive()).isEqualTo(new ExhaustiveReport(10, 1, 12, 0, 4));
  }

  @Test
  void exhaustive_told_saysHowManyStatesThereAre() {
    List<List<Integer>> told = new ArrayList<>();
    pile(7).exhaustive((decided, states) -> told.add(List.of(decided, states)));
    // Lines first, of which nobody knows how many there are.
    assertThat(told).startsWith(List.of(0, 0)).endsWith(List.of(0, 12), List.of(12, 12));
  }

  @Test
  void exhaustive_gameWithoutSolver_isRefused() {
    assertThat(walk().canWalk()).isFalse();
    assertThatThrownBy(() -> walk().exhaustive())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("walk has no solver");
  }

  private static double score(long losses, int search, int policy) {
    return EvaluationReport.of(List.of(), new ExhaustiveReport(100, losses, 50, search, policy))
        .score();
  }

  @Test
  void score_walkedGame_countsTheSearchsMistakesBeforeAllOthers() {
    assertThat(score(0, 0, 0)).isZero();
    assertThat(score(0, 0, 1)).isNegative();
    assertThat(score(1, 0, 0)).isNegative();
    assertThat(score(0, 1, 0)).isLessThan(score(100, 0, 50));
    assertThat(score(0, 8, 0)).isLessThan(score(100, 7, 50));
    assertThat(score(3, 2, 5)).isLessThan(score(3, 2, 4));
    assertThat(score(3, 2, 5)).isLessThan(score(2, 2, 5));
  }

  @Test
  void score_otherGames_isMeanScoreOrMeanReturn() {
    assertThat(
            EvaluationReport.of(
                    List.of(new MatchResult("a", 10, 0, 0), new MatchResult("b", 0, 10, 0)), null)
                .score())
        .isEqualTo(0.75);
    ReturnStatistics returns = ReturnStatistics.of(new double[] {1, 2});
    assertThat(EvaluationReport.of(returns, null).score()).isEqualTo(1.5);
    ExactReport exact = new ExactReport(3, 1.25, 1, 2);
    assertThat(EvaluationReport.of(returns, exact).score()).isEqualTo(1.25);
  }

  @Test
  void match_unknownOpponent_isRefused() {
    GameProvider game = Pile.GAME;
    assertThat(game.opponents()).doesNotContain("nobody");
    assertThatThrownBy(() -> pile(7).match("nobody", 1, 0, 1, Evaluation.Spectator.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nobody");
  }
}
