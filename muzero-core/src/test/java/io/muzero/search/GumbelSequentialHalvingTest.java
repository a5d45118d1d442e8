package io.muzero.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GumbelSequentialHalvingTest {
  @Test
  void consideredVisits_knownCases_areAlgorithm2s() {
    // Gumbel MuZero, Algorithm 2, written out by hand.
    assertThat(GumbelSequentialHalving.consideredVisits(1, 4)).containsExactly(0, 1, 2, 3);
    assertThat(GumbelSequentialHalving.consideredVisits(4, 8))
        .containsExactly(0, 0, 0, 0, 1, 1, 2, 2);
    assertThat(GumbelSequentialHalving.consideredVisits(5, 3)).containsExactly(0, 0, 0);
    assertThat(GumbelSequentialHalving.consideredVisits(2, 5)).containsExactly(0, 0, 1, 1, 2);
  }

  @Test
  void consideredVisits_anySizes_visitsAreThereToBeFound() {
    for (int m = 1; m <= 20; m++) {
      for (int simulations = 1; simulations <= 100; simulations++) {
        int[] sequence = GumbelSequentialHalving.consideredVisits(m, simulations);
        assertThat(sequence).hasSize(simulations);
        int[] visits = new int[m];
        for (int count : sequence) {
          int action = 0;
          while (action < m && visits[action] != count) {
            action++;
          }
          assertThat(action)
              .as("m %d, %d simulations: %s", m, simulations, Arrays.toString(sequence))
              .isLessThan(m);
          visits[action]++;
        }
      }
    }
  }
}
