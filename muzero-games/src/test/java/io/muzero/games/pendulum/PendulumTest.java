package io.muzero.games.pendulum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.muzero.environment.Action;
import io.muzero.environment.EnvironmentChecker;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.games.EnvironmentContract;
import io.muzero.games.ReferencePlay;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The recorded trajectories are replayed by {@code GymnasiumOracleTest}. */
class PendulumTest extends EnvironmentContract {
  private static final GameOptions CONTINUOUS =
      new GameOptions(Map.of("bins", 0, "normalise", true));

  @Override
  protected GameProvider provider() {
    return new PendulumProvider();
  }

  @Test
  void continuous_keepsTheContract() {
    assertThat(new EnvironmentChecker(provider(), CONTINUOUS).check()).isEmpty();
  }

  /** games.md measured −149 for a controller of this kind. */
  @Test
  void heuristic_scoresAsAnEnergyControllerShould() {
    assertThat(ReferencePlay.mean(provider(), CONTINUOUS, "heuristic", 0, 500))
        .isCloseTo(-149, within(3.0));
    assertThat(ReferencePlay.mean(provider(), GameOptions.NONE, "heuristic", 0, 500))
        .isCloseTo(-149, within(3.0));
  }

  @Test
  void reward_hangingStill_isThatOfHalfATurn() {
    Pendulum pendulum = new Pendulum();
    pendulum.reset(0);
    pendulum.setState(3 * Math.PI, 0);
    assertThat(pendulum.step(Action.of(0f)).reward()).isCloseTo(-Math.PI * Math.PI, within(1e-12));
    pendulum.setState(0, 2);
    assertThat(pendulum.step(Action.of(5f)).reward()).isCloseTo(-0.404, within(1e-9));
  }
}
