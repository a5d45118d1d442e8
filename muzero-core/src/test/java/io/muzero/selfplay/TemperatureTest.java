package io.muzero.selfplay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;

class TemperatureTest {
  private static final int DRAWS = 20_000;

  /** Four standard deviations of a share of {@value #DRAWS} draws at most. */
  private static final double CLOSE = 4 * 0.5 / Math.sqrt(DRAWS);

  private static double[] shares(int[] visits, double temperature) {
    UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(7);
    double[] shares = new double[visits.length];
    for (int i = 0; i < DRAWS; i++) {
      shares[Temperature.sample(visits, 0, visits.length, temperature, random)] += 1.0 / DRAWS;
    }
    return shares;
  }

  @Test
  void sample_temperatureOne_sharesOfVisits() {
    double[] shares = shares(new int[] {5, 0, 3, 2}, 1);
    assertThat(shares).containsExactly(new double[] {0.5, 0, 0.3, 0.2}, within(CLOSE));
    assertThat(shares[1]).isZero();
  }

  @Test
  void sample_temperatureHalf_sharesOfSquares() {
    assertThat(shares(new int[] {1, 2, 3, 0}, 0.5))
        .containsExactly(new double[] {1 / 14.0, 4 / 14.0, 9 / 14.0, 0}, within(CLOSE));
  }

  @Test
  void sample_highTemperature_allVisitedActionsAlike() {
    assertThat(shares(new int[] {1, 100, 0}, 1e6))
        .containsExactly(new double[] {0.5, 0.5, 0}, within(CLOSE));
  }

  @Test
  void sample_lowTemperature_theMostVisitedEvenWithHugeCounts() {
    assertThat(shares(new int[] {99_999, 100_000, 7}, 1e-6))
        .containsExactly(new double[] {0, 1, 0}, within(1e-9));
    assertThat(shares(new int[] {9, 4, 9}, 1e-6))
        .containsExactly(new double[] {0.5, 0, 0.5}, within(CLOSE));
  }

  @Test
  void sample_rowOfABatch_readsOnlyThatRow() {
    int[] visits = {50, 50, 0, 0, 8, 0, 50, 50};
    UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(1);
    for (int i = 0; i < 100; i++) {
      assertThat(Temperature.sample(visits, 3, 3, 1, random)).isEqualTo(1);
    }
  }

  @Test
  void sample_extremeDraws_neverAnUnvisitedAction() {
    int[] visits = {0, 3, 4, 0};
    assertThat(Temperature.sample(visits, 0, 4, 1, () -> 0L)).isEqualTo(1);
    assertThat(Temperature.sample(visits, 0, 4, 1, () -> -1L)).isEqualTo(2);
  }

  @Test
  void sample_nothingVisited_isRefused() {
    UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(1);
    assertThatThrownBy(() -> Temperature.sample(new int[3], 0, 3, 1, random))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no action was visited");
  }
}
