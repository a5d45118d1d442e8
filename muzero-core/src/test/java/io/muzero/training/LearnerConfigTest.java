package io.muzero.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LearnerConfigTest {
  @Test
  void learningRateAt_constant_warmsUpThenStays() {
    LearnerConfig config = config(Schedule.CONSTANT, 10);
    assertThat(config.learningRateAt(1)).isCloseTo(0.02, within(1e-12));
    assertThat(config.learningRateAt(10)).isCloseTo(0.2, within(1e-12));
    assertThat(config.learningRateAt(1_000_000)).isCloseTo(0.2, within(1e-12));
  }

  @Test
  void learningRateAt_exponential_shrinksByTheRateEveryPeriod() {
    LearnerConfig config = config(Schedule.EXPONENTIAL, 0);
    assertThat(config.learningRateAt(100)).isCloseTo(0.02, within(1e-12));
    assertThat(config.learningRateAt(200)).isCloseTo(0.002, within(1e-12));
  }

  @Test
  void learningRateAt_cosine_endsAtTheRateAndStays() {
    LearnerConfig config = config(Schedule.COSINE, 0);
    assertThat(config.learningRateAt(50)).isCloseTo(0.2 * 0.55, within(1e-12));
    assertThat(config.learningRateAt(100)).isCloseTo(0.02, within(1e-12));
    assertThat(config.learningRateAt(500)).isCloseTo(0.02, within(1e-12));
  }

  @Test
  void decayAt_isTheRateTimesDecay_overOneMinusMomentumWithSgd() {
    assertThat(decaying(Optimiser.ADAMW, 0.003).decayAt(0.003)).isCloseTo(3e-7, within(1e-18));
    assertThat(decaying(Optimiser.SGD, 0.05).decayAt(0.05)).isCloseTo(5e-5, within(1e-16));
    assertThat(Math.pow(1 - 3e-7, 45_000)).isCloseTo(0.987, within(5e-4));
    assertThat(Math.pow(1 - 5e-5, 45_000)).isCloseTo(0.105, within(5e-4));
  }

  private static LearnerConfig decaying(Optimiser optimiser, double rate) {
    return new LearnerConfig(
        1, 1, optimiser, rate, Schedule.CONSTANT, 0, 1, 1, 1e-4, 0.9, 0, 1, 1, 1, 1, 0);
  }

  private static LearnerConfig config(Schedule schedule, int warmUp) {
    return new LearnerConfig(
        1, 1, Optimiser.ADAMW, 0.2, schedule, warmUp, 0.1, 100, 0, 0, 0, 1, 1, 1, 1, 0);
  }
}
