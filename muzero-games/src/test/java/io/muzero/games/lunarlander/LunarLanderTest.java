package io.muzero.games.lunarlander;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.muzero.environment.Action;
import io.muzero.environment.BinnedActions;
import io.muzero.environment.Environment;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Player;
import io.muzero.environment.Step;
import io.muzero.games.EnvironmentContract;
import io.muzero.games.Oracles;
import io.muzero.settings.InvalidSettingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The recorded trajectories are replayed by {@code GymnasiumOracleTest}. */
class LunarLanderTest extends EnvironmentContract {

  @Override
  protected GameProvider provider() {
    return new LunarLanderProvider();
  }

  private static Environment create(Map<String, Object> options) {
    return new LunarLanderProvider().create(new GameOptions(options));
  }

  private static Player heuristic() {
    return new LunarLanderProvider().opponent("heuristic", GameOptions.NONE, 0);
  }

  /** Gymnasium's doctest in {@code gymnasium/wrappers/transform_observation.py}. */
  @Test
  void reset_seed42_isGymnasiumsDocumentedObservation() {
    Environment environment = create(Map.of());
    environment.reset(42);
    assertThat(environment.observation())
        .containsExactly(
            new float[] {
              0.00229702f, 1.4181306f, 0.2326471f, 0.3204666f, -0.00265488f, -0.05269805f, 0, 0
            },
            within(5e-9f));
  }

  @Test
  void terrain_recordedSeeds_isGymnasiums() {
    for (JsonNode trajectory :
        Oracles.named("gymnasium", "lunar_lander.json").get(0).json().get("trajectories")) {
      LunarLander lander = new LunarLander(LanderOptions.DEFAULT);
      lander.reset(trajectory.get("seed").bigIntegerValue());
      JsonNode terrain = trajectory.get("reset").get("terrain");
      for (int i = 0; i < lander.site().terrainPoints(); i++) {
        assertThat(lander.site().terrainX(i)).isEqualTo(terrain.get("chunk_x").get(i).asDouble());
        assertThat(lander.site().terrainY(i)).isEqualTo(terrain.get("chunk_y").get(i).asDouble());
      }
    }
  }

  private static double play(Environment environment, Player player, long seed) {
    environment.reset(seed);
    double total = 0;
    Step step;
    do {
      step = environment.step(player.choose(environment));
      total += step.reward();
    } while (!step.ended());
    return total;
  }

  private static double meanOfHeuristic(Map<String, Object> options, long firstSeed, int episodes) {
    Environment environment = create(options);
    double sum = 0;
    for (int i = 0; i < episodes; i++) {
      sum += play(environment, heuristic(), firstSeed + i);
    }
    return sum / episodes;
  }

  /** The standard error of this mean is 3.2. */
  @Test
  @Tag("learning")
  void heuristic_over1000Landings_hasMean237() {
    assertThat(meanOfHeuristic(Map.of(), 0, 1000)).isCloseTo(237, within(10.0));
  }

  /** Without dispersion and with fine bins, heuristics land about as well. */
  @Test
  void heuristic_throughBins_lands() {
    assertThat(meanOfHeuristic(Map.of("continuous", true, "bins", 9, "deterministic", true), 0, 20))
        .isGreaterThan(200);
  }

  @Test
  void landing_copiedOnItsWayToRest_endsAlike() {
    Environment environment = create(Map.of("enable_wind", true, "wind_power", 3.0));
    Player player = heuristic();
    int rests = 0;
    for (long seed = 0; seed < 6; seed++) {
      environment.reset(seed);
      List<Environment> copies = new ArrayList<>();
      Step step;
      int steps = 0;
      do {
        if (steps++ % 20 == 0) {
          copies.add(environment.copy());
        }
        Action action = player.choose(environment);
        step = environment.step(action);
        for (Environment copy : copies) {
          assertThat(copy.step(action)).as("seed %d step %d", seed, steps).isEqualTo(step);
          assertThat(copy.observation()).isEqualTo(environment.observation());
        }
      } while (!step.ended());
      rests += step.reward() == 100 ? 1 : 0;
    }
    assertThat(rests).as("landings that came to rest").isGreaterThan(2);
  }

  /** All observations and rewards of some landings, as one hash of their bits. */
  private static int bits(long firstSeed) {
    Environment environment = create(Map.of());
    Player player = heuristic();
    int hash = 1;
    for (long seed = firstSeed; seed < firstSeed + 4; seed++) {
      environment.reset(seed);
      Step step;
      do {
        step = environment.step(player.choose(environment));
        hash = 31 * hash + Arrays.hashCode(environment.observation());
        hash = 31 * hash + Double.hashCode(step.reward());
      } while (!step.ended());
    }
    return hash;
  }

  @Test
  void landings_inManyThreads_areThoseOfOneThread() throws Exception {
    int groups = 12;
    List<Integer> alone = new ArrayList<>();
    for (int group = 0; group < groups; group++) {
      alone.add(bits(100 * group));
    }
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Integer>> futures = new ArrayList<>();
      for (int group = 0; group < groups; group++) {
        long firstSeed = 100 * group;
        futures.add(threads.submit(() -> bits(firstSeed)));
      }
      for (int group = 0; group < groups; group++) {
        assertThat(futures.get(group).get()).as("group %d", group).isEqualTo(alone.get(group));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void deterministic_engines_pushAlike() {
    Environment one = create(Map.of("deterministic", true));
    Environment dispersed = create(Map.of());
    one.reset(5);
    dispersed.reset(5);
    assertThat(dispersed.observation()).isEqualTo(one.observation());
    float spin = one.observation()[5];
    one.step(Action.of(2));
    dispersed.step(Action.of(2));
    // Straight below the centre the main engine turns the hull only by the springs of its legs.
    assertThat(one.observation()[5]).isCloseTo(spin, within(2e-3f));
    assertThat(dispersed.observation()).isNotEqualTo(one.observation());
  }

  @Test
  void sideEngines_pushAndTurnAsTheirNamesSay() {
    Environment coasting = create(Map.of("deterministic", true));
    coasting.reset(1);
    Environment left = coasting.copy();
    Environment right = coasting.copy();
    coasting.step(Action.of(0));
    left.step(Action.of(1));
    right.step(Action.of(3));
    assertThat(left.observation()[2]).isLessThan(coasting.observation()[2]);
    assertThat(left.observation()[5]).isGreaterThan(coasting.observation()[5]);
    assertThat(right.observation()[2]).isGreaterThan(coasting.observation()[2]);
    assertThat(right.observation()[5]).isLessThan(coasting.observation()[5]);
  }

  @Test
  void lessGravity_fallsSlower() {
    Environment earth = create(Map.of("gravity", -10.0));
    Environment moon = create(Map.of("gravity", -1.6));
    earth.reset(0);
    moon.reset(0);
    for (int i = 0; i < 20; i++) {
      earth.step(Action.of(0));
      moon.step(Action.of(0));
    }
    assertThat(moon.observation()[1]).isGreaterThan(earth.observation()[1]);
  }

  @Test
  void options_outOfRange_areRefusedByName() {
    assertThatThrownBy(() -> create(Map.of("gravity", -12.0)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("environment.gravity");
    assertThatThrownBy(() -> create(Map.of("bins", 5)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("environment.bins");
    assertThatThrownBy(() -> create(Map.of("continuous", true, "bins", 1)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("environment.bins");
  }

  @Test
  void continuous_byDefaultHasFourBinsEach() {
    Environment environment = create(Map.of("continuous", true));
    assertThat(environment).isInstanceOf(BinnedActions.class);
    assertThat(environment.spec().actionCount()).isEqualTo(16);
  }
}
