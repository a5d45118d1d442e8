package io.muzero.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EloTest {
  /** By golden.py in the test resources. */
  @ParameterizedTest
  @CsvSource({
    "-400, 0.090909090909",
    "0, 0.5",
    "35, 0.550199353254",
    "100, 0.640064999803",
    "200, 0.759746926648",
    "800, 0.990099009901"
  })
  void score_knownDifferences_isThePublishedCurve(double elo, double score) {
    assertThat(Elo.score(elo)).isCloseTo(score, within(1e-11));
    assertThat(Elo.ofScore(score)).isCloseTo(elo, within(1e-6));
  }

  @Test
  void ofScore_allWonOrLost_isInfinite() {
    assertThat(Elo.ofScore(1)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(Elo.ofScore(0)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThatThrownBy(() -> Elo.ofScore(1.1)).hasMessage("score must be within [0, 1], was 1.1");
  }

  @Test
  void negated_interval_isTheOtherSides() {
    assertThat(new Elo.Interval(-10, 20, 60).negated()).isEqualTo(new Elo.Interval(-60, -20, 10));
  }
}
