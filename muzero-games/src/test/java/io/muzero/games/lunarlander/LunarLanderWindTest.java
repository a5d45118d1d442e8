package io.muzero.games.lunarlander;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.environment.EnvironmentChecker;
import io.muzero.environment.GameOptions;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The parts of the contract that wind and continuous engines could break. */
class LunarLanderWindTest {

  @ParameterizedTest
  @EnumSource(names = {"REWARD", "ILLEGAL_REFUSED", "DETERMINISM", "COPY"})
  void environment_keepsTheContract(EnvironmentChecker.Rule rule) {
    GameOptions options =
        new GameOptions(Map.of("enable_wind", true, "continuous", true, "bins", 0));
    assertThat(new EnvironmentChecker(new LunarLanderProvider(), options).check(rule)).isEmpty();
  }
}
