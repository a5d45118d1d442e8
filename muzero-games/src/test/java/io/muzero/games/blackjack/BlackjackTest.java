package io.muzero.games.blackjack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.muzero.environment.Environment;
import io.muzero.environment.EnvironmentChecker;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.PolicyEvaluator;
import io.muzero.games.table.PolicyEvaluatorContract;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The recorded trajectories are replayed by {@code GymnasiumOracleTest}. */
class BlackjackTest extends PolicyEvaluatorContract {

  @Override
  protected GameProvider provider() {
    return new BlackjackProvider();
  }

  private static int hitBelow17(Environment environment) {
    return ((Blackjack) environment).gymnasiumObservation()[0] < 17 ? 1 : 0;
  }

  /** games.md: −.04311 by dynamic programming. */
  @Test
  void optimum_isTheKnownOne() {
    assertThat(evaluator().optimum()).isCloseTo(-.04311, within(5e-6));
    assertThat(evaluator().states()).hasSize(290);
  }

  /** Gymnasium's recorded means over 5,000 episodes, whose standard error is .0135. */
  @Test
  void value_ofHittingBelow17_agreesWithTheRecordedMeans() {
    assertThat(evaluator().valueOf(BlackjackTest::hitBelow17)).isCloseTo(-.0722, within(.03));
    GameOptions natural = new GameOptions(Map.of("sab", false, "natural", true));
    PolicyEvaluator evaluator = provider().policyEvaluator(natural).orElseThrow();
    assertThat(evaluator.valueOf(BlackjackTest::hitBelow17)).isCloseTo(-.0539, within(.03));
  }

  /**
   * The figure 5.2 of Sutton and Barto: without a usable ace stick on 12 against 4 to 6, on 13 to
   * 16 against 2 to 6, else from 17 on; with one stick from 18 on, against 9, 10 and ace from 19
   * on.
   */
  @Test
  void optimum_isThatOfTheKnownPolicy() {
    double value =
        evaluator()
            .valueOf(
                environment -> {
                  double[] seen = ((Blackjack) environment).gymnasiumObservation();
                  int card = (int) seen[1];
                  int stick;
                  if (seen[2] == 1) {
                    stick = card == 1 || card >= 9 ? 19 : 18;
                  } else {
                    stick = card >= 4 && card <= 6 ? 12 : card == 2 || card == 3 ? 13 : 17;
                  }
                  return seen[0] >= stick ? 0 : 1;
                });
    assertThat(value).isCloseTo(evaluator().optimum(), within(1e-12));
  }

  @Test
  void observation_isOneHot() {
    Blackjack game = new Blackjack(new Blackjack.Rules(true, false));
    game.reset(0);
    game.setState((18 + 5) * 10 + 9);
    assertThat(game.gymnasiumObservation()).containsExactly(17, 10, 1);
    float[] seen = game.observation();
    for (int i = 0; i < 30; i++) {
      assertThat(seen[i]).as("number %d", i).isEqualTo(i == 13 || i == 28 || i == 29 ? 1 : 0);
    }
    assertThat(game.text()).isEqualTo("dealer 10 ?\nplayer A 6  (17, soft)");
  }

  /** With a natural that pays 1.5. */
  @Nested
  class WithNatural extends PolicyEvaluatorContract {

    @Override
    protected GameProvider provider() {
      return new BlackjackProvider();
    }

    @Override
    protected GameOptions options() {
      return new GameOptions(Map.of("sab", false, "natural", true));
    }
  }

  @Test
  void withoutAnyNatural_keepsTheContract() {
    GameOptions options = new GameOptions(Map.of("sab", false));
    assertThat(new EnvironmentChecker(provider(), options).check()).isEmpty();
  }
}
