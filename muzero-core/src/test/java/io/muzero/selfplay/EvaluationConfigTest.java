package io.muzero.selfplay;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.search.SearchConfig;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluationConfigTest {
  @ParameterizedTest(name = "{0} and {1} beside training: {2} and {3}")
  @CsvSource({"0, 0, 16, 16", "800, 0, 800, 800", "800, 200, 800, 200", "0, 5, 16, 5"})
  void search_takesTheNearestNumberOfSimulationsThatIsSet(
      int simulations, int trainingSimulations, int measured, int besideTraining) {
    SearchConfig selfPlay = SearchConfig.gumbel(16);
    EvaluationConfig config =
        new EvaluationConfig(2, List.of(), 0, simulations, trainingSimulations, 0, false, 0.5, 10);
    assertThat(config.search(selfPlay)).isEqualTo(selfPlay.withSimulations(measured));
    assertThat(config.trainingSearch(selfPlay)).isEqualTo(selfPlay.withSimulations(besideTraining));
  }

  @Test
  void search_valueScaleSet_holdsForBothMeasurements() {
    SearchConfig selfPlay = SearchConfig.gumbel(16);
    EvaluationConfig config = new EvaluationConfig(2, List.of(), 0, 0, 5, 0.5, false, 0.5, 10);
    assertThat(config.search(selfPlay).valueScale()).isEqualTo(0.5);
    assertThat(config.search(selfPlay).simulations()).isEqualTo(16);
    assertThat(config.trainingSearch(selfPlay).valueScale()).isEqualTo(0.5);
    assertThat(config.trainingSearch(selfPlay).simulations()).isEqualTo(5);
  }
}
