package io.muzero.games.mountaincarcontinuous;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.muzero.environment.Action;
import io.muzero.environment.BinnedActions;
import io.muzero.environment.EnvironmentChecker;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Step;
import io.muzero.games.EnvironmentContract;
import io.muzero.games.ReferencePlay;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The recorded trajectories are replayed by {@code GymnasiumOracleTest}. */
class MountainCarContinuousTest extends EnvironmentContract {
  private static final GameOptions CONTINUOUS =
      new GameOptions(Map.of("bins", 0, "normalise", true));

  @Override
  protected GameProvider provider() {
    return new MountainCarContinuousProvider();
  }

  @Test
  void continuous_keepsTheContract() {
    assertThat(new EnvironmentChecker(provider(), CONTINUOUS).check()).isEmpty();
  }

  /** Gymnasium's recorded mean over the same 200 seeds; the ends of the box are bins. */
  @Test
  void heuristic_scoresAsRecorded_binnedOrNot() {
    assertThat(ReferencePlay.mean(provider(), CONTINUOUS, "heuristic", 10_000, 200))
        .isCloseTo(89.346, within(1e-9));
    assertThat(ReferencePlay.mean(provider(), GameOptions.NONE, "heuristic", 10_000, 200))
        .isCloseTo(89.346, within(1e-9));
  }

  @Test
  void binned_hasFiveForcesWithNoneInTheMiddle() {
    BinnedActions car = (BinnedActions) provider().create(GameOptions.NONE);
    assertThat(car.spec().actionCount()).isEqualTo(5);
    car.reset(0);
    assertThat(car.step(Action.of(2)).reward()).isZero();
    assertThat(car.step(Action.of(1)).reward()).isCloseTo(-0.025, within(1e-12));
  }

  @Test
  void step_overTheGoal_paysLessTheForce() {
    MountainCarContinuous car = new MountainCarContinuous();
    car.reset(0);
    car.setState(0.44, 0.05);
    assertThat(car.step(Action.of(1f))).isEqualTo(Step.terminal(99.9));
  }
}
