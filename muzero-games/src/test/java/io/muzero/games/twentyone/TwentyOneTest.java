package io.muzero.games.twentyone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Step;
import io.muzero.games.table.PolicyEvaluatorContract;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TwentyOneTest extends PolicyEvaluatorContract {

  @Override
  protected GameProvider provider() {
    return new TwentyOneProvider();
  }

  private static int total(Environment environment) {
    return ((TwentyOne) environment).state() / 10 + 1;
  }

  /** games.md: dynamic programming over the same rules. */
  @Test
  void values_areTheKnownOnes() {
    assertThat(evaluator().optimum()).isCloseTo(-.7324, within(5e-5));
    assertThat(evaluator().valueOf(environment -> total(environment) >= 16 ? 1 : 0))
        .isCloseTo(-.862, within(5e-4));
    assertThat(evaluator().states()).hasSize(200);
  }

  /** Computed by a program of its own, in which the player's best is found by recursion. */
  @Test
  void optimum_ofAFullPack_isHigher() {
    GameOptions options = new GameOptions(Map.of("ranks", 13));
    assertThat(provider().policyEvaluator(options).orElseThrow().optimum())
        .isCloseTo(-.5742685600484649, within(1e-12));
  }

  /** games.md: −3.756. */
  @Test
  void randomPlay_scoresAsKnown() {
    SplittableRandom random = new SplittableRandom(1);
    Environment environment = provider().create(GameOptions.NONE);
    environment.reset(1);
    double sum = 0;
    int episodes = 40_000;
    for (int i = 0; i < episodes; i++) {
      environment.reset();
      Step step;
      do {
        step = environment.step(Action.of(random.nextInt(2)));
      } while (!step.ended());
      sum += step.reward();
    }
    assertThat(sum / episodes).isCloseTo(-3.756, within(.2));
  }

  @Test
  void step_reachingTwentyOne_standsAtOnce() {
    TwentyOne game = new TwentyOne(12);
    int reached = 0;
    for (int seed = 0; seed < 200; seed++) {
      game.reset(seed);
      game.setState(19 * 10 + 6);
      Step step = game.step(Action.of(0));
      assertThat(step.terminated()).isTrue();
      reached += step.reward() >= 0 ? 1 : 0;
    }
    // From 20 an ace alone does not lose: one card in twelve.
    assertThat(reached).isBetween(5, 35);
  }

  @Test
  void observation_isAScaleOfTotalAndCard() {
    TwentyOne game = new TwentyOne(12);
    game.setState((15 - 1) * 10 + 4 - 1);
    float[] seen = game.observation();
    assertThat(seen[0]).isEqualTo(0.5f);
    for (int cell = 0; cell < 9; cell++) {
      assertThat(seen[9 + cell]).isEqualTo(cell < 3 ? 1 : 0);
      assertThat(seen[18 + cell]).isEqualTo(cell < 4 ? 1 : 0);
    }
    assertThat(game.text()).isEqualTo("dealer 4  (4)\nplayer 10 5  (15)");
  }
}
