package io.muzero.selfplay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.muzero.environment.Action;
import io.muzero.environment.ActionSpace;
import io.muzero.environment.AlteredPile;
import io.muzero.environment.AlteredWalk;
import io.muzero.environment.Environment;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.Episode;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Pile;
import io.muzero.environment.Step;
import io.muzero.environment.Symmetry;
import io.muzero.environment.Walk;
import io.muzero.random.RandomStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToIntFunction;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatingMatchTest {
  private static GatingConfig gate(int games, double winRate) {
    return new GatingConfig(100, games, winRate, 2, 0);
  }

  private static MatchResult result(int wins, int draws, int losses) {
    return new MatchResult("x", wins, draws, losses);
  }

  @Test
  void admits_atTheRateAndNotBelow() {
    GatingConfig gate = gate(400, 0.55);
    assertThat(gate.admits(result(220, 0, 180))).isTrue();
    assertThat(gate.admits(result(219, 0, 181))).isFalse();
    assertThat(gate.admits(result(219, 2, 179))).isTrue();
    assertThat(gate.admits(result(219, 1, 180))).isFalse();
    assertThat(gate.admits(result(40, 360, 0))).isTrue();
    assertThat(gate.admits(result(39, 361, 0))).isFalse();
    // Every rate in hundredths: the least number of wins that is admitted, in whole numbers.
    for (int percent = 1; percent <= 100; percent++) {
      int least = (400 * percent + 99) / 100;
      GatingConfig at = gate(400, percent / 100.0);
      assertThat(at.admits(result(least, 0, 400 - least))).as("%d %%", percent).isTrue();
      assertThat(at.admits(result(least - 1, 0, 401 - least))).as("%d %%", percent).isFalse();
    }
  }

  /** P(X ≥ least) of a binomial variable, exactly. */
  private static double atLeast(int games, double rate, int least) {
    BigDecimal p = new BigDecimal(rate);
    BigDecimal q = BigDecimal.ONE.subtract(p);
    BigDecimal sum = BigDecimal.ZERO;
    BigInteger ways = BigInteger.ONE;
    for (int wins = 0; wins <= games; wins++) {
      if (wins >= least) {
        BigDecimal term =
            new BigDecimal(ways)
                .multiply(p.pow(wins, MathContext.DECIMAL128))
                .multiply(q.pow(games - wins, MathContext.DECIMAL128), MathContext.DECIMAL128);
        sum = sum.add(term, MathContext.DECIMAL128);
      }
      ways = ways.multiply(BigInteger.valueOf(games - wins)).divide(BigInteger.valueOf(wins + 1L));
    }
    return sum.doubleValue();
  }

  @Test
  void admits_coinsOfSeveralStrengths_asOftenAsTheBinomialSays() {
    GatingConfig gate = gate(400, 0.55);
    UniformRandomProvider random = RandomStream.create(3, "coins", 0);
    assertThat(atLeast(400, 0.5, 220)).isCloseTo(0.0256, within(0.0005)); // tables
    for (double strength : new double[] {0.5, 0.55, 0.6}) {
      int admitted = 0;
      int matches = 4000;
      for (int match = 0; match < matches; match++) {
        int wins = 0;
        for (int game = 0; game < 400; game++) {
          wins += random.nextDouble() < strength ? 1 : 0;
        }
        admitted += gate.admits(result(wins, 0, 400 - wins)) ? 1 : 0;
      }
      double expected = atLeast(400, strength, 220);
      double deviation = Math.sqrt(expected * (1 - expected) / matches);
      assertThat((double) admitted / matches)
          .as("strength " + strength)
          .isCloseTo(expected, within(4 * deviation));
    }
  }

  /** Decides by a rule of the state. */
  private record Rule(ToIntFunction<Environment> rule) implements Agent {
    @Override
    public int[] search(List<Episode> episodes) {
      return episodes.stream().map(Episode::environment).mapToInt(rule).toArray();
    }

    @Override
    public int[] policy(List<Episode> episodes) {
      return search(episodes);
    }

    @Override
    public int stackedFrames() {
      return 1;
    }

    @Override
    public void close() {}
  }

  private static final Agent PERFECT = new Rule(state -> ((Pile) state).left() % 3 == 2 ? 1 : 0);
  private static final Agent CARELESS = new Rule(state -> 0);

  private static GatingMatch match(int games, int openingMoves) {
    return new GatingMatch(
        () -> Pile.GAME.create(GameOptions.NONE),
        games,
        openingMoves,
        Integer.MAX_VALUE,
        GameWatch.NONE);
  }

  @Test
  void play_plantedWeakerCandidate_isNotAdmitted_andTheStrongerIs() {
    GatingConfig gate = gate(400, 0.55);
    MatchResult weaker = match(400, 2).play(CARELESS, PERFECT, 1);
    MatchResult stronger = match(400, 2).play(PERFECT, CARELESS, 1);
    assertThat(gate.admits(weaker)).isFalse();
    assertThat(gate.admits(stronger)).isTrue();
    assertThat(weaker.games()).isEqualTo(400);
    // Same openings, seats changed: what one wins the other loses.
    assertThat(weaker.wins()).isEqualTo(stronger.losses());
  }

  @Test
  void play_equals_scoreHalf_whateverTheOpening() {
    for (int opening = 0; opening < 4; opening++) {
      MatchResult equal = match(100, opening).play(PERFECT, PERFECT, 5);
      // Each opening is played from both seats by the same rule.
      assertThat(equal.score()).isEqualTo(0.5);
    }
    // Without random moves there are two games.
    assertThat(match(100, 0).play(PERFECT, CARELESS, 5).distinct()).isEqualTo(2);
  }

  @Test
  void play_perfectFirstWithoutOpening_winsAllItBegins() {
    MatchResult result = match(10, 0).play(PERFECT, PERFECT, 5);
    // Seven stones are won for who begins, who is the candidate in every second game.
    assertThat(result.wins()).isEqualTo(5);
    assertThat(result.losses()).isEqualTo(5);
  }

  @Test
  void play_everythingThatTheGameDoes_isWatched() {
    AtomicLong time = new AtomicLong();
    GameWatch watch = new GameWatch("altered", time::incrementAndGet);
    Set<String> called = new TreeSet<>();
    Set<String> unwatched = new TreeSet<>();
    AlteredPile.Fault fault =
        new AlteredPile.Fault() {
          @Override
          public void called(String method, boolean copied) {
            (watch.secondsInside() > 0 ? called : unwatched).add(method);
          }
        };
    GatingMatch match =
        new GatingMatch(() -> AlteredPile.game(fault).create(GameOptions.NONE), 4, 2, 100, watch);
    assertThat(match.play(CARELESS, CARELESS, 1).games()).isEqualTo(4);
    assertThat(called).contains("create", "reset", "step", "copy");
    assertThat(unwatched).isEmpty();
    assertThat(watch.secondsInside()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"reset", "step"})
  void play_gameThatFails_isLeft(String method) {
    AtomicLong time = new AtomicLong();
    GameWatch watch = new GameWatch("altered", time::incrementAndGet);
    GameProvider game = AlteredPile.game(new FailingIn(method));
    GatingMatch match = new GatingMatch(() -> game.create(GameOptions.NONE), 4, 0, 100, watch);
    assertThatThrownBy(() -> match.play(CARELESS, CARELESS, 1)).hasMessage(method + " fails");
    assertThat(watch.secondsInside()).isZero();
  }

  /** Two players who move to and fro for ever, in a game that states no bound. */
  private static final class Shuffle extends AlteredWalk {
    private int mover;

    @Override
    public EnvironmentSpec spec() {
      return new EnvironmentSpec(
          2, 2, 1, 1, 0, 1, new ActionSpace.Discrete(3), 0, 1, 0, Symmetry.NONE);
    }

    @Override
    public int playerToMove() {
      return mover;
    }

    @Override
    public boolean isLegal(int action) {
      return true;
    }

    @Override
    public Step step(Action action) {
      mover = 1 - mover;
      return Step.going(0);
    }

    @Override
    public Environment copy() {
      Shuffle copy = new Shuffle();
      copy.mover = mover;
      copy.reset(0);
      return copy;
    }
  }

  @Test
  void play_gameThatNeverEnds_isDrawn() {
    GatingMatch match =
        new GatingMatch(Shuffle::new, 2, 0, GameLength.most(new Shuffle().spec()), GameWatch.NONE);
    MatchResult result = match.play(CARELESS, CARELESS, 1);
    assertThat(result.wins() + result.losses()).isZero();
    assertThat(result.games()).isEqualTo(2);
  }

  @Test
  void most_isWhatAGameStatesOrEnough() {
    EnvironmentSpec stated = Walk.GAME.create(GameOptions.NONE).spec();
    EnvironmentSpec unstated =
        new EnvironmentSpec(1, 2, 1, 1, 0, 1, stated.actions(), 0, 1, 0, stated.symmetry());
    assertThat(GameLength.most(stated)).isEqualTo(12);
    assertThat(GameLength.most(unstated)).isEqualTo(10_000);
  }

  @Test
  void config_outOfRange_isRefusedByItsKey() {
    assertThatThrownBy(() -> gate(1, 0.5)).hasMessageStartingWith("gating.games must be within");
    assertThatThrownBy(() -> gate(2, 0)).hasMessage("gating.winRate must be above 0, was 0");
  }
}
