package io.muzero.expert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.muzero.settings.InvalidSettingException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpertConfigTest {
  private static ExpertConfig config(int steps, double share, int fadeSteps) {
    return new ExpertConfig(
        List.of("games.txt"), List.of(), steps, share, fadeSteps, 0.05, 0.1, 10);
  }

  @Test
  void rowsAt_fallInAStraightLineFromTheShareToNothing() {
    ExpertConfig config = config(30, 0.5, 40);
    int batch = 128;
    for (int step = 1; step <= 30; step++) {
      assertThat(config.rowsAt(step, batch)).isEqualTo(batch);
      assertThat(config.isAlone(step)).isTrue();
      assertThat(config.isOver(step)).isFalse();
    }
    // 64 rows less 1.6 a step, written down without the formula of the code.
    for (int step = 31; step <= 70; step++) {
      double rows = 64 - 1.6 * (step - 30);
      assertThat((double) config.rowsAt(step, batch)).isCloseTo(rows, within(0.5 + 1e-9));
      assertThat(config.isAlone(step)).isFalse();
    }
    assertThat(config.rowsAt(31, batch)).isEqualTo(62);
    assertThat(config.rowsAt(50, batch)).isEqualTo(32);
    assertThat(config.rowsAt(70, batch)).isZero();
    assertThat(config.rowsAt(1_000_000, batch)).isZero();
    assertThat(config.isOver(69)).isFalse();
    assertThat(config.isOver(70)).isTrue();
  }

  @Test
  void shareAt_withoutFilesOrFall_isZeroAtOnce() {
    assertThat(config(5, 0.5, 0).shareAt(6)).isZero();
    ExpertConfig none = new ExpertConfig(List.of(), List.of(), 5, 0.5, 5, 0.05, 0.1, 10);
    assertThat(none.shareAt(1)).isZero();
    assertThat(none.isAlone(1)).isFalse();
    assertThat(none.isOver(0)).isTrue();
  }

  @Test
  void values_outOfRange_areRefusedByTheirKey() {
    assertThatThrownBy(() -> config(-1, 0.5, 1))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("expert.steps must be within");
    assertThatThrownBy(() -> config(1, 1.5, 1)).hasMessageStartingWith("expert.share must be");
    assertThatThrownBy(
            () -> new ExpertConfig(List.of("a"), List.of("x", "y"), 1, 0.5, 1, 0.05, 0.1, 1))
        .hasMessage("expert.digests must be empty or have one for each of expert.files (1), was 2");
  }
}
