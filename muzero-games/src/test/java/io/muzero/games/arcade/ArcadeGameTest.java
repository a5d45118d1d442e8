package io.muzero.games.arcade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Step;
import io.muzero.games.EnvironmentContract;
import io.muzero.settings.InvalidSettingException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for all arcade games; their rules are held to recordings by ArcadeOracleTest. */
class ArcadeGameTest {

  static List<GameProvider> games() {
    return List.of(
        new AsterixProvider(),
        new BreakoutProvider(),
        new FreewayProvider(),
        new SeaquestProvider(),
        new SpaceInvadersProvider());
  }

  private static GameOptions options(Object... pairs) {
    Map<String, Object> values = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      values.put((String) pairs[i], pairs[i + 1]);
    }
    return new GameOptions(values);
  }

  private static List<String> actionNames(GameProvider game) {
    Environment minimal = game.create(options("minimal_actions", true));
    return IntStream.range(0, minimal.spec().actionCount()).mapToObj(minimal::actionName).toList();
  }

  @Test
  void minimalActions_areThoseWithAMeaning() {
    assertThat(games().stream().map(ArcadeGameTest::actionNames))
        .containsExactly(
            List.of("none", "left", "up", "right", "down"),
            List.of("none", "left", "right"),
            List.of("none", "up", "down"),
            List.of("none", "left", "up", "right", "down", "fire"),
            List.of("none", "left", "right", "fire"));
  }

  /** An action of the small set does what the action of the same name does in the full one. */
  @ParameterizedTest
  @MethodSource("games")
  void minimalActions_doWhatTheirNamesSay(GameProvider provider) {
    Environment full = provider.create(GameOptions.NONE);
    Environment minimal = provider.create(options("minimal_actions", true));
    List<String> names = IntStream.range(0, 6).mapToObj(full::actionName).toList();
    assertThat(names).containsExactly("none", "left", "up", "right", "down", "fire");
    Random random = new Random(1);
    for (long seed = 0; seed < 20; seed++) {
      full.reset(seed);
      minimal.reset(seed);
      Step step;
      int steps = 0;
      do {
        int action = random.nextInt(minimal.spec().actionCount());
        step = minimal.step(Action.of(action));
        assertThat(full.step(Action.of(names.indexOf(minimal.actionName(action))))).isEqualTo(step);
        assertThat(full.observation()).isEqualTo(minimal.observation());
      } while (!step.ended() && ++steps < 500);
    }
  }

  /** Actions without a meaning do nothing: they leave the game as "none" does. */
  @ParameterizedTest
  @MethodSource("games")
  void otherActions_doNothing(GameProvider provider) {
    Environment game = provider.create(options("sticky_actions", 0));
    List<String> minimal = actionNames(provider);
    Random random = new Random(2);
    game.reset(3);
    for (int i = 0; i < 200; i++) {
      Environment none = game.copy();
      none.step(Action.of(0));
      for (int action = 0; action < 6; action++) {
        if (!minimal.contains(game.actionName(action))) {
          Environment other = game.copy();
          other.step(Action.of(action));
          assertThat(other.text()).isEqualTo(none.text());
        }
      }
      if (game.step(Action.of(random.nextInt(6))).ended()) {
        game.reset();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("games")
  void maxSteps_truncates(GameProvider provider) {
    Environment game = provider.create(options("max_steps", 3));
    assertThat(game.spec().maxSteps()).isEqualTo(3);
    game.reset(1);
    assertThat(game.step(Action.of(0)).ended()).isFalse();
    assertThat(game.step(Action.of(0)).ended()).isFalse();
    assertThat(game.step(Action.of(0))).isEqualTo(new Step(0, false, true));
  }

  /** What MinAtar's reset keeps, reset(seed) does not: an episode depends on its seed alone. */
  @ParameterizedTest
  @MethodSource("games")
  void resetWithASeed_forgetsTheActionBefore(GameProvider provider) {
    GameOptions sticky = options("sticky_actions", 1);
    Environment used = provider.create(options("sticky_actions", 0.5));
    Random random = new Random(4);
    for (long seed = 0; seed < 20; seed++) {
      used.reset(seed);
      Environment fresh = provider.create(options("sticky_actions", 0.5));
      fresh.reset(seed);
      Step step;
      int steps = 0;
      do {
        Action action = Action.of(random.nextInt(6));
        step = used.step(action);
        assertThat(fresh.step(action)).isEqualTo(step);
        assertThat(fresh.text()).isEqualTo(used.text());
      } while (!step.ended() && ++steps < 100);
    }
    Environment stuck = provider.create(sticky);
    Environment idle = provider.create(sticky);
    stuck.reset(5);
    idle.reset(5);
    for (int i = 0; i < 8; i++) {
      assertThat(stuck.step(Action.of(1 + i % 5))).isEqualTo(idle.step(Action.of(0)));
      assertThat(stuck.text()).isEqualTo(idle.text());
    }
  }

  @ParameterizedTest
  @MethodSource("games")
  void wrongOptions_areRefused(GameProvider provider) {
    assertThatThrownBy(() -> provider.create(options("sticky_actions", 1.5)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("environment.sticky_actions must be a number within [0.0, 1.0]");
  }

  @Test
  void text_showsTheBoardAndTheScore() {
    Environment game = new BreakoutProvider().create(GameOptions.NONE);
    game.reset(0);
    assertThat(game.text())
        .isEqualTo(
            "..........\n##########\n##########\no#########\n..........\n..........\n"
                + "..........\n..........\n..........\n....=.....\nscore 0");
    assertThat(game.json())
        .contains(
            "\"kind\":\"pixels\"", "\"name\":\"paddle\",\"colour\":\"#4caf50\",\"cells\":[94]");
  }

  /** The contract of environments. */
  @Nested
  class AsterixContract extends EnvironmentContract {
    @Override
    protected GameProvider provider() {
      return new AsterixProvider();
    }
  }

  /** The contract of environments. */
  @Nested
  class BreakoutContract extends EnvironmentContract {
    @Override
    protected GameProvider provider() {
      return new BreakoutProvider();
    }
  }

  /** The contract of environments. */
  @Nested
  class FreewayContract extends EnvironmentContract {
    @Override
    protected GameProvider provider() {
      return new FreewayProvider();
    }
  }

  /** The contract of environments. */
  @Nested
  class SeaquestContract extends EnvironmentContract {
    @Override
    protected GameProvider provider() {
      return new SeaquestProvider();
    }
  }

  /** The contract of environments. */
  @Nested
  class SpaceInvadersContract extends EnvironmentContract {
    @Override
    protected GameProvider provider() {
      return new SpaceInvadersProvider();
    }
  }
}
