package io.muzero.games.mountaincar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.muzero.environment.Action;
import io.muzero.environment.EnvironmentChecker;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Step;
import io.muzero.games.EnvironmentContract;
import io.muzero.games.ReferencePlay;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The recorded trajectories are replayed by {@code GymnasiumOracleTest}. */
class MountainCarTest extends EnvironmentContract {

  @Override
  protected GameProvider provider() {
    return new MountainCarProvider();
  }

  /** Gymnasium's recorded mean over the same 200 seeds. */
  @Test
  void heuristic_scoresAsRecorded() {
    assertThat(ReferencePlay.mean(provider(), GameOptions.NONE, "heuristic", 10_000, 200))
        .isCloseTo(-119.465, within(1e-9));
  }

  @Test
  void step_intoTheWall_stopsTheCar() {
    MountainCar car = new MountainCar();
    car.reset(0);
    car.setState(-1.19, -0.05);
    assertThat(car.step(Action.of(0))).isEqualTo(Step.going(-1));
    assertThat(car.state()).containsExactly(-1.2, 0);
  }

  @Test
  void step_overTheGoal_terminatesAtTheCostOfAStep() {
    MountainCar car = new MountainCar();
    car.reset(0);
    car.setState(0.47, 0.05);
    assertThat(car.step(Action.of(2))).isEqualTo(Step.terminal(-1));
  }

  @Test
  void normalised_isTheSameCarInUnitsOfTheBounds() {
    GameOptions options = new GameOptions(Map.of("normalise", true));
    assertThat(
            new EnvironmentChecker(provider(), options).check(EnvironmentChecker.Rule.OBSERVATION))
        .isEmpty();
    MountainCar car = new MountainCar(0, true);
    car.reset(0);
    car.setState(-0.6, 0.035);
    assertThat(car.observation()).containsExactly(-0.5f, 0.5f);
    assertThat(car.gymnasiumObservation()).containsExactly(-0.6, 0.035);
  }
}
