package io.muzero.ray;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AnswerPatienceTest {
  private static long seconds(AnswerPatience patience, boolean first) {
    return TimeUnit.NANOSECONDS.toSeconds(patience.nanos(first));
  }

  @Test
  void patience_growsWithTheLongestAnswer() {
    AnswerPatience patience = new AnswerPatience(0);
    assertThat(seconds(patience, false)).isEqualTo(180);
    assertThat(seconds(patience, true)).isEqualTo(600);
    patience.answered(TimeUnit.SECONDS.toNanos(200));
    patience.answered(TimeUnit.SECONDS.toNanos(1));
    assertThat(seconds(patience, false)).isEqualTo(980);
  }

  @Test
  void patience_isLongerThanTheGamesOwnLimit() {
    assertThat(seconds(new AnswerPatience(480), false)).isEqualTo(660);
    assertThat(seconds(new AnswerPatience(1e300), false)).isEqualTo(24 * 60 * 60);
  }

  /** No answer is known of a game whose first move takes longer than all that was waited for. */
  @Test
  void silence_doublesThePatience_untilAnAnswerComes() {
    AnswerPatience patience = new AnswerPatience(0);
    patience.silent();
    patience.silent();
    assertThat(seconds(patience, true)).isEqualTo(2400);
    for (int i = 0; i < 100; i++) {
      patience.silent();
    }
    assertThat(seconds(patience, true)).isEqualTo(24 * 60 * 60);
    patience.answered(1);
    assertThat(seconds(patience, true)).isEqualTo(600);
  }

  @Test
  void moveSeconds_isTheGamesTimeoutForAllGamesOfAnActor() {
    assertThat(AnswerPatience.moveSeconds(SmallRuns.config())).isZero();
    assertThat(AnswerPatience.moveSeconds(SmallRuns.configOf("failing"))).isEqualTo(3 * 60);
    assertThat(AnswerPatience.moveSeconds(SmallRuns.configOf("failing", "environment.timeout=100")))
        .isEqualTo(3 * 100);
  }
}
