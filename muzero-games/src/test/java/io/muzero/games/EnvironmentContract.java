package io.muzero.games;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.EnvironmentChecker;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Player;
import io.muzero.environment.Step;
import io.muzero.settings.InvalidSettingException;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every game must keep: a game's test inherits this and names its provider and options. */
public abstract class EnvironmentContract {

  /** The game under test. */
  protected abstract GameProvider provider();

  /** The options it is tested with. */
  protected GameOptions options() {
    return GameOptions.NONE;
  }

  @ParameterizedTest
  @EnumSource
  void environment_keepsTheContract(EnvironmentChecker.Rule rule) {
    assertThat(new EnvironmentChecker(provider(), options()).check(rule)).isEmpty();
  }

  @Test
  void provider_isRegisteredUnderItsName() {
    assertThat(ServiceLoader.load(GameProvider.class))
        .anySatisfy(
            registered -> {
              assertThat(registered.name()).isEqualTo(provider().name());
              assertThat(registered).isInstanceOf(provider().getClass());
            });
    assertThat(provider().name()).matches("[a-z][a-z0-9_]*");
    assertThat(provider().description()).isNotBlank().doesNotContain("\n");
  }

  @Test
  void unknownOption_isRefusedByName() {
    GameOptions wrong = new GameOptions(Map.of("no_such_option", 1));
    assertThatThrownBy(() -> provider().create(wrong))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("no_such_option");
  }

  @Test
  void referencePlayers_playLegallyAndLeaveTheStateAlone() {
    assertThat(provider().opponents()).first().isEqualTo("random");
    for (String name : provider().opponents()) {
      if (name.equals("random")) {
        continue;
      }
      Environment environment = provider().create(options());
      Player player = provider().opponent(name, options(), 1);
      for (long seed = 0; seed < 2; seed++) {
        environment.reset(seed);
        Step step;
        int steps = 0;
        do {
          float[] before = environment.observation();
          String json = environment.json();
          Action action = player.choose(environment);
          assertThat(environment.observation()).as(name).isEqualTo(before);
          assertThat(environment.json()).as(name).isEqualTo(json);
          step = environment.step(action);
          steps++;
        } while (!step.ended() && steps < 300);
      }
    }
  }
}
