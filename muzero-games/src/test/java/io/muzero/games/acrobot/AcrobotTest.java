package io.muzero.games.acrobot;

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
class AcrobotTest extends EnvironmentContract {

  @Override
  protected GameProvider provider() {
    return new AcrobotProvider();
  }

  /** Gymnasium's recorded mean over the same 200 seeds. */
  @Test
  void heuristic_scoresAsRecorded() {
    assertThat(ReferencePlay.mean(provider(), GameOptions.NONE, "heuristic", 10_000, 200))
        .isCloseTo(-83.685, within(1e-9));
  }

  @Test
  void normalised_isWithinOne() {
    GameOptions options = new GameOptions(Map.of("normalise", true));
    assertThat(
            new EnvironmentChecker(provider(), options).check(EnvironmentChecker.Rule.OBSERVATION))
        .isEmpty();
  }

  /** Without torque nothing is gained or lost: kinetic plus potential energy of both links. */
  @Test
  void step_withoutTorque_keepsTheEnergy() {
    Acrobot acrobot = new Acrobot();
    acrobot.reset(0);
    acrobot.setState(0.7, -0.4, 0.3, 0.2);
    double before = energy(acrobot.state());
    for (int i = 0; i < 50; i++) {
      acrobot.step(Action.of(1));
      assertThat(energy(acrobot.state())).as("after step %d", i).isCloseTo(before, within(0.05));
    }
  }

  private static double energy(double[] state) {
    double first = state[2];
    double second = state[2] + state[3];
    double centreSpeedSquared =
        first * first + second * second / 4 + first * second * Math.cos(state[1]);
    double kinetic = (first * first / 4 + centreSpeedSquared + first * first + second * second) / 2;
    double potential =
        9.8
            * (-0.5 * Math.cos(state[0])
                - Math.cos(state[0])
                - 0.5 * Math.cos(state[0] + state[1]));
    return kinetic + potential;
  }

  @Test
  void step_freeEndAboveTheLine_terminatesWithoutCost() {
    Acrobot acrobot = new Acrobot();
    acrobot.reset(0);
    acrobot.setState(Math.PI, 0, 0, 0);
    assertThat(acrobot.step(Action.of(1))).isEqualTo(Step.terminal(0));
  }
}
