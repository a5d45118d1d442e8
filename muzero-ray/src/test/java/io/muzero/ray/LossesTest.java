package io.muzero.ray;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LossesTest {
  private static final long SECOND = 1_000_000_000L;

  private final Losses losses = new Losses(1000, 0);

  @Test
  void lost_withoutAnyGame_pausesTwiceAsLongEachTime() {
    long now = 0;
    for (int seconds : new int[] {2, 4, 8, 16, 30, 30}) {
      assertThat(losses.mayStart(now)).isTrue();
      losses.lost(false, now);
      assertThat(losses.mayStart(now + seconds * SECOND - 1)).isFalse();
      now += seconds * SECOND;
    }
    assertThat(losses.inARow()).isEqualTo(6);
  }

  @Test
  void lost_manyAtOnce_areOne() {
    for (int i = 0; i < 8; i++) {
      losses.lost(false, i);
    }
    assertThat(losses.inARow()).isEqualTo(1);
  }

  @Test
  void lost_whoHadDelivered_pausesToo_andIsNotCounted() {
    losses.lost(true, 0);
    assertThat(losses.mayStart(SECOND - 1)).isFalse();
    assertThat(losses.mayStart(SECOND)).isTrue();
    assertThat(losses.inARow()).isZero();
  }

  @Test
  void delivered_beginsTheCountAnew() {
    losses.lost(false, 0);
    losses.delivered();
    losses.lost(false, 9 * SECOND);
    assertThat(losses.inARow()).isEqualTo(1);
    assertThat(losses.mayStart(11 * SECOND)).isTrue();
  }
}
