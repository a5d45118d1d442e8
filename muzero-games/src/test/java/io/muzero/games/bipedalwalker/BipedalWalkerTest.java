package io.muzero.games.bipedalwalker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Player;
import io.muzero.environment.Step;
import io.muzero.games.EnvironmentContract;
import io.muzero.games.Oracles;
import io.muzero.settings.InvalidSettingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The recorded first steps and statistics are compared by {@code GymnasiumOracleTest}. */
class BipedalWalkerTest extends EnvironmentContract {

  @Override
  protected GameProvider provider() {
    return new BipedalWalkerProvider();
  }

  private static Environment create(int bins) {
    return new BipedalWalkerProvider().create(new GameOptions(Map.of("bins", bins)));
  }

  @Test
  void terrain_recordedSeeds_isGymnasiums() {
    for (JsonNode trajectory :
        Oracles.named("gymnasium", "bipedal_walker.json").get(0).json().get("trajectories")) {
      BipedalWalker walker = new BipedalWalker();
      walker.reset(trajectory.get("seed").bigIntegerValue());
      JsonNode terrain = trajectory.get("reset").get("terrain");
      for (int i = 0; i < WalkingSite.TERRAIN_LENGTH; i++) {
        assertThat(walker.site().terrainX(i)).isEqualTo(terrain.get("terrain_x").get(i).asDouble());
        assertThat(walker.site().terrainY(i)).isEqualTo(terrain.get("terrain_y").get(i).asDouble());
      }
    }
  }

  @Test
  void walk_copiedOnItsWay_continuesAlike() {
    Environment environment = create(0);
    Player player = provider().opponent("heuristic", GameOptions.NONE, 0);
    environment.reset(3);
    List<Environment> copies = new ArrayList<>();
    Step step;
    int steps = 0;
    do {
      if (steps++ % 40 == 0) {
        copies.add(environment.copy());
      }
      Action action = player.choose(environment);
      step = environment.step(action);
      for (Environment copy : copies) {
        assertThat(copy.step(action)).as("step %d", steps).isEqualTo(step);
        assertThat(copy.observation()).as("step %d", steps).isEqualTo(environment.observation());
      }
    } while (!step.ended() && steps < 300);
    assertThat(steps).isEqualTo(300);
  }

  /** Alone in the world, the ground is a plane 3.3 m high at the start. */
  @Test
  void lidar_overFlatGround_isTheHeightOverTheCosine() {
    BipedalWalker walker = new BipedalWalker();
    walker.reset(0);
    double[] observation = walker.gymnasiumObservation();
    double height = walker.site().hull().getPosition().y - WalkingSite.VIEW_HEIGHT / 4;
    for (int ray = 0; ray < 8; ray++) {
      double free = height / Math.cos(0.15 * ray) / WalkingSite.LIDAR_RANGE;
      assertThat(observation[14 + ray])
          .as("ray %d", ray)
          .isCloseTo(Math.min(1, free), org.assertj.core.api.Assertions.within(1e-5));
    }
    assertThat(observation[23]).isEqualTo(1);
  }

  @Test
  void hull_onTheGround_endsTheWalk() {
    Environment environment = create(0);
    environment.reset(1);
    Step step;
    int steps = 0;
    do {
      // Both hips pull forwards, both knees stretch: it falls on its face or back.
      step = environment.step(Action.of(1, 1, 1, 1));
      steps++;
    } while (!step.ended());
    assertThat(step.terminated()).isTrue();
    assertThat(step.reward()).isEqualTo(-100);
    assertThat(steps).isLessThan(200);
  }

  @Test
  void bins_default_are81Actions() {
    assertThat(provider().create(GameOptions.NONE).spec().actionCount()).isEqualTo(81);
    assertThatThrownBy(() -> create(1))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("environment.bins");
  }
}
