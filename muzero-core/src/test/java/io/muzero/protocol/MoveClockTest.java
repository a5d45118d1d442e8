package io.muzero.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MoveClockTest {
  private static void assertBudget(MoveClock clock, int expected, long milliseconds) {
    assertThat(clock.budget(expected).orElseThrow().toMillis())
        .isBetween(milliseconds - 1, milliseconds);
  }

  @Test
  void budget_withoutSettings_isNone() {
    MoveClock clock = new MoveClock();
    assertThat(clock.budget(10)).isEmpty();
    clock.settings(0, 5, 0);
    assertThat(clock.budget(10)).as("the protocol's way to say so").isEmpty();
  }

  @Test
  void budget_mainTime_isSharedAndUsedUp() {
    MoveClock clock = new MoveClock();
    clock.settings(60, 0, 0);
    assertBudget(clock, 20, 2900);
    clock.used(Duration.ofSeconds(40));
    assertBudget(clock, 20, 900);
    clock.used(Duration.ofSeconds(30));
    assertBudget(clock, 20, 0);
    clock.restart();
    assertBudget(clock, 20, 2900);
  }

  @Test
  void budget_overtime_isForSoManyMoves() {
    MoveClock clock = new MoveClock();
    clock.settings(10, 30, 3);
    assertBudget(clock, 10, 10_900);
    clock.used(Duration.ofSeconds(25)); // 15 s of them in overtime, of which it was the first move
    assertBudget(clock, 10, 7400);
    clock.used(Duration.ofSeconds(5));
    assertBudget(clock, 10, 9900);
    clock.used(Duration.ofSeconds(8));
    assertBudget(clock, 10, 9900);
  }

  @Test
  void budget_overtimeAlone_beginsAtOnce() {
    MoveClock clock = new MoveClock();
    clock.settings(0, 10, 1);
    assertBudget(clock, 30, 9900);
  }

  @Test
  void left_isBelieved() {
    MoveClock clock = new MoveClock();
    clock.settings(100, 10, 1);
    clock.left(6, 0);
    assertBudget(clock, 10, 10_500);
    clock.left(4, 2);
    assertBudget(clock, 10, 1900);
    clock.left(0, 0);
    clock.used(Duration.ZERO);
    assertBudget(clock, 10, 9900);
  }
}
