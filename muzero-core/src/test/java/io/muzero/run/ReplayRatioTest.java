package io.muzero.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReplayRatioTest {
  @Test
  void mayTrain_beforeWarmUp_waits() {
    ReplayRatio gate = new ReplayRatio(0, 100, 10, 8);
    gate.played(99);
    assertThat(gate.mayTrain()).isFalse();
    gate.played(1);
    assertThat(gate.mayTrain()).isTrue();
  }

  @Test
  void room_isWhatMayBePlayedBeforeTheGateCloses() {
    ReplayRatio gate = new ReplayRatio(2, 100, 50, 8);
    assertThat(gate.room()).isEqualTo(100);
    gate.played(99);
    assertThat(gate.room()).isEqualTo(1);
    assertThat(gate.mayPlay()).isTrue();
    gate.played(1);
    assertThat(gate.room()).isZero();
    assertThat(gate.mayPlay()).isFalse();
    gate.trained(160);
    assertThat(gate.room()).isEqualTo(30);
    gate.played(30);
    assertThat(gate.mayPlay()).isTrue();
    gate.played(1);
    assertThat(gate.mayPlay()).isFalse();
    assertThat(new ReplayRatio(0, 0, 50, 8).room()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void bothSides_leadBelowABatch_neverWaitForEachOther() {
    for (double ratio : new double[] {0.01, 0.3, 1, 7}) {
      ReplayRatio gate = new ReplayRatio(ratio, 10, 1, 256);
      int steps = 0;
      for (int turn = 0; turn < 100_000 && steps < 3; turn++) {
        if (gate.mayTrain()) {
          gate.trained(256);
          steps++;
        } else {
          assertThat(gate.mayPlay()).as("ratio %s, turn %d", ratio, turn).isTrue();
          gate.played(1);
        }
      }
      assertThat(steps).isEqualTo(3);
    }
  }

  @Test
  void bothSides_ratioThatIsNoWholeNumberOfParts_neverWaitForEachOther() {
    ReplayRatio gate = new ReplayRatio(1.4e-6, 1, 1, 256);
    for (int step = 0; step < 3; step++) {
      while (!gate.mayTrain()) {
        assertThat(gate.mayPlay()).isTrue();
        gate.played(1_000_000);
      }
      gate.trained(256);
    }
  }

  @Test
  void mayPlay_leadThatNoLongHolds_isStillAhead() {
    ReplayRatio gate = new ReplayRatio(1e6, 1, 12_000_000, 256);
    gate.played(1_000_000);
    assertThat(gate.mayPlay()).isTrue();
  }

  @Test
  void restore_totalsOfASitting_goOnWhereItWas() {
    ReplayRatio gate = new ReplayRatio(2, 100, 50, 8);
    gate.restore(100, 192, 0);
    assertThat(gate.mayTrain()).isTrue();
    gate.trained(8);
    assertThat(gate.mayTrain()).isFalse();
    assertThat(gate.mayPlay()).isTrue();
  }

  @Test
  void restore_withAnotherRatio_letsBothSidesGoOnAtOnce() {
    for (double before : new double[] {0, 0.6, 2.5, 8}) {
      for (double now : new double[] {0, 0.6, 4}) {
        ReplayRatio first = new ReplayRatio(before, 100, 50, 32);
        long entitled = first.played(10_000);
        long samples = 0;
        while (first.mayTrain() && (before > 0 || samples < 40_000)) {
          entitled += first.trained(32);
          samples += 32;
        }
        ReplayRatio second = new ReplayRatio(now, 100, 50, 32);
        second.restore(10_000, samples, entitled);
        assertThat(second.mayPlay()).as("%s, then %s", before, now).isTrue();
        second.played(60);
        assertThat(second.mayTrain()).as("%s, then %s", before, now).isTrue();
      }
    }
  }

  @Test
  void restore_whereTheSumWasNotKnown_isKnownFromThenOn() {
    for (double ratio : new double[] {0, 0.6, 2.5}) {
      ReplayRatio first = new ReplayRatio(ratio, 100, 50, 32);
      long entitled = first.restore(10_000, 20_000, 0);
      entitled += first.played(300);
      ReplayRatio second = new ReplayRatio(ratio, 100, 50, 32);
      assertThat(second.restore(10_300, 20_000, entitled)).as("%s", ratio).isZero();
      assertThat(second.mayTrain()).as("%s", ratio).isEqualTo(first.mayTrain());
      assertThat(second.mayPlay()).as("%s", ratio).isEqualTo(first.mayPlay());
    }
  }

  @Test
  void restore_withTheSameRatio_goesOnExactly() {
    ReplayRatio whole = new ReplayRatio(0.7, 10, 5, 8);
    ReplayRatio resumed = new ReplayRatio(0.7, 10, 5, 8);
    long positions = 0;
    long samples = 0;
    long entitled = 0;
    for (int turn = 0; turn < 2_000; turn++) {
      if (turn % 37 == 0) {
        resumed = new ReplayRatio(0.7, 10, 5, 8);
        resumed.restore(positions, samples, entitled);
      }
      assertThat(resumed.mayPlay()).isEqualTo(whole.mayPlay());
      assertThat(resumed.mayTrain()).isEqualTo(whole.mayTrain());
      if (whole.mayTrain()) {
        samples += 8;
        whole.trained(8);
        entitled += resumed.trained(8);
      } else {
        positions += 3;
        whole.played(3);
        entitled += resumed.played(3);
      }
    }
  }

  @Test
  void bothSides_alternating_holdTheRatioWithinTheLead() {
    ReplayRatio gate = new ReplayRatio(4, 100, 50, 32);
    long positions = 0;
    long samples = 0;
    for (int turn = 0; turn < 10_000; turn++) {
      boolean play = gate.mayPlay();
      boolean train = gate.mayTrain();
      assertThat(play || train).as("one side can always go on").isTrue();
      // A greedy scheduler: plays whenever it may.
      if (play) {
        gate.played(10);
        positions += 10;
      } else {
        gate.trained(32);
        samples += 32;
      }
      if (positions > 200) {
        assertThat(samples).isLessThanOrEqualTo(4 * positions);
        assertThat(4 * (positions - 50 - 10)).isLessThanOrEqualTo(samples);
      }
    }
    assertThat(samples).isPositive();
  }

  @Test
  void release_wakesAWaitingLearner() throws InterruptedException {
    ReplayRatio gate = new ReplayRatio(1, 10, 10, 1);
    CountDownLatch woken = new CountDownLatch(1);
    Thread learner =
        new Thread(
            () -> {
              try {
                gate.awaitTrain();
                woken.countDown();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    learner.start();
    gate.release();
    assertThat(woken.await(10, TimeUnit.SECONDS)).isTrue();
    learner.join();
  }
}
