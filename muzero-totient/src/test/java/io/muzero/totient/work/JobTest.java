package io.muzero.totient.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobTest {
  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 1, 2, 5_000_000_001L, Long.MAX_VALUE})
  void job_boundOutOfRange_isRefused(long to) {
    assertThatThrownBy(() -> new Job(to, 3, Deal.STATIC))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "to must be within [3, 5000000000] (numbers start at 2, and beyond it their sum"
                + " overflows 63 bits), was "
                + to);
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 257})
  void job_workersOutOfRange_areRefused(int workers) {
    assertThatThrownBy(() -> new Job(50_000, workers, Deal.STATIC))
        .hasMessage("workers must be within [1, 256], was " + workers);
  }

  /** Σφ(1 … n) = 3 n² / π² + O(n log n), Apostol, Analytic Number Theory, theorem 3.7. */
  @Test
  void greatestBound_sumUpToIt_fits63Bits() {
    double bound = Job.GREATEST_BOUND;
    double sum = 3 * bound * bound / (Math.PI * Math.PI);
    double error = bound * Math.log(bound);
    assertThat(sum + error).isLessThan(Long.MAX_VALUE);
    assertThat(1.25 * sum).as("a fifth more would not").isGreaterThan(Long.MAX_VALUE * 1.0);
  }

  @Test
  void part_endAtTheGreatestBound_isSummedWithoutOverflowOfItsIndex() {
    Part part = new Part(Job.GREATEST_BOUND - 1, Job.GREATEST_BOUND, Integer.MAX_VALUE);
    // 4999999999 = 17 · 14033 · 20959
    assertThat(part.sum()).isEqualTo(16L * 14_032 * 20_958);
  }
}
