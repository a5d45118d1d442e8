package io.muzero.selfplay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MatchResultTest {
  @Test
  void interval_ofKnownCounts_isWilsons() {
    // Wilson's interval for 80 of 100, computed by hand from the formula: (0.71117, 0.86663).
    MatchResult result = new MatchResult("random", 80, 0, 20);
    assertThat(result.scoreLow()).isCloseTo(0.7112, within(1e-4));
    assertThat(result.scoreHigh()).isCloseTo(0.8666, within(1e-4));
  }

  @Test
  void score_countsADrawHalf() {
    assertThat(new MatchResult("perfect", 1, 2, 1).score()).isEqualTo(0.5);
  }

  @Test
  void interval_allWon_endsAtOne() {
    MatchResult result = new MatchResult("random", 400, 0, 0);
    assertThat(result.scoreHigh()).isCloseTo(1, within(1e-12));
    assertThat(result.scoreLow()).isBetween(0.98, 0.999);
  }

  @Test
  void interval_repeatedGames_countOnce() {
    MatchResult repeated = new MatchResult("perfect", 400, 0, 0, 3);
    MatchResult once = new MatchResult("perfect", 3, 0, 0);
    assertThat(repeated.games()).isEqualTo(400);
    assertThat(repeated.scoreLow()).isEqualTo(once.scoreLow()).isLessThan(0.5);
    assertThat(repeated.score()).isEqualTo(1);
  }
}
