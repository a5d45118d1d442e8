package io.muzero.games.simplegrid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.muzero.environment.Action;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Step;
import io.muzero.games.table.PolicyEvaluatorContract;
import org.junit.jupiter.api.Test;

class SimpleGridTest extends PolicyEvaluatorContract {

  @Override
  protected GameProvider provider() {
    return new SimpleGridProvider();
  }

  @Test
  void optimum_isTheGoal() {
    assertThat(evaluator().optimum()).isEqualTo(10);
    assertThat(evaluator().states()).hasSize(8);
  }

  @Test
  void step_offTheGrid_isRefusedByName() {
    SimpleGrid grid = new SimpleGrid();
    grid.step(Action.of(0));
    grid.step(Action.of(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> grid.step(Action.of(0)))
        .withMessageContaining("row 2 and column 0");
    assertThat(grid.step(Action.of(1))).isEqualTo(Step.going(0));
    assertThat(grid.text()).isEqualTo("...\n...\n.@G");
    assertThat(grid.step(Action.of(1))).isEqualTo(Step.terminal(10));
  }
}
