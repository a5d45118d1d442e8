package io.muzero.environment;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ActionSpaceTest {
  private static final ActionSpace.Continuous BOX =
      new ActionSpace.Continuous(new float[] {-1, 0}, new float[] {1, 2});

  @Test
  void require_asManyFiniteNumbers_alsoOutside_isAnAction() {
    assertThatCode(() -> BOX.require(Action.of(7f, -7f))).doesNotThrowAnyException();
  }

  @Test
  void require_anythingElse_isRefused() {
    assertThatThrownBy(() -> BOX.require(Action.of(1f)))
        .hasMessage("an action here has 2 numbers, was [1.0]");
    assertThatThrownBy(() -> BOX.require(Action.of(1f, Float.NaN)))
        .hasMessage("an action must be finite, was [1.0, NaN]");
    assertThatThrownBy(() -> BOX.require(Action.of(0)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
