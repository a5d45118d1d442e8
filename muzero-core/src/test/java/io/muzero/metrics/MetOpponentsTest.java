package io.muzero.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetOpponentsTest {
  private final MetOpponents met = new MetOpponents();

  private void evaluation(String... opponents) {
    for (String opponent : opponents) {
      assertThat(met.saw(Metric.EVALUATION_SCORE.tag(opponent))).hasValue(opponent);
      assertThat(met.saw(Metric.EVALUATION_SCORE_LOW.tag(opponent))).isEmpty();
    }
    assertThat(met.saw("evaluation/mean_return")).isEmpty();
    assertThat(met.saw("loss/total")).isEmpty();
  }

  /** A game of one's own calls its reference players as it likes. */
  @Test
  void strongest_isWhoIsMetLast() {
    evaluation("random", "novice", "master");
    evaluation("random", "novice", "master");
    assertThat(met.strongestFirst()).containsExactly("master", "novice", "random");
  }

  @Test
  void strongest_ofOpponentsThatWereChanged_isOneOfTheNew() {
    evaluation("random", "expert");
    evaluation("random", "perfect");
    assertThat(met.strongestFirst()).containsExactly("perfect", "expert", "random");
    met.clear();
    assertThat(met.strongestFirst()).isEmpty();
    evaluation("random");
    assertThat(met.strongestFirst()).containsExactly("random");
  }
}
