package io.muzero.games.frozenlake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.games.table.PolicyEvaluatorContract;
import io.muzero.settings.InvalidSettingException;
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
}
