package io.muzero.totient.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.totient.sharing.Interleaving.Payer;
import io.muzero.totient.sharing.Interleaving.Step;
import io.muzero.totient.work.Deal;
import io.muzero.totient.work.Job;
import io.muzero.totient.work.Progress;
import io.muzero.totient.work.Stopwatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class SharingTest {
  private static final int ROUNDS = 100_000;

  @Test
  void forced_always_losesExactlyTheTen() throws Exception {
    for (int i = 0; i < 100; i++) {
      Interleaving forced = Interleaving.forced();
      assertThat(forced.balance() - Interleaving.RIGHT).isEqualTo(10);
      assertThat(forced.steps())
          .containsExactly(
              new Step(Payer.OUT, "reads 100", 100),
              new Step(Payer.IN, "reads 100", 100),
              new Step(Payer.OUT, "writes 100 - 10", 90),
              new Step(Payer.IN, "writes 100 + 50", 150));
    }
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = Mode.EXCLUDE)
  void play_guarded_neverLoses(Guard guard) throws Exception {
    assertThat(Rounds.play(guard, ROUNDS)).isEqualTo(new Rounds(guard, ROUNDS, 0, 0));
  }

  @Test
  void play_unguarded_countsEveryRoundOnce() throws Exception {
    Rounds rounds = Rounds.play(Guard.NONE, ROUNDS);
    assertThat(rounds.right() + rounds.lost()).isEqualTo(ROUNDS);
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = Mode.EXCLUDE)
  void sharedSum_guarded_isComplete(Guard guard) throws Exception {
    Job job = new Job(50_000, 4, Deal.QUEUE);
    assertThat(SharedSum.of(job, guard, Stopwatch.ofMachine(), Progress.NONE).total())
        .isEqualTo(759_904_263L);
  }

  @Test
  void sharedSum_unguarded_isNeverTooGreat() throws Exception {
    Job job = new Job(50_000, 4, Deal.STATIC);
    assertThat(SharedSum.of(job, Guard.NONE, Stopwatch.ofMachine(), Progress.NONE).total())
        .isBetween(1L, 759_904_263L);
  }

  @ParameterizedTest
  @EnumSource
  void counter_oneThread_addsAndStartsAgain(Guard guard) {
    Counter counter = guard.counter();
    counter.set(100);
    counter.add(-10);
    counter.add(50);
    assertThat(counter.get()).isEqualTo(140);
    counter.set(7);
    assertThat(counter.get()).isEqualTo(7);
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = Mode.EXCLUDE)
  void price_guarded_losesNoAddition(Guard guard) throws Exception {
    Price price = Price.measure(guard, 2, Stopwatch.ofMachine());
    assertThat(price.nanos()).isPositive();
    assertThat(price.lost()).isZero();
  }
}
