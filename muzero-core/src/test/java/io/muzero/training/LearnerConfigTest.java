package io.muzero.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LearnerConfigTest {
  @Test
  void learningRateAt_constant_warmsUpThenStays() {
    LearnerConfig config = config(Schedule.CONSTANT, 10);
    assertThat(config.learningRateAt(1, 0.3)).isCloseTo(0.02, within(1e-12));
    assertThat(config.learningRateAt(10, 0.3)).isCloseTo(0.2, within(1e-12));
    assertThat(config.learningRateAt(1_000_000, 0.3)).isCloseTo(0.2, within(1e-12));
  }

  @Test
  void learningRateAt_exponential_shrinksByTheRateEveryPeriod() {
    LearnerConfig config = config(Schedule.EXPONENTIAL, 0);
    assertThat(config.learningRateAt(100, 0.3)).isCloseTo(0.02, within(1e-12));
    assertThat(config.learningRateAt(200, 0.3)).isCloseTo(0.002, within(1e-12));
  }

  @Test
  void learningRateAt_cosine_endsAtTheRateAndStays() {
    LearnerConfig config = config(Schedule.COSINE, 0);
    assertThat(config.learningRateAt(50, 0.3)).isCloseTo(0.2 * 0.55, within(1e-12));
    assertThat(config.learningRateAt(100, 0.3)).isCloseTo(0.02, within(1e-12));
    assertThat(config.learningRateAt(500, 0.3)).isCloseTo(0.02, within(1e-12));
  }

  @Test
  void learningRateAt_withoutDecaySteps_fallsOverTheRun() {
    LearnerConfig cosine = overRun(Schedule.COSINE);
    assertThat(cosine.fallsOverRun()).isTrue();
    assertThat(cosine.learningRateAt(1_000_000, 0)).isCloseTo(0.2, within(1e-12));
    assertThat(cosine.learningRateAt(7, 0.5)).isCloseTo(0.2 * 0.55, within(1e-12));
    assertThat(cosine.learningRateAt(7, 1)).isCloseTo(0.02, within(1e-12));
    LearnerConfig exponential = overRun(Schedule.EXPONENTIAL);
    assertThat(exponential.learningRateAt(7, 0.5)).isCloseTo(0.2 * Math.sqrt(0.1), within(1e-12));
    assertThat(overRun(Schedule.CONSTANT).fallsOverRun()).isFalse();
    assertThat(config(Schedule.COSINE, 0).fallsOverRun()).isFalse();
  }

  private static LearnerConfig overRun(Schedule schedule) {
    return new LearnerConfig(
        1, 1, Optimiser.ADAMW, 0.2, schedule, 0, 0.1, 0, 0, 0, 0, 1, 1, 1, 1, 0);
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
