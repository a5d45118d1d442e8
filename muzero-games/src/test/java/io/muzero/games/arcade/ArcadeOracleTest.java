package io.muzero.games.arcade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.GameOptions;
import io.muzero.environment.Step;
import io.muzero.games.Oracles;
import io.muzero.games.random.Mt19937;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The arcade games against recordings of MinAtar, seed for seed: the copies in the test resources,
 * and every file of the folder named by {@code -Doracle.minatar.dir} when set.
 */
class ArcadeOracleTest {
  private static final Map<String, ArcadeProvider> GAMES =
      Map.of(
          "asterix", new AsterixProvider(),
          "breakout", new BreakoutProvider(),
          "freeway", new FreewayProvider(),
          "seaquest", new SeaquestProvider(),
          "space_invaders", new SpaceInvadersProvider());

  private static Stream<Oracles.Oracle> oracles() {
    return Oracles.every(
        "minatar",
        "asterix.json",
        "breakout.json",
        "freeway.json",
        "seaquest.json",
        "space_invaders.json",
        "statistics.json")
        .stream();
  }

  static Stream<Arguments> trajectories() {
    return oracles()
        .filter(oracle -> oracle.json().has("trajectories"))
        .flatMap(
            oracle -> {
              String game = oracle.json().get("game").asText();
              JsonNode all = oracle.json().get("trajectories");
              return StreamSupport.stream(all.spliterator(), false)
                  .map(
                      trajectory ->
                          Arguments.of(
                              game,
                              Named.of(
                                  String.format(
                                      Locale.ROOT,
                                      "%s, %s, seed %d",
                                      oracle,
                                      trajectory.get("policy").asText(),
                                      trajectory.get("seed").asLong()),
                                  trajectory)));
            });
  }

  static Stream<Arguments> statistics() {
    return oracles()
        .filter(oracle -> oracle.json().has("breakout"))
        .flatMap(
            oracle ->
                GAMES.keySet().stream()
                    .sorted()
                    .map(
                        game ->
                            Arguments.of(
                                game, Named.of(oracle.origin(), oracle.json().get(game)))));
  }

  private static ArcadeGame game(String name, JsonNode recorded) {
    return GAMES
        .get(name)
        .create(
            new GameOptions(
                Map.of(
                    "sticky_actions",
                    recorded.get("sticky_action_prob").asDouble(),
                    "difficulty_ramp",
                    recorded.get("difficulty_ramping").asBoolean())));
  }

  @ParameterizedTest
  @MethodSource("trajectories")
  void trajectory_isRepeated(String name, JsonNode trajectory) {
    new Replay(game(name, trajectory), trajectory).run();
  }

  /** One recording beside the game, and beside a generator that makes the recorded draws. */
  private static final class Replay {
    private final ArcadeGame game;
    private final JsonNode trajectory;
    private final Mt19937 twin;
    private final Map<Integer, Integer> rows = new HashMap<>();
    private final Map<Integer, JsonNode> resets = new HashMap<>();

    Replay(ArcadeGame game, JsonNode trajectory) {
      this.game = game;
      this.trajectory = trajectory;
      twin = new Mt19937(trajectory.get("seed").asLong());
      JsonNode index = trajectory.get("state_index");
      for (int row = 0; row < index.size(); row++) {
        rows.put(index.get(row).asInt(), row);
      }
      trajectory.get("resets").forEach(reset -> resets.put(reset.get(0).asInt(), reset));
    }

    void run() {
      game.reset(trajectory.get("seed").asLong());
      redraw(trajectory.get("reset_draws"), "reset");
      compareState(0);
      JsonNode actions = trajectory.get("actions");
      boolean over = false;
      for (int i = 0; i < actions.size(); i++) {
        if (resets.containsKey(i)) {
          game.reset();
          over = false;
          redraw(resets.get(i).get(1), "reset before action " + i);
          assertThat(hex(game)).as("reset before action %d", i).isEqualTo(text(resets.get(i), 2));
        }
        Action action = Action.of(actions.get(i).asInt());
        double reward = trajectory.get("reward").get(i).asDouble();
        boolean terminal = isTrue(trajectory.get("terminal").get(i));
        if (over) {
          // Where MinAtar takes a number and does nothing, this game takes no step.
          assertThatIllegalStateException().isThrownBy(() -> game.step(action));
          game.random().random();
          assertThat(reward).isZero();
          assertThat(terminal).isTrue();
        } else {
          Step step = game.step(action);
          assertThat(step.reward()).as("reward of step %d", i + 1).isEqualTo(reward);
          assertThat(step.terminated()).as("end at step %d", i + 1).isEqualTo(terminal);
          assertThat(step.truncated()).isFalse();
          over = terminal;
        }
        redraw(trajectory.get("draws").get(i), "step " + (i + 1));
        compareState(i + 1);
      }
      compareGenerator();
    }

    private static boolean isTrue(JsonNode node) {
      return node.isBoolean() ? node.asBoolean() : node.asInt() != 0;
    }

    private static String text(JsonNode node, int index) {
      return node.get(index).asText();
    }

    /**
     * Makes the recorded draws, after which the twin must stand where the game's generator does.
     */
    private void redraw(JsonNode draws, String where) {
      for (JsonNode draw : draws) {
        if (draw.isNumber()) {
          assertThat(twin.random()).as(where).isEqualTo(draw.asDouble());
          continue;
        }
        boolean integers = text(draw, 0).equals("randint");
        int low = integers && draw.size() > 3 ? draw.get(1).asInt() : 0;
        int high = integers ? draw.get(draw.size() > 3 ? 2 : 1).asInt() : 0;
        JsonNode last = draw.get(draw.size() - 1);
        for (JsonNode value : last.isArray() ? last : List.of(last)) {
          double drawn = integers ? low + twin.integers(high - low) : twin.random();
          assertThat(drawn).as(where).isEqualTo(value.asDouble());
        }
      }
      assertThat(game.random().position())
          .as("generator after %s", where)
          .isEqualTo(twin.position());
    }

    private void compareState(int step) {
      Integer row = rows.get(step);
      if (row == null) {
        return;
      }
      assertThat(hex(game))
          .as("planes after step %d", step)
          .isEqualTo(trajectory.get("states").get(row).asText());
      JsonNode hidden = trajectory.get("hidden").get(row);
      int[] expected = new int[hidden.size()];
      Arrays.setAll(expected, i -> hidden.get(i).asInt());
      assertThat(game.hidden()).as("hidden numbers after step %d", step).isEqualTo(expected);
    }

    private void compareGenerator() {
      JsonNode expected = trajectory.get("generator_at_end");
      assertThat(game.random().position()).isEqualTo(expected.get(0).asInt());
      int[] places = {0, 1, 623};
      for (int i = 0; i < places.length; i++) {
        assertThat(Integer.toUnsignedLong(game.random().word(places[i])))
            .isEqualTo(expected.get(i + 1).asLong());
      }
    }
  }

  /** The observation as bits, the first the highest of the first byte. */
  private static String hex(Environment game) {
    float[] planes = game.observation();
    StringBuilder hex = new StringBuilder();
    for (int i = 0; i < planes.length; i += 8) {
      int bits = 0;
      for (int j = 0; j < 8; j++) {
        bits = bits << 1 | (i + j < planes.length && planes[i + j] == 1 ? 1 : 0);
      }
      hex.append(String.format(Locale.ROOT, "%02x", bits));
    }
    return hex.toString();
  }

  @ParameterizedTest
  @MethodSource("statistics")
  void randomPlay_scoresAsRecorded(String name, JsonNode recorded) {
    ArcadeGame game = game(name, recorded);
    int episodes = recorded.get("episodes").asInt();
    double returns = 0;
    double lengths = 0;
    for (int episode = 0; episode < episodes; episode++) {
      game.reset(recorded.get("first_seed").asLong() + episode);
      Mt19937 actions = new Mt19937(recorded.get("action_seed").asLong() + episode);
      double total = 0;
      int length = 0;
      Step step;
      do {
        step = game.step(Action.of(actions.integers(6)));
        total += step.reward();
        length++;
      } while (!step.ended());
      returns += total;
      lengths += length;
      if (episode < recorded.get("returns").size()) {
        assertThat(total)
            .as("return of episode %d", episode)
            .isEqualTo(recorded.get("returns").get(episode).asDouble());
        assertThat(length)
            .as("length of episode %d", episode)
            .isEqualTo(recorded.get("lengths").get(episode).asInt());
      }
    }
    assertThat(returns / episodes)
        .isCloseTo(recorded.get("return_mean_sd_se").get(0).asDouble(), within(1e-9));
    assertThat(lengths / episodes)
        .isCloseTo(recorded.get("length_mean_sd_se").get(0).asDouble(), within(1e-9));
  }
}
