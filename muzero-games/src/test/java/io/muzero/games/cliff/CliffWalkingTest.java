package io.muzero.games.cliff;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Step;
import io.muzero.games.ReferencePlay;
import io.muzero.games.table.PolicyEvaluatorContract;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The recorded trajectories are replayed by {@code GymnasiumOracleTest}. */
class CliffWalkingTest extends PolicyEvaluatorContract {

  @Override
  protected GameProvider provider() {
    return new CliffWalkingProvider();
  }

  /** Up, eleven tiles to the right, down. */
  @Test
  void optimum_isThirteenSteps() {
    assertThat(evaluator().optimum()).isEqualTo(-13);
    assertThat(evaluator().states()).hasSize(48 - 10 - 1);
  }

  @Test
  void value_ofStandingStill_isThatOfTheTimeLimit() {
    assertThat(evaluator().valueOf(environment -> 3)).isEqualTo(-200);
    assertThat(evaluator().valueOf(environment -> 1)).isEqualTo(-200 * 100);
  }

  @Test
  void unbounded_hasNoValuesButAnOptimalPlayer() {
    GameOptions options = new GameOptions(Map.of("max_steps", 0));
    assertThat(provider().policyEvaluator(options)).isEmpty();
    assertThat(ReferencePlay.mean(provider(), options, "optimal", 0, 1)).isEqualTo(-13);
  }

  @Test
  void step_intoTheCliff_goesBackToTheStart() {
    Environment environment = provider().create(GameOptions.NONE);
    environment.reset(0);
    assertThat(environment.step(Action.of(0))).isEqualTo(Step.going(-1));
    assertThat(environment.step(Action.of(1))).isEqualTo(Step.going(-1));
    assertThat(environment.step(Action.of(2))).isEqualTo(Step.going(-100));
    assertThat(environment.text()).endsWith("\n@##########G");
  }
}
