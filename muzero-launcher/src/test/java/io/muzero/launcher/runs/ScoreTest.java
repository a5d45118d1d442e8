package io.muzero.launcher.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ScoreTest {
  private static final OptionalDouble NONE = OptionalDouble.empty();

  private static OptionalDouble of(double value) {
    return OptionalDouble.of(value);
  }

  @Test
  void text_saysWhatWasMeasured() {
    assertThat(Score.NONE.text()).isEqualTo("-");
    assertThat(Score.of(of(0.985), "expert").text()).isEqualTo("98.5 % vs expert");
    assertThat(Score.of(of(200), "").text()).isEqualTo("200.00");
    assertThat(new Score(of(0.5), "perfect", of(0)).text()).isEqualTo("0 wrong decisions");
    assertThat(new Score(of(0.5), "perfect", of(1)).text()).isEqualTo("1 wrong decision");
  }

  /** Of a solved game it is 0 for an agent without a fault, and falls by 1 with each. */
  @Test
  void ofCheckpoint_isToldAsTheRunsBest() {
    Score solved = new Score(of(0.5), "perfect", of(0));
    assertThat(solved.ofCheckpoint(of(0))).isEqualTo("0 wrong");
    assertThat(solved.ofCheckpoint(of(-0.4))).isEqualTo("0 wrong");
    assertThat(solved.ofCheckpoint(of(-12.25))).isEqualTo("12 wrong");
    assertThat(Score.of(of(0.9), "expert").ofCheckpoint(of(0.75))).isEqualTo("75.0 %");
    assertThat(Score.of(of(195.5), "").ofCheckpoint(of(195.5))).isEqualTo("195.50");
    assertThat(Score.of(of(195.5), "").ofCheckpoint(NONE)).isEqualTo("-");
  }
}
