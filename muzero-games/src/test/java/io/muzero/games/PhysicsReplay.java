package io.muzero.games;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.muzero.environment.Step;
import io.muzero.games.bipedalwalker.BipedalWalker;
import io.muzero.games.gymnasium.GymnasiumEnvironment;
import io.muzero.games.lunarlander.LunarLander;
import java.util.ArrayList;
import java.util.List;

/**
 * Replays what Gymnasium recorded of bodies in Box2D, which another Box2D follows closely only as
 * long as nothing amplifies rounding.
 *
 * <p>The lander: before the first contact within 5e-5 of each number of the observation, within
 * 5e-4 in long replays (Box2D itself, compiled to round otherwise, is off by half of that); of long
 * replays at least 85 % stay within 1e-3 to the end, less two standard deviations of such a count;
 * statistics of policies. The walker stands on the ground from its first step, so only its first
 * steps are compared, roughly, and statistics. Draws are compared exactly.
 */
final class PhysicsReplay {
  private static final double SHORT_TOLERANCE = 5e-5;
  private static final double LONG_TOLERANCE = 5e-4;
  private static final double AGREEMENT = 1e-3;
  private static final double SHARE_THAT_AGREES = 0.85;
  private static final int WALKER_STEPS = 5;
  private static final double WALKER_RESET_TOLERANCE = 2e-3;
  private static final double WALKER_TOLERANCE = 2e-2;

  /** Episodes of the walker are long, so fewer of them are played than were recorded. */
  private static final int MOST_WALKS = 40;

  private PhysicsReplay() {}

  static boolean isOf(GymnasiumEnvironment environment) {
    return environment instanceof LunarLander || environment instanceof BipedalWalker;
  }

  /** Whether a file has long replays of bodies. */
  static boolean isOf(JsonNode file) {
    return file.has("bodies") && !longReplays(file).isEmpty();
  }

  private static List<JsonNode> longReplays(JsonNode file) {
    List<JsonNode> replays = new ArrayList<>();
    for (JsonNode trajectory : file.get("trajectories")) {
      if (isLong(trajectory)) {
        replays.add(trajectory);
      }
    }
    return replays;
  }

  private static boolean isLong(JsonNode trajectory) {
    return trajectory.get("kind").asText().equals("heuristic");
  }

  static void compareReset(GymnasiumEnvironment environment, JsonNode entry) {
    double tolerance =
        environment instanceof LunarLander ? SHORT_TOLERANCE : WALKER_RESET_TOLERANCE;
    assertThat(difference(environment, entry.get("observation")))
        .as("difference of the first observation")
        .isLessThan(tolerance);
  }

  /** Compares a trajectory; the environment was reset with its seed. */
  static void compare(GymnasiumEnvironment environment, JsonNode trajectory) {
    compareReset(environment, trajectory.get("reset"));
    GymnasiumOracleTest.compareGenerator(environment.random(), trajectory.get("rng_after_reset"));
    if (environment instanceof LunarLander) {
      compareFlight(environment, trajectory);
    } else {
      compareFirstSteps(environment, trajectory);
    }
  }

  private static void compareFlight(GymnasiumEnvironment environment, JsonNode trajectory) {
    double tolerance = isLong(trajectory) ? LONG_TOLERANCE : SHORT_TOLERANCE;
    int length = trajectory.get("length").asInt();
    int row = 0;
    for (int i = 0; i < length; i++) {
      Step step =
          environment.step(
              GymnasiumOracleTest.action(environment, trajectory.get("actions").get(i)));
      boolean recorded =
          row < trajectory.get("index").size() && trajectory.get("index").get(row).asInt() == i + 1;
      JsonNode observation = recorded ? trajectory.get("observation").get(row++) : null;
      if (step.ended() || legTouches(environment) || recorded && legTouches(observation)) {
        compareEndOfFlight(environment, trajectory, step, i);
        return;
      }
      assertThat(trajectory.get("terminated").get(i).asInt()).as("end at %d", i + 1).isZero();
      // A reward is a difference of a hundred times what the observation holds.
      assertThat(step.reward())
          .as("reward of step %d", i + 1)
          .isCloseTo(trajectory.get("reward").get(i).asDouble(), within(300 * tolerance));
      if (recorded) {
        assertThat(difference(environment, observation))
            .as("difference of the observation at step %d", i + 1)
            .isLessThan(tolerance);
      }
    }
    throw new AssertionError("the lander should have landed or crashed after " + length + " steps");
  }

  /** A flight that ends without a leg's contact ends as recorded, draws included. */
  private static void compareEndOfFlight(
      GymnasiumEnvironment environment, JsonNode trajectory, Step step, int i) {
    if (step.ended()) {
      assertThat(i + 1).as("length").isEqualTo(trajectory.get("length").asInt());
      assertThat(step.terminated()).isTrue();
      assertThat(step.reward()).isEqualTo(trajectory.get("reward").get(i).asDouble());
      GymnasiumOracleTest.compareGenerator(environment.random(), trajectory.get("rng_at_end"));
      environment.reset();
      compareReset(environment, trajectory.get("next_reset"));
    }
  }

  private static boolean legTouches(GymnasiumEnvironment environment) {
    double[] observation = environment.gymnasiumObservation();
    return observation[6] != 0 || observation[7] != 0;
  }

  private static boolean legTouches(JsonNode observation) {
    return observation.get(6).asDouble() != 0 || observation.get(7).asDouble() != 0;
  }

  private static void compareFirstSteps(GymnasiumEnvironment environment, JsonNode trajectory) {
    for (int i = 0; i < WALKER_STEPS; i++) {
      Step step =
          environment.step(
              GymnasiumOracleTest.action(environment, trajectory.get("actions").get(i)));
      assertThat(step.ended()).isFalse();
      assertThat(step.reward())
          .as("reward of step %d", i + 1)
          .isCloseTo(trajectory.get("reward").get(i).asDouble(), within(WALKER_TOLERANCE));
      double[] actual = environment.gymnasiumObservation();
      JsonNode expected = trajectory.get("observation").get(i);
      for (int j = 0; j < actual.length; j++) {
        boolean isTouch = j == 8 || j == 13;
        if (!isTouch) {
          assertThat(actual[j])
              .as("observation %d at step %d", j, i + 1)
              .isCloseTo(expected.get(j).asDouble(), within(WALKER_TOLERANCE));
        }
      }
    }
    GymnasiumOracleTest.compareGenerator(environment.random(), trajectory.get("rng_at_end"));
  }

  private static double difference(GymnasiumEnvironment environment, JsonNode observation) {
    double[] actual = environment.gymnasiumObservation();
    assertThat(actual).hasSize(observation.size());
    double difference = 0;
    for (int i = 0; i < actual.length; i++) {
      difference = Math.max(difference, Math.abs(actual[i] - observation.get(i).asDouble()));
    }
    return difference;
  }

  /** Most long replays agree throughout: in every recorded row and in their end. */
  static void compareLongReplays(JsonNode file) {
    List<JsonNode> replays = longReplays(file);
    List<String> apart = new ArrayList<>();
    for (JsonNode trajectory : replays) {
      if (!agrees(trajectory)) {
        apart.add("seed " + trajectory.get("seed").asText());
      }
    }
    int count = replays.size();
    double deviation = Math.sqrt(count * SHARE_THAT_AGREES * (1 - SHARE_THAT_AGREES));
    assertThat((double) count - apart.size())
        .as("replays of %d that agree; apart are %s", count, apart)
        .isGreaterThanOrEqualTo(SHARE_THAT_AGREES * count - 2 * deviation);
  }

  private static boolean agrees(JsonNode trajectory) {
    GymnasiumEnvironment environment = GymnasiumOracleTest.environment(trajectory);
    environment.reset(GymnasiumOracleTest.seed(trajectory));
    int length = trajectory.get("length").asInt();
    int row = 0;
    for (int i = 0; i < length; i++) {
      Step step =
          environment.step(
              GymnasiumOracleTest.action(environment, trajectory.get("actions").get(i)));
      if (step.ended() != (i == length - 1)) {
        return false;
      }
      if (row < trajectory.get("index").size()
          && trajectory.get("index").get(row).asInt() == i + 1
          && difference(environment, trajectory.get("observation").get(row++)) > AGREEMENT) {
        return false;
      }
    }
    return true;
  }

  /**
   * Plays a policy's episodes from the recorded seeds. They part from the recorded ones sooner or
   * later, so means are compared, within four standard errors of a difference of means.
   */
  static void compareStatistics(
      GymnasiumEnvironment environment, JsonNode statistics, GymnasiumPolicy policy) {
    int recorded = statistics.get("n").asInt();
    int episodes = environment instanceof BipedalWalker ? Math.min(MOST_WALKS, recorded) : recorded;
    double returns = 0;
    double lengths = 0;
    for (int episode = 0; episode < episodes; episode++) {
      environment.reset(statistics.get("first_seed").asLong() + episode);
      Step step;
      do {
        step = environment.step(policy.choose(environment));
        returns += step.reward();
      } while (!step.ended());
      lengths += environment.steps();
    }
    double errors = 4 * Math.sqrt(1.0 / recorded + 1.0 / episodes);
    assertThat(returns / episodes)
        .as("mean return")
        .isCloseTo(
            statistics.get("mean_return").asDouble(),
            within(errors * statistics.get("sd_return").asDouble()));
    assertThat(lengths / episodes)
        .as("mean length")
        .isCloseTo(
            statistics.get("mean_length").asDouble(),
            within(errors * statistics.get("sd_length").asDouble()));
  }
}
