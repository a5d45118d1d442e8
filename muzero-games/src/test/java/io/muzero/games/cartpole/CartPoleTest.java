package io.muzero.games.cartpole;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Player;
import io.muzero.environment.Step;
import io.muzero.games.EnvironmentContract;
import org.junit.jupiter.api.Test;

/** The recorded trajectories are replayed by {@code GymnasiumOracleTest}. */
class CartPoleTest extends EnvironmentContract {

  @Override
  protected GameProvider provider() {
    return new CartPoleProvider();
  }

  @Test
  void heuristic_balancesToTheTimeLimit_whichTruncates() {
    Environment environment = provider().create(GameOptions.NONE);
    Player player = provider().opponent("heuristic", GameOptions.NONE, 0);
    for (long seed = 0; seed < 20; seed++) {
      environment.reset(seed);
      Step step;
      double total = 0;
      do {
        step = environment.step(player.choose(environment));
        total += step.reward();
      } while (!step.ended());
      assertThat(total).as("seed %d", seed).isEqualTo(500);
      assertThat(step.truncated()).isTrue();
    }
  }

  @Test
  void step_pushedAlwaysOneWay_terminates() {
    CartPole cartPole = new CartPole();
    cartPole.reset(0);
    Step step;
    do {
      step = cartPole.step(Action.of(1));
    } while (!step.ended());
    assertThat(step.terminated()).isTrue();
    assertThat(step.reward()).isEqualTo(1);
    assertThat(cartPole.steps()).isLessThan(15);
  }
}
