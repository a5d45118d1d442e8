package io.muzero.ray;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutageTest {
  private final Outage outage = new Outage(300);

  @Test
  void lost_forLongerThanThePatience_isTooLong() {
    assertThat(outage.isTooLong(1000)).isFalse();
    assertThat(outage.lost(1000)).isTrue();
    assertThat(outage.isTooLong(1300)).isFalse();
    assertThat(outage.isTooLong(1301)).isTrue();
  }

  @Test
  void ready_givesTheWholePatienceAnew_whileGamesAreAskedFor() {
    outage.lost(0);
    outage.ready(290);
    assertThat(outage.isTooLong(10_000)).as("nothing was asked for").isFalse();
    outage.asking(false, 10_000);
    outage.asking(true, 20_000);
    assertThat(outage.isTooLong(20_300)).isFalse();
    outage.asking(false, 20_300);
    outage.asking(true, 90_000);
    assertThat(outage.isTooLong(90_000)).isFalse();
    assertThat(outage.isTooLong(90_001)).isTrue();
  }

  @Test
  void lost_againWithoutAnAnswer_goesOnCounting() {
    outage.lost(0);
    outage.ready(200);
    outage.asking(true, 200);
    assertThat(outage.lost(250)).as("begins").isFalse();
    assertThat(outage.isTooLong(300)).isFalse();
    assertThat(outage.isTooLong(301)).isTrue();
  }

  /** Actors that answer, and die before they finish a game, again and again. */
  @Test
  void lost_againWithoutATrajectory_countsWhatWasWaitedBefore() {
    outage.lost(0);
    outage.ready(200);
    outage.played(210);
    assertThat(outage.lasts()).isFalse();
    assertThat(outage.isTooLong(9000)).isFalse();
    assertThat(outage.lost(1000)).as("begins").isTrue();
    assertThat(outage.isTooLong(1101)).isTrue();
    outage.ready(1050);
    outage.played(1060);
    outage.delivered();
    outage.lost(2000);
    assertThat(outage.isTooLong(2300)).isFalse();
  }
}
