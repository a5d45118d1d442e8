package io.muzero.games;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.environment.Action;
import io.muzero.environment.ActionSpace;
import io.muzero.environment.Step;
import io.muzero.games.blackjack.Blackjack;
import io.muzero.games.gridworld.GridWorld;
import io.muzero.games.gymnasium.GymnasiumEnvironment;
import io.muzero.games.gymnasium.VectorEnvironment;
import io.muzero.games.random.Pcg64;
import io.muzero.games.table.TableWorld;
import io.muzero.games.table.TransitionTable;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Replays what Gymnasium recorded of classic control, table worlds, cards and bodies: every
 * trajectory, first observation, table of chances and statistic of a policy that can be repeated,
 * in the copy in the test resources and in the folder named by {@code -Doracle.gymnasium.dir} when
 * set.
 *
 * <p>Draws, table worlds and their rewards are compared exactly. Reals are compared step by step
 * from the recorded state to 1e-12, and open loop to 1e-9 or, where the motion amplifies rounding,
 * to what one unit in the last place at the start makes of it. Where actions were recorded in
 * double precision, which the contract's float32 actions round, only single steps are compared, to
 * what that rounding makes of them. How closely bodies follow is said in {@link PhysicsReplay}.
 */
class GymnasiumOracleTest {

  /** Observations of reals are float32. */
  private static final double OBSERVATION_TOLERANCE = 1e-6;

  private static final double STEP_TOLERANCE = 1e-12;
  private static final double OPEN_LOOP_TOLERANCE = 1e-9;

  /** A few units of float32 in an action or, in its consequence, a state. */
  private static final double ROUNDED_ACTION_TOLERANCE = 3e-7;

  /** An error that enters later than at the start has less time to grow, but may be a few units. */
  private static final double AMPLIFICATION_ALLOWANCE = 1e3;

  private static final List<String> FILES =
      List.of(
          "cartpole.json",
          "mountain_car.json",
          "acrobot.json",
          "pendulum.json",
          "mountain_car_continuous.json",
          "frozen_lake.json",
          "cliff_walking.json",
          "taxi.json",
          "blackjack.json",
          "minigrid_empty_random_6x6.json",
          "minigrid_empty_8x8.json",
          "lunar_lander.json",
          "lunar_lander_continuous.json",
          "lunar_lander_wind.json",
          "bipedal_walker.json");

  @TestFactory
  List<DynamicNode> recorded() {
    List<DynamicNode> nodes = new ArrayList<>();
    for (String file : FILES) {
      for (Oracles.Oracle oracle : Oracles.named("gymnasium", file)) {
        JsonNode json = oracle.json();
        List<DynamicTest> tests = new ArrayList<>();
        json.get("trajectories").forEach(t -> add(tests, label(t), t, this::replay));
        json.path("resets").forEach(r -> add(tests, "reset " + label(r), r, this::compareReset));
        json.path("sessions").forEach(s -> add(tests, "session " + label(s), s, this::playSession));
        json.path("transitions")
            .forEach(t -> add(tests, "transitions " + label(t), t, this::compareTransitions));
        json.path("statistics")
            .forEach(s -> add(tests, "statistics " + label(s), s, x -> repeat(x, json)));
        if (PhysicsReplay.isOf(json)) {
          tests.add(
              DynamicTest.dynamicTest(
                  "share of long replays that agree throughout",
                  () -> PhysicsReplay.compareLongReplays(json)));
        }
        nodes.add(DynamicContainer.dynamicContainer(oracle.origin(), tests));
      }
    }
    assertThat(nodes).isNotEmpty();
    return nodes;
  }

  /** Adds a test of an entry when its game exists. */
  private static void add(
      List<DynamicTest> tests, String name, JsonNode entry, Consumer<JsonNode> test) {
    if (GymnasiumGames.create(entry).isPresent()) {
      tests.add(DynamicTest.dynamicTest(name, () -> test.accept(entry)));
    }
  }

  private static String label(JsonNode entry) {
    return entry.get("id").asText()
        + entry.get("kwargs")
        + " "
        + entry.path("kind").asText(entry.path("policy").asText())
        + " "
        + entry.path("seed").asText(entry.path("first_seed").asText());
  }

  static GymnasiumEnvironment environment(JsonNode entry) {
    return GymnasiumGames.create(entry).orElseThrow();
  }

  static BigInteger seed(JsonNode entry) {
    return new BigInteger(entry.get("seed").asText());
  }

  static Action action(GymnasiumEnvironment environment, JsonNode recorded) {
    if (environment.spec().actions() instanceof ActionSpace.Discrete) {
      return Action.of(recorded.asInt());
    }
    float[] values = new float[recorded.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) recorded.get(i).asDouble();
    }
    return Action.of(values);
  }

  private void replay(JsonNode trajectory) {
    GymnasiumEnvironment environment = environment(trajectory);
    environment.reset(seed(trajectory));
    if (PhysicsReplay.isOf(environment)) {
      PhysicsReplay.compare(environment, trajectory);
      return;
    }
    compareObservation(environment, trajectory.get("reset"), "reset");
    compareGenerator(environment.random(), trajectory.get("rng_after_reset"));
    if (environment instanceof VectorEnvironment vector) {
      boolean rounded = trajectory.get("action_dtype").asText().equals("float64");
      replayFromRecordedStates((VectorEnvironment) vector.copy(), trajectory, rounded);
      if (rounded) {
        return;
      }
      replayOpenLoop(vector, trajectory);
    } else {
      replayExactly(environment, trajectory);
    }
    if (!trajectory.get("kind").asText().equals("beyond_end")) {
      compareGenerator(environment.random(), trajectory.get("rng_at_end"));
      if (trajectory.has("next_reset")) {
        environment.reset();
        compareObservation(environment, trajectory.get("next_reset"), "next reset");
      }
    }
  }

  /** The number of recorded steps up to the first end. */
  private static int length(JsonNode trajectory) {
    int length = trajectory.get("length").asInt();
    for (int i = 0; i < length; i++) {
      if (trajectory.get("terminated").get(i).asInt() == 1
          || trajectory.get("truncated").get(i).asInt() == 1) {
        return i + 1;
      }
    }
    return length;
  }

  /** Compares flags; a step that Gymnasium says did both is terminated here. */
  private static void compareEnd(Step step, JsonNode trajectory, int i) {
    boolean terminated = trajectory.get("terminated").get(i).asInt() == 1;
    boolean truncated = trajectory.get("truncated").get(i).asInt() == 1;
    assertThat(step.terminated()).as("terminated at step %d", i + 1).isEqualTo(terminated);
    assertThat(step.truncated())
        .as("truncated at step %d", i + 1)
        .isEqualTo(truncated && !terminated);
  }

  private void replayExactly(GymnasiumEnvironment environment, JsonNode trajectory) {
    int row = 0;
    int length = length(trajectory);
    for (int i = 0; i < length; i++) {
      Step step = environment.step(action(environment, trajectory.get("actions").get(i)));
      assertThat(step.reward())
          .as("reward of step %d", i + 1)
          .isEqualTo(trajectory.get("reward").get(i).asDouble());
      compareEnd(step, trajectory, i);
      if (row < trajectory.get("index").size()
          && trajectory.get("index").get(row).asInt() == i + 1) {
        compareRow(environment, trajectory, row, "step " + (i + 1));
        row++;
      }
    }
    refusesMore(environment, trajectory, length);
  }

  private static void refusesMore(
      GymnasiumEnvironment environment, JsonNode trajectory, int length) {
    if (!trajectory.get("end").asText().equals("cut")) {
      assertThatIllegalStateException()
          .isThrownBy(
              () ->
                  environment.step(action(environment, trajectory.get("actions").get(length - 1))));
    }
  }

  private static void compareRow(
      GymnasiumEnvironment environment, JsonNode trajectory, int row, String where) {
    ObjectNode entry = JsonNodeFactory.instance.objectNode();
    for (String key : List.of("observation", "player", "dealer", "agent_pos", "agent_dir")) {
      if (trajectory.has(key)) {
        entry.set(key, trajectory.get(key).get(row));
      }
    }
    compareObservation(environment, entry, where);
  }

  /** From each recorded state, one step. */
  private static void replayFromRecordedStates(
      VectorEnvironment environment, JsonNode trajectory, boolean rounded) {
    double stateTolerance = rounded ? ROUNDED_ACTION_TOLERANCE : STEP_TOLERANCE;
    double rewardTolerance = rounded ? ROUNDED_ACTION_TOLERANCE : OPEN_LOOP_TOLERANCE;
    int length = length(trajectory);
    environment.setState(numbers(trajectory.get("reset").get("state")));
    for (int i = 0; i < length; i++) {
      Step step = environment.step(action(environment, trajectory.get("actions").get(i)));
      double[] expected = numbers(trajectory.get("state").get(i));
      double[] actual = environment.state();
      for (int j = 0; j < expected.length; j++) {
        assertThat(actual[j])
            .as("state %d at step %d from the recorded state", j, i + 1)
            .isCloseTo(expected[j], within(stateTolerance * Math.max(1, Math.abs(expected[j]))));
      }
      double reward = trajectory.get("reward").get(i).asDouble();
      assertThat(step.reward())
          .as("reward of step %d", i + 1)
          .isCloseTo(reward, within(rewardTolerance));
      compareEnd(step, trajectory, i);
      environment.setState(expected);
    }
    refusesMore(environment, trajectory, length);
  }

  /** Without help from the recorded states, beside a twin that starts one unit off. */
  private static void replayOpenLoop(VectorEnvironment environment, JsonNode trajectory) {
    VectorEnvironment twin = (VectorEnvironment) environment.copy();
    double[] start = twin.state();
    for (int j = 0; j < start.length; j++) {
      start[j] = Math.nextUp(start[j]);
    }
    twin.setState(start);
    boolean twinGoes = true;
    double amplified = 0;
    int row = 0;
    int length = length(trajectory);
    for (int i = 0; i < length; i++) {
      Action action = action(environment, trajectory.get("actions").get(i));
      Step step = environment.step(action);
      if (twinGoes) {
        twinGoes = !twin.step(action).ended();
        double[] state = environment.state();
        double[] other = twin.state();
        for (int j = 0; j < state.length; j++) {
          amplified = Math.max(amplified, Math.abs(state[j] - other[j]));
        }
      }
      double tolerance = OPEN_LOOP_TOLERANCE + AMPLIFICATION_ALLOWANCE * amplified;
      if (tolerance < 1e-3) {
        double[] expected = numbers(trajectory.get("state").get(i));
        double[] actual = environment.state();
        for (int j = 0; j < expected.length; j++) {
          assertThat(actual[j])
              .as("state %d at step %d, open loop", j, i + 1)
              .isCloseTo(expected[j], within(tolerance * Math.max(1, Math.abs(expected[j]))));
        }
        compareEnd(step, trajectory, i);
      }
      if (row < trajectory.get("index").size()
          && trajectory.get("index").get(row).asInt() == i + 1) {
        if (tolerance < OBSERVATION_TOLERANCE) {
          compareRow(environment, trajectory, row, "step " + (i + 1));
        }
        row++;
      }
      if (step.ended()) {
        break;
      }
    }
  }

  private static double[] numbers(JsonNode node) {
    return node.isArray()
        ? IntStream.range(0, node.size()).mapToDouble(i -> node.get(i).asDouble()).toArray()
        : new double[] {node.asDouble()};
  }

  private void compareReset(JsonNode entry) {
    GymnasiumEnvironment environment = environment(entry);
    environment.reset(seed(entry));
    if (PhysicsReplay.isOf(environment)) {
      PhysicsReplay.compareReset(environment, entry);
      return;
    }
    compareObservation(environment, entry, "reset");
  }

  private static void compareObservation(
      GymnasiumEnvironment environment, JsonNode entry, String where) {
    if (environment instanceof GridWorld world) {
      assertThat(world.position())
          .as("position at %s", where)
          .containsExactly(
              entry.get("agent_pos").get(0).asInt(), entry.get("agent_pos").get(1).asInt());
      assertThat(world.direction())
          .as("direction at %s", where)
          .isEqualTo(entry.get("agent_dir").asInt());
      if (!entry.has("observation")) {
        return;
      }
    }
    if (environment instanceof Blackjack blackjack && entry.has("player")) {
      assertThat(blackjack.playerCards())
          .as("player at %s", where)
          .isEqualTo(cards(entry.get("player")));
      assertThat(blackjack.dealerCards())
          .as("dealer at %s", where)
          .isEqualTo(cards(entry.get("dealer")));
    }
    double[] expected = numbers(entry.get("observation"));
    double[] actual = environment.gymnasiumObservation();
    if (environment instanceof VectorEnvironment vector) {
      float[] seen = environment.observation();
      for (int i = 0; i < expected.length; i++) {
        assertThat((double) seen[i])
            .as("observation %d at %s", i, where)
            .isCloseTo(
                expected[i], within(OBSERVATION_TOLERANCE * Math.max(1, Math.abs(expected[i]))));
      }
      if (entry.has("state")) {
        assertThat(vector.state()).as("state at %s", where).isEqualTo(numbers(entry.get("state")));
      }
    } else {
      assertThat(actual).as("observation at %s", where).isEqualTo(expected);
    }
  }

  private static List<Integer> cards(JsonNode node) {
    List<Integer> cards = new ArrayList<>();
    node.forEach(card -> cards.add(card.asInt()));
    return cards;
  }

  /** Every chance, in the order of Gymnasium's table. */
  private void compareTransitions(JsonNode entry) {
    TransitionTable table = ((TableWorld) environment(entry)).table();
    JsonNode expected = entry.get("P");
    assertThat(table.states()).isEqualTo(expected.size());
    for (int state = 0; state < table.states(); state++) {
      assertThat(table.actions()).isEqualTo(expected.get(state).size());
      for (int action = 0; action < table.actions(); action++) {
        List<TransitionTable.Outcome> outcomes = new ArrayList<>();
        for (JsonNode outcome : expected.get(state).get(action)) {
          outcomes.add(
              new TransitionTable.Outcome(
                  outcome.get(0).asDouble(),
                  outcome.get(1).asInt(),
                  outcome.get(2).asDouble(),
                  outcome.get(3).asInt() == 1));
        }
        assertThat(table.outcomes(state, action))
            .as("state %d, action %d", state, action)
            .isEqualTo(outcomes);
      }
    }
  }

  static void compareGenerator(Pcg64 random, JsonNode expected) {
    Pcg64.State state = random.state();
    assertThat(state.state()).isEqualTo(new BigInteger(expected.get("state").asText(), 16));
    assertThat(state.increment()).isEqualTo(new BigInteger(expected.get("inc").asText(), 16));
    assertThat(state.halfWaits()).isEqualTo(expected.get("has_uint32").asInt() == 1);
    assertThat(Integer.toUnsignedLong(state.half())).isEqualTo(expected.get("uinteger").asLong());
  }

  /** Episodes after one seeded reset: the generator goes on. */
  private void playSession(JsonNode session) {
    GymnasiumEnvironment environment = environment(session);
    boolean first = true;
    for (JsonNode episode : session.get("episodes")) {
      if (first) {
        environment.reset(seed(session));
        first = false;
      } else {
        environment.reset();
      }
      assertThat(environment.gymnasiumObservation()).isEqualTo(numbers(episode.get("reset")));
      for (int i = 0; i < episode.get("actions").size(); i++) {
        Step step = environment.step(action(environment, episode.get("actions").get(i)));
        assertThat(environment.gymnasiumObservation())
            .isEqualTo(numbers(episode.get("observation").get(i)));
        if (i == episode.get("actions").size() - 1) {
          assertThat(step.ended()).isTrue();
        }
      }
    }
  }

  private void repeat(JsonNode statistics, JsonNode file) {
    GymnasiumEnvironment environment = environment(statistics);
    Optional<GymnasiumPolicy> policy = GymnasiumPolicy.of(environment, statistics, file);
    if (policy.isEmpty()) {
      return;
    }
    if (PhysicsReplay.isOf(environment)) {
      PhysicsReplay.compareStatistics(environment, statistics, policy.get());
      return;
    }
    int episodes = statistics.get("n").asInt();
    long firstSeed = statistics.get("first_seed").asLong();
    double sum = 0;
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    double lengths = 0;
    for (int episode = 0; episode < episodes; episode++) {
      environment.reset(firstSeed + episode);
      double total = 0;
      Step step;
      do {
        step = environment.step(policy.get().choose(environment));
        total += step.reward();
      } while (!step.ended());
      sum += total;
      min = Math.min(min, total);
      max = Math.max(max, total);
      lengths += environment.steps();
      if (episode < statistics.get("returns").size()) {
        assertThat(total)
            .as("return of episode %d", episode)
            .isCloseTo(
                statistics.get("returns").get(episode).asDouble(),
                within(1e-6 * Math.max(1, Math.abs(total))));
        assertThat(environment.steps())
            .as("length of episode %d", episode)
            .isEqualTo(statistics.get("lengths").get(episode).asInt());
      }
    }
    assertThat(sum / episodes)
        .isCloseTo(
            statistics.get("mean_return").asDouble(),
            within(1e-6 * Math.max(1, Math.abs(sum / episodes))));
    assertThat(lengths / episodes)
        .isCloseTo(statistics.get("mean_length").asDouble(), within(1e-6));
    assertThat(min).isCloseTo(statistics.get("min_return").asDouble(), within(1e-4));
    assertThat(max).isCloseTo(statistics.get("max_return").asDouble(), within(1e-4));
  }
}
