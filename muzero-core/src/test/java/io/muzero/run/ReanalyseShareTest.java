package io.muzero.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReanalyseShareTest {
  @Test
  void isBehind_beforeWarmUp_isNot() {
    ReanalyseShare share = new ReanalyseShare(2, 100, 1);
    share.played(99);
    assertThat(share.isBehind()).isFalse();
    assertThat(share.mayPlay()).isTrue();
    share.played(1);
    assertThat(share.isBehind()).isTrue();
    assertThat(share.mayPlay()).isFalse();
  }

  @Test
  void room_isWhatMayBePlayedBeforeTheGateCloses() {
    ReanalyseShare share = new ReanalyseShare(1, 10, 50);
    share.played(9);
    assertThat(share.room()).isEqualTo(41);
    share.played(1);
    assertThat(share.room()).isEqualTo(40);
    share.played(40);
    assertThat(share.mayPlay()).isTrue();
    share.played(1);
    assertThat(share.mayPlay()).isFalse();
    assertThat(share.room()).isZero();
  }

  @Test
  void room_inAWarmUpLongerThanTheLead_isWhatIsLeftOfIt() {
    ReanalyseShare share = new ReanalyseShare(1, 100, 5);
    share.played(60);
    assertThat(share.room()).isEqualTo(40);
    assertThat(new ReanalyseShare(0, 100, 5).room()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void played_shareOfNone_nobodyWaitsOrWorks() {
    ReanalyseShare share = new ReanalyseShare(0, 1, 1);
    assertThat(share.played(1_000_000)).isZero();
    assertThat(share.mayPlay()).isTrue();
    assertThat(share.isBehind()).isFalse();
  }

  @Test
  void bothSides_anyShareAndLead_neverWaitForEachOtherAndKeepTheShare() {
    for (double value : new double[] {1e-6, 0.3, 1, 1000}) {
      for (long lead : new long[] {1, 50, Integer.MAX_VALUE}) {
        ReanalyseShare share = new ReanalyseShare(value, 10, lead);
        long played = 0;
        long searched = 0;
        for (int turn = 0; turn < 2000; turn++) {
          if (share.mayPlay()) {
            share.played(7);
            played += 7;
          } else {
            assertThat(share.isBehind()).as("share %s, lead %d", value, lead).isTrue();
            share.searched(33);
            searched += 33;
          }
          if (played >= 10) {
            assertThat(searched).isLessThanOrEqualTo((long) (value * played) + 33);
            assertThat(value * played - searched).isLessThanOrEqualTo(value * (lead + 7 + 10));
          }
        }
      }
    }
  }

  @Test
  void restore_largerShare_doesNotMakeUpForThePast() {
    ReanalyseShare before = new ReanalyseShare(0.5, 10, 100);
    long entitled = before.restore(0, 0, 0) + before.played(1000);
    before.searched(500);
    ReanalyseShare after = new ReanalyseShare(4, 10, 100);
    assertThat(after.restore(1000, 500, entitled)).isZero();
    assertThat(after.isBehind()).isFalse();
    after.played(10);
    after.searched(39);
    assertThat(after.isBehind()).isTrue();
    after.searched(1);
    assertThat(after.isBehind()).isFalse();
  }

  @Test
  void restore_withoutTheSum_owesNothingForThePast() {
    ReanalyseShare share = new ReanalyseShare(2, 10, 100);
    assertThat(share.restore(1000, 300, 0)).isEqualTo(300_000_000L);
    assertThat(share.isBehind()).isFalse();
    share.played(1);
    assertThat(share.isBehind()).isTrue();
  }

  @Test
  void await_bothSides_areWokenByTheOtherAndByTheEnd() throws InterruptedException {
    ReanalyseShare share = new ReanalyseShare(1, 1, 5);
    CountDownLatch worked = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    Thread reanalyser =
        new Thread(
            () -> {
              try {
                share.awaitBehind();
                share.searched(6);
                worked.countDown();
                share.awaitBehind();
                ended.countDown();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    reanalyser.start();
    share.played(6);
    share.awaitPlay();
    assertThat(worked.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(ended.await(50, TimeUnit.MILLISECONDS)).isFalse();
    share.release();
    assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
    share.played(1000);
    share.awaitPlay();
    reanalyser.join();
  }
}
