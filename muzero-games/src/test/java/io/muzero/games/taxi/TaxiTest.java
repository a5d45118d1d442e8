package io.muzero.games.taxi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.muzero.environment.EnvironmentChecker;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.games.ReferencePlay;
import io.muzero.games.table.PolicyEvaluatorContract;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The recorded trajectories are replayed by {@code GymnasiumOracleTest}. */
class TaxiTest extends PolicyEvaluatorContract {

  @Override
  protected GameProvider provider() {
    return new TaxiProvider();
  }

  /** The mean over the 300 starts, all equally likely: 2,379 / 300. */
  @Test
  void optimum_isTheMeanOfTheShortestRides() {
    assertThat(evaluator().optimum()).isCloseTo(7.93, within(1e-9));
    assertThat(evaluator().states()).hasSize(400);
  }

  /** Gymnasium's greedy policy scored 7.922 over these seeds. */
  @Test
  void optimalPlayer_scoresAsRecorded() {
    assertThat(ReferencePlay.mean(provider(), GameOptions.NONE, "optimal", 10_000, 500))
        .isCloseTo(7.922, within(1e-9));
  }

  @Test
  void rainAndFickleness_keepTheContract() {
    GameOptions options = new GameOptions(Map.of("is_rainy", true, "fickle_passenger", true));
    assertThat(new EnvironmentChecker(provider(), options).check()).isEmpty();
    assertThat(provider().policyEvaluator(options)).isEmpty();
  }

  @Test
  void text_showsTownAndPassenger() {
    Taxi taxi = new Taxi(false, false);
    taxi.reset(0);
    taxi.setState(314);
    assertThat(taxi.text())
        .isEqualTo(
            """
            R .|. . G
            . .|. . .
            . . . . .
            @|. .|. .
            Y|. .|B .
            passenger blue, to yellow\
            """);
  }
}
