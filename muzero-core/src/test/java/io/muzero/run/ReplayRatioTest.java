package io.muzero.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReplayRatioTest {
  @Test
  void mayTrain_beforeWarmUp_waits() {
    ReplayRatio gate = new ReplayRatio(0, 100, 10);
    gate.played(99, 99);
    assertThat(gate.mayTrain(8)).isFalse();
    gate.played(1, 100);
    assertThat(gate.mayTrain(8)).isTrue();
  }

  @Test
  void bothSides_alternating_holdTheRatioWithinTheLead() {
    ReplayRatio gate = new ReplayRatio(4, 100, 50);
    long positions = 0;
    long samples = 0;
    for (int turn = 0; turn < 10_000; turn++) {
      boolean play = gate.mayPlay();
      boolean train = gate.mayTrain(32);
      assertThat(play || train).as("one side can always go on").isTrue();
      // A greedy scheduler: plays whenever it may.
      if (play) {
        gate.played(10, Math.min(1000, positions + 10));
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
    ReplayRatio gate = new ReplayRatio(1, 10, 10);
    CountDownLatch woken = new CountDownLatch(1);
    Thread learner =
        new Thread(
            () -> {
              try {
                gate.awaitTrain(1);
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
