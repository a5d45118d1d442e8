package io.muzero.games.frozenlake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Step;
import io.muzero.games.table.PolicyEvaluatorContract;
import io.muzero.settings.InvalidSettingException;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The recorded trajectories are replayed by {@code GymnasiumOracleTest}. */
class FrozenLakeTest extends PolicyEvaluatorContract {

  @Override
  protected GameProvider provider() {
    return new FrozenLakeProvider();
  }

  /** games.md: value iteration with the time limit. */
  @Test
  void optimum_isTheKnownOne() {
    assertThat(evaluator().optimum()).isCloseTo(.7442, within(5e-5));
  }

  @Test
  void size_otherThanFourOrEight_isRefused() {
    assertThatThrownBy(() -> provider().create(new GameOptions(Map.of("size", 5))))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("must be 4 or 8");
  }

  /** The lake of size 8. */
  @Nested
  class Large extends PolicyEvaluatorContract {

    @Override
    protected GameProvider provider() {
      return new FrozenLakeProvider();
    }

    @Override
    protected GameOptions options() {
      return new GameOptions(Map.of("size", 8));
    }

    @Test
    void optimum_isTheKnownOne() {
      assertThat(evaluator().optimum()).isCloseTo(.9132, within(5e-5));
    }

    @Test
    void text_showsTheMap() {
      FrozenLake lake = new FrozenLake(FrozenLake.Rules.ofSize(8));
      lake.reset(0);
      assertThat(lake.text())
          .isEqualTo(
              "@.......\n........\n...O....\n.....O..\n...O....\n.OO...O.\n.O..O.O.\n...O...G");
    }
  }

  @Test
  void timeAware_withoutLimit_isRefused() {
    assertThatThrownBy(
            () -> provider().create(new GameOptions(Map.of("time_aware", true, "max_steps", 0))))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("environment.max_steps must be within [1, 1000] with time_aware");
  }

  @Test
  void timeAware_onTheLargeLake_leavesTheOptimum() {
    GameOptions options = new GameOptions(Map.of("size", 8, "time_aware", true));
    assertThat(provider().policyEvaluator(options).orElseThrow().optimum())
        .isCloseTo(.9132, within(5e-5));
  }

  /** A lake whose limit is seen and is an end. */
  @Nested
  class TimeAware extends PolicyEvaluatorContract {

    @Override
    protected GameProvider provider() {
      return new FrozenLakeProvider();
    }

    @Override
    protected GameOptions options() {
      return new GameOptions(Map.of("time_aware", true));
    }

    @Test
    void optimum_isThatOfTheOther() {
      assertThat(evaluator().optimum())
          .isCloseTo(FrozenLakeTest.this.evaluator().optimum(), within(1e-12));
    }

    /** The same walk as without the option, but for what is seen of it and how it ends. */
    @Test
    void step_walksAsTheOther_andTheLimitTerminates() {
      FrozenLake unaware = new FrozenLake(FrozenLake.Rules.ofSize(4));
      Environment aware = provider().create(options());
      int limits = 0;
      for (int seed = 0; seed < 300; seed++) {
        unaware.reset(seed);
        aware.reset(seed);
        for (int steps = 1; ; steps++) {
          Action left = Action.of(0);
          Step expected = unaware.step(left);
          Step step = aware.step(left);
          assertThat(step).isEqualTo(new Step(expected.reward(), expected.ended(), false));
          limits += expected.truncated() ? 1 : 0;
          if (step.ended()) {
            break;
          }
          float[] seen = aware.observation();
          assertThat(Arrays.copyOf(seen, 16)).isEqualTo(unaware.observation());
          assertThat(seen[16]).isEqualTo(steps / 100f);
        }
      }
      assertThat(limits).isPositive();
    }
  }
}
